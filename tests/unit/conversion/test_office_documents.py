"""Documents that LibreOffice and pandoc made, as pages."""

import pytest

from collab.conversion.results import Loss
from collab.live.schema import check
from collab.texts.nodes import attrs_of, words_of
from tests.converted import OFFICE, find, headings, links, marked, read_office, sketch, table

REPORTS = ["report-pandoc.docx", "report-pandoc.odt", "report-office.docx", "report-office.odt"]
ALL = sorted(each.name for each in OFFICE.iterdir() if each.suffix in {".docx", ".odt"})


def test_there_are_documents_of_ten_kinds() -> None:
    assert len(ALL) >= 10


@pytest.mark.parametrize("name", ALL)
def test_each_is_a_page_that_the_editor_keeps_as_it_is(name: str) -> None:
    made = read_office(name)
    check(made.content)
    assert len(words_of(made.content)) > 20


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_keeps_its_structure(name: str) -> None:
    made = read_office(name)
    content = made.content
    assert (made.title, made.language[:2]) == ("Bericht der Arbeitsgruppe", "de")
    assert headings(content) == [
        (1, "Ausgangslage"),
        (2, "Ziele"),
        (3, "Zahlen"),
        (1, "Schluss"),
    ]
    nested = ["Forschung", ["Batterien", ["Zellen", "Recycling"], "Wasserstoff"], "Verwaltung"]
    assert sketch(find(content, "bulletList")[0]) == nested
    assert ["Drittens", "Viertens"] in [sketch(each) for each in find(content, "orderedList")]
    (steps,) = find(content, "taskList")
    assert sketch(steps) == ["o Entwurf schreiben", "x Partner fragen"]
    (quote,) = find(content, "blockquote")
    assert words_of(quote) == "Wer nicht fragt, bleibt stehen."
    (code,) = find(content, "codeBlock")
    assert words_of(code) == "for region in regions:\n    print(region)"
    assert find(content, "hardBreak")


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_keeps_its_table_its_links_and_its_picture(name: str) -> None:
    made = read_office(name)
    content = made.content
    (figures,) = find(content, "table")
    assert table(figures) == [
        ["# Region", "# Projekte", "# Mittel"],
        ["Lombardei", "3", "1,5"],
        ["Katalonien", "5", "2,0"],
    ]
    assert links(content) == {"im Netz": "https://example.org/bericht?a=1&b=2"}
    kept = marked(content)
    assert kept["bold"] == ["fett"]
    assert kept["strike"] == ["durchgestrichen"]
    assert "kursiv" in kept["italic"]
    (image,) = find(content, "image")
    assert made.images[attrs_of(image)["image"]].startswith(b"\x89PNG")
    assert "Karte der vier Regionen" in words_of(content) + str(attrs_of(image))


@pytest.mark.parametrize("name", REPORTS)
def test_footnotes_stand_at_the_end_and_are_told_of(name: str) -> None:
    made = read_office(name)
    assert made.losses == {Loss.FOOTNOTES: 2}
    assert sketch(find(made.content, "orderedList")[-1]) == ["Sie steht unten.", "Noch eine."]
    assert "in der Fußnote.[1]" in words_of(made.content)
    assert "mitten im Satz.[2]" in words_of(made.content)


@pytest.mark.parametrize("name", ["spans.docx", "spans.odt"])
def test_cells_that_reach_over_others_do_so_in_the_page(name: str) -> None:
    first, second = find(read_office(name).content, "table")
    assert table(first) == [
        ["# Région 1x2", "# Dépenses 2x1"],
        ["# 2025", "# 2026"],
        ["Rhône-Alpes", "10", "12"],
        ["Catalogne 1x2", "7", "8"],
        ["non confirmé un point deux points 2x1"],
    ]
    assert table(second) == [["Un", "Deux"]]
    assert sketch(find(first, "bulletList")[0]) == ["un point", "deux points"]


@pytest.mark.parametrize("name", ["letter.docx", "letter.odt"])
def test_a_letter_keeps_its_emphasis_its_line_and_its_address(name: str) -> None:
    content = read_office(name).content
    assert marked(content)["bold"] == ["Milano", "ore 10"]
    assert marked(content)["italic"] == ["12 maggio", "ore 10"]
    assert links(content) == {"segreteria": "mailto:segreteria@example.org"}
    assert len(find(content, "horizontalRule")) == 1


@pytest.mark.parametrize("name", ["extras.docx", "extras.odt"])
def test_what_a_page_does_not_have_is_counted(name: str) -> None:
    made = read_office(name)
    assert made.losses == {
        Loss.CHANGES: 2,
        Loss.COMMENTS: 1,
        Loss.DRAWINGS: 1,
        Loss.FORMULAS: 1,
        Loss.FOOTNOTES: 1,
        Loss.MARGINS: 1,
    }
    words = words_of(made.content)
    assert "We agreed at last on this." in words
    assert "Words in a box" in words
    assert not {"never said", "Really?", "Confidential"} & set(words.split("."))


@pytest.mark.parametrize("name", ["extras.docx", "extras.odt"])
def test_styles_of_ones_own_that_stand_in_the_outline_are_headings(name: str) -> None:
    made = read_office(name)
    assert made.title == "Opening"
    assert headings(made.content) == [(1, "Our own style")]
    (code,) = find(made.content, "codeBlock")
    assert words_of(code) == "line one\n  line two"


def test_every_script_arrives() -> None:
    made = read_office("languages.docx")
    assert (made.title, made.language) == ("多语言文件", "zh")
    assert [words for _level, words in headings(made.content)] == ["合作", "التعاون", "Συνεργασία"]
    assert marked(made.content) == {"bold": ["重要"]}


def test_a_table_of_contents_is_left_to_the_page() -> None:
    made = read_office("contents.docx")
    assert made.losses == {Loss.CONTENTS: 1, Loss.LEVELS: 1, Loss.LINKS: 1}
    assert words_of(made.content).count("Primera part") == 1
    assert (4, "Molt endins") in headings(made.content)
    assert links(made.content) == {}
