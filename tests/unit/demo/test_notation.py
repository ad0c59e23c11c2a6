"""The notation of the demonstration's minutes becomes ProseMirror JSON."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from collab.demo.calendar import Calendar
from collab.demo.notation import Notation

MEMBER = UUID(int=7)


def find_member(handle):
    if handle != "member.bw":
        raise KeyError(handle)
    return MEMBER, "Selin Aydın"


@pytest.fixture
def notation():
    calendar = Calendar(datetime(2026, 11, 22, 10, tzinfo=UTC))
    return Notation("de", calendar, find_member, lambda number: UUID(int=number))


def plain(node):
    """The node as `type(content)`, without attributes."""
    if node["type"] == "text":
        return node["text"]
    return f"{node['type']}({', '.join(map(plain, node.get('content', ())))})"


def test_lines_that_follow_each_other_are_one_paragraph(notation):
    blocks = notation.blocks(["Erste", "Zeile.", "", "Zweiter Absatz."])
    assert list(map(plain, blocks)) == ["paragraph(Erste Zeile.)", "paragraph(Zweiter Absatz.)"]


def test_no_lines_are_one_empty_paragraph(notation):
    assert notation.blocks(["", ""]) == [{"type": "paragraph", "attrs": {"id": str(UUID(int=1))}}]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["### Aussprache"], "heading(Aussprache)"),
        (
            ["- a", "- b"],
            "bulletList(listItem(paragraph(a)), listItem(paragraph(b)))",
        ),
        (["1. a", "2. b"], "orderedList(listItem(paragraph(a)), listItem(paragraph(b)))"),
        (["[x] a", "[ ] b"], "taskList(taskItem(paragraph(a)), taskItem(paragraph(b)))"),
        (["> a"], "blockquote(paragraph(a))"),
        (["D: angenommen"], "decision(paragraph(angenommen))"),
        (
            ["| A |", "| 1 |"],
            "table(tableRow(tableHeader(paragraph(A))), tableRow(tableCell(paragraph(1))))",
        ),
    ],
)
def test_each_sign_makes_its_block(notation, lines, expected):
    (block,) = notation.blocks(lines)
    assert plain(block) == expected


def test_cells_stand_side_by_side(notation):
    (table,) = notation.blocks(["| A | B |", "| 1 | 2 |"])
    assert [plain(row) for row in table["content"]] == [
        "tableRow(tableHeader(paragraph(A)), tableHeader(paragraph(B)))",
        "tableRow(tableCell(paragraph(1)), tableCell(paragraph(2)))",
    ]


def test_decisions_in_a_row_stay_apart(notation):
    assert len(notation.blocks(["D: a", "D: b"])) == 2


def test_lists_of_different_kinds_stay_apart(notation):
    blocks = notation.blocks(["- a", "1. b"])
    assert [each["type"] for each in blocks] == ["bulletList", "orderedList"]


def test_tasks_say_whether_they_are_done(notation):
    (tasks,) = notation.blocks(["[x] a", "[ ] b"])
    assert [item["attrs"]["checked"] for item in tasks["content"]] == [True, False]


def test_an_action_names_who_does_it_and_by_when(notation):
    open_, done = notation.blocks(
        ["A: Entwurf senden | member.bw | +1w Wed", "A: Raum | member.bw | -1w Fri | done"]
    )
    assert open_["attrs"] == {
        "id": str(UUID(int=1)),
        "assignee": str(MEMBER),
        "assigneeLabel": "Selin Aydın",
        "due": "2026-11-25",
        "done": False,
    }
    assert open_["content"] == [{"type": "text", "text": "Entwurf senden"}]
    assert done["attrs"]["done"] is True


def test_an_action_for_somebody_unknown_is_a_mistake(notation):
    with pytest.raises(KeyError):
        notation.blocks(["A: Entwurf senden | nobody | +1w Wed"])


def test_marks_and_mentions_stand_inside_a_line(notation):
    (paragraph,) = notation.blocks(["**Fett**, *schräg* und @{member.bw}."])
    assert paragraph["content"] == [
        {"type": "text", "text": "Fett", "marks": [{"type": "bold"}]},
        {"type": "text", "text": ", "},
        {"type": "text", "text": "schräg", "marks": [{"type": "italic"}]},
        {"type": "text", "text": " und "},
        {"type": "mention", "attrs": {"id": str(MEMBER), "label": "Selin Aydın"}},
        {"type": "text", "text": "."},
    ]


def test_dates_are_written_in_words(notation):
    (paragraph,) = notation.blocks(["am {+1w Mon}, im Jahr {year+1}"])
    assert plain(paragraph) == "paragraph(am Montag, den 23. November, im Jahr 2027)"


def test_each_block_has_an_id_of_its_own(notation):
    ids = []

    def collect(nodes):
        for node in nodes:
            if node["type"] not in {"text", "mention"}:
                ids.append(node["attrs"]["id"])
                collect(node.get("content", ()))

    collect(notation.blocks(["| a | b |", "| 1 | 2 |", "", "- x", "- y", "D: z"]))
    assert len(set(ids)) == len(ids) == 18
