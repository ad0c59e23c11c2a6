"""What is read from the files of other programs, and from tables that people make."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from collab.boards import sheets
from collab.boards.imports import words
from collab.boards.imports.deck import name_color
from collab.boards.imports.plans import MAX_PROBLEMS, MAX_TASKS, Left, Reading, Reason, Source
from collab.boards.imports.reading import read_tasks, read_upload
from collab.boards.models import Color
from collab.boards.service.import_matching import split_names
from collab.core.errors import Invalid
from collab.core.i18n import RELEASED
from collab.core.names import fold
from collab.core.phrases import translate

DATA = Path(__file__).parents[2] / "data" / "imports"


def read(name: str) -> Reading:
    return read_upload((DATA / name).read_bytes(), "Europe/Berlin", "en")


def paste(text: str) -> Reading:
    return read_tasks(text, "Europe/Berlin", "en")


def reasons(reading: Reading) -> list[tuple[int, Reason]]:
    return [(each.number, each.reason) for each in reading.problems]


def refusal(text: str) -> str:
    with pytest.raises(Invalid) as refused:
        paste(text)
    [words_] = refused.value.fields.values()
    return str(words_)


def test_a_board_of_trello_is_read_in_its_order() -> None:
    found = read("trello.json")
    assert found.source is Source.TRELLO
    assert found.columns == ("Ideas", "To do", "Doing")
    titles = [task.title for task in found.tasks]
    assert titles[0] == "Book the hall"
    hall, formula, speakers = found.tasks
    assert (hall.column, hall.labels, hall.is_done) == ("To do", ("Venue", "Red"), True)
    assert (hall.starts_on, hall.due_on) == (date(2026, 11, 2), date(2026, 11, 24))
    assert speakers.owners == ("Member of here", "Somebody Else")
    assert speakers.steps == (("Baden", False), ("Catalonia", True))
    assert speakers.description == "Two from **each** region.\n\nThen ask for photos."
    assert formula.steps == (("Day 1: Welcome", False), ("Day 2: Farewell", False))
    assert found.left == {Left.ARCHIVED: 2, Left.COMMENTS: 1, Left.FILES: 1}
    assert found.colors == {"Venue": "green", "Red": "red", "Budget, EU": "teal"}


def test_a_moment_is_the_day_where_the_reader_is() -> None:
    data = (DATA / "trello.json").read_bytes()
    days = {
        zone: read_upload(data, zone, "en").tasks[-1].due_on
        for zone in ("Europe/Berlin", "America/Montreal")
    }
    assert days == {"Europe/Berlin": date(2026, 12, 1), "America/Montreal": date(2026, 11, 30)}


def test_labels_of_trello_without_a_name_are_called_in_the_language_of_the_board() -> None:
    found = read_upload((DATA / "trello.json").read_bytes(), "UTC", "de")
    assert found.tasks[0].labels == ("Venue", translate("Red", "de"))


def test_a_table_of_kanboard_is_read_by_its_places() -> None:
    found = read("kanboard.csv")
    assert found.source is Source.KANBOARD
    assert [task.title for task in found.tasks] == [
        'Choose "the" pictures',
        "Buy the domain",
        "Write the texts",
    ]
    pictures, domain, texts = found.tasks
    assert (texts.owners, texts.labels) == (("Member of here",), ("urgent, web", "Content"))
    assert (texts.starts_on, texts.due_on) == (date(2026, 11, 2), date(2026, 12, 5))
    assert pictures.owners == ("else",)
    assert (domain.is_done, domain.done_on) == (True, date(2026, 10, 2))
    assert found.month_first is True
    assert found.unknown == ()


def test_a_table_of_deck_is_read_as_the_browser_saves_it() -> None:
    found = read("deck.csv")
    assert found.source is Source.DECK_TABLE
    first, second = found.tasks
    assert (first.title, first.column) == ("Ask the operators", "To do")
    assert first.description == 'By phone,\n"soon"'
    assert first.due_on == date(2026, 12, 24)
    assert split_names(first.labels[0], ()) == ["Timetable", "Money"]
    assert (second.due_on, second.labels, second.number) == (None, (), 4)


def test_a_board_of_deck_is_read_without_what_was_put_away() -> None:
    found = read("deck.json")
    assert found.source is Source.DECK
    assert [(task.title, task.column) for task in found.tasks] == [
        ("Draw the line", "To do"),
        ("Ask the operators", "To do"),
        ("Count passengers", "Fertig"),
    ]
    assert found.tasks[2].done_on == date(2026, 10, 1)
    assert found.done_columns == ("Fertig",)
    assert found.left == {Left.ARCHIVED: 1, Left.COMMENTS: 2, Left.FILES: 1}
    assert found.colors == {"Timetable": "green", "Money": "red", "Later": "grey"}


def test_a_german_table_from_windows_is_read_with_what_is_wrong() -> None:
    found = read("spreadsheet-windows.csv")
    [letter] = found.tasks
    assert letter.title == "Brief an das Ministerium; dringend"
    assert letter.description == "Erste Zeile\nZweite Zeile"
    assert letter.due_on == date(2026, 11, 24)
    assert reasons(found) == [(4, Reason.NO_TITLE), (5, Reason.NO_DAY)]


@pytest.mark.parametrize("language", RELEASED)
def test_headings_of_our_own_export_are_known_in_each_language(language: str) -> None:
    for name, headings in words.OWN.items():
        for heading in headings:
            assert words.find_heading(translate(heading, language)) == name


def test_our_own_export_has_no_other_headings(app: Any) -> None:
    with app.test_request_context():
        known = {heading for headings in words.OWN.values() for heading in headings}
        assert set(sheets._head()) == known


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Title,Due\n,2026-01-01", Reason.NO_TITLE),
        (f"Title,Due\n{'x' * 301},", Reason.TITLE_TOO_LONG),
        (f"Title,Column\nA,{'x' * 61}", Reason.NAME_TOO_LONG),
        (f"Title,Labels\nA,{'x' * 61}", Reason.NAME_TOO_LONG),
        (f"Title,Owner\nA,{'x' * 2001}", Reason.NAME_TOO_LONG),
        ("Title,Due\nA,2026-02-30", Reason.NO_DAY),
        ("Title,Due\nA,soon", Reason.NO_DAY),
        ("Title,Start,Due\nA,2026-02-02,2026-02-01", Reason.DAYS_CROSSED),
        ("Title,Due\nA,2026-02-01,more", Reason.TOO_MANY_CELLS),
        ('Title,Due\n"A,2026-02-01', Reason.OPEN_QUOTE),
        (f"Title,Description\nA,{'x' * 50_001}", Reason.TEXT_TOO_LONG),
        ('Title,Checklist\nA,"' + "- one\n" * 201 + '"', Reason.TOO_MANY_STEPS),
        (f"Title,Checklist\nA,{'x' * 301}", Reason.STEP_TOO_LONG),
    ],
)
def test_a_line_that_makes_no_task_says_why(text: str, reason: Reason) -> None:
    found = paste(text)
    assert found.tasks == ()
    assert reasons(found) == [(2, reason)]


def test_lines_after_a_quote_that_is_never_closed_still_count() -> None:
    found = paste('Title,Due\nA,\n"B,\nC,\nD,')
    assert [task.title for task in found.tasks] == ["A", "C", "D"]
    assert reasons(found) == [(3, Reason.OPEN_QUOTE)]


def test_lines_are_counted_as_an_editor_does() -> None:
    found = paste('sep=;\n\nTitle;Description\n"A";"one\ntwo\n\nthree"\n\nB;\n;x')
    assert [(task.number, task.title) for task in found.tasks] == [(4, "A"), (9, "B")]
    assert reasons(found) == [(10, Reason.NO_TITLE)]


def test_ten_thousand_bad_lines_are_counted_and_the_first_ones_kept() -> None:
    found = paste("Title,Due\n" + "A,never\n" * 10_000)
    assert (found.wrong, len(found.problems)) == (10_000, MAX_PROBLEMS)
    assert found.problems[-1].number == MAX_PROBLEMS + 1


def test_more_tasks_than_anybody_has_are_refused() -> None:
    assert len(paste("Title\n" + "A\n" * MAX_TASKS).tasks) == MAX_TASKS
    assert "5001" in refusal("Title\n" + "A\n" * (MAX_TASKS + 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nothing in it"),
        (" \n;;\n", "nothing in it"),
        ("Title,Due\n", "no task"),
        ("Name of the dog,Due\nA,B", "no column with titles"),
        ('{"cards": [', "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"name": "x"}', "no board"),
        ("[1, 2]", "no board"),
        ('{"lists": [], "cards": []}', "no task"),
        ('{"boards": [{"stacks": []}, {"stacks": []}]}', "several boards"),
        ("Title\n" + "\n".join("," * 3 + str(n) for n in range(50_001)), "lines"),
        ("Title\n" + "x" * 5_000_000, "too large"),
    ],
)
def test_what_is_no_list_of_tasks_is_refused_in_words(text: str, says: str) -> None:
    assert says in refusal(text)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x01", b"PK\x03\x04\x14\x00\x06\x00"])
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        read_upload(data, "UTC", "en")
    assert set(refused.value.fields) == {"file"}


@pytest.mark.parametrize(
    "strange",
    [
        {"lists": [None, 1, {"id": 3}], "cards": [None, {"idList": "3", "name": "A"}]},
        {"lists": [{"id": "a", "pos": "top"}], "cards": [{"idList": "a", "name": "A", "pos": {}}]},
        {
            "lists": [{"id": "a", "name": None}],
            "cards": [{"idList": "a", "name": "A", "idMembers": 3, "idLabels": [[]], "desc": []}],
            "labels": "none",
            "checklists": [{"idCard": None, "checkItems": [5]}],
        },
    ],
)
def test_boards_that_somebody_bent_are_read_as_far_as_they_go(strange: dict[str, Any]) -> None:
    assert [task.title for task in paste(json.dumps(strange)).tasks] == ["A"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("2026-11-24 10:00", date(2026, 11, 24)),
        ("2026-11-24T23:30:00Z", date(2026, 11, 25)),
        ("24.11.2026", date(2026, 11, 24)),
        ("4. 11. 2026", date(2026, 11, 4)),
        ("2026/11/24", date(2026, 11, 24)),
        ("3/4/2026", date(2026, 4, 3)),
        ("03-04-2026", date(2026, 4, 3)),
        ("null", None),
        ("-", None),
    ],
)
def test_days_are_read_as_people_write_them(written: str, day: date | None) -> None:
    [task] = paste(f"Title;Due\nA;{written}").tasks
    assert task.due_on == day


def test_a_day_that_tells_decides_for_the_others() -> None:
    found = paste("Title;Due\nA;3/4/2026\nB;3/28/2026")
    assert [task.due_on for task in found.tasks] == [date(2026, 3, 4), date(2026, 3, 28)]
    assert found.month_first is True
    found = paste("Title;Due\nA;3/4/2026\nB;28/3/2026")
    assert [task.due_on for task in found.tasks] == [date(2026, 4, 3), date(2026, 3, 28)]
    assert found.month_first is False


def test_formulas_are_words_and_what_the_export_defused_is_as_it_was() -> None:
    found = paste("Title\n=1+1\n'=2+2\n'tis\n-3\n'-4")
    assert [task.title for task in found.tasks] == ["=1+1", "=2+2", "'tis", "-3", "-4"]


def test_what_is_kept_is_what_was_read() -> None:
    for name in ("trello.json", "deck.json", "kanboard.csv", "spreadsheet-windows.csv"):
        found = read(name)
        assert Reading.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_known_names_may_have_commas_in_them() -> None:
    known = {fold("Travel, hotel"), fold("Rhône, Alpes, Auvergne")}
    assert split_names("Money, Travel, hotel; Rhône, Alpes, Auvergne,,x", known) == [
        "Money",
        "Travel, hotel",
        "Rhône, Alpes, Auvergne",
        "x",
    ]


@pytest.mark.parametrize(
    ("code", "color"),
    [
        ("FF0000", Color.RED),
        ("#31CC7C", Color.GREEN),
        ("317CCC", Color.BLUE),
        ("F1DB50", Color.YELLOW),
        ("777777", Color.GREY),
        ("", Color.GREY),
        ("FF0020", Color.RED),
    ],
)
def test_colours_of_deck_are_the_nearest_of_ours(code: str, color: Color) -> None:
    assert name_color(code) is color


def test_quotation_marks_around_nothing_are_nothing() -> None:
    assert refusal('""') == "There is nothing in it yet."
