"""Whatever somebody pastes or uploads, it is read or refused in words; nothing breaks."""

import csv
import io
import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from collab.boards.imports.plans import Reading
from collab.boards.imports.reading import read_tasks, read_upload
from collab.core.delimited import read_records
from collab.core.errors import Invalid
from collab.core.tables import defuse, enliven

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inside: (
        st.lists(inside, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "id",
                    "name",
                    "pos",
                    "closed",
                    "idList",
                    "idCard",
                    "idMembers",
                    "idLabels",
                    "checkItems",
                    "state",
                    "due",
                    "desc",
                    "title",
                    "stacks",
                    "cards",
                    "order",
                    "labels",
                    "assignedUsers",
                    "participant",
                    "displayname",
                    "done",
                    "duedate",
                ]
            ),
            inside,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(st.text(max_size=300) | st.text("\"',;\t\n =aTitle", max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(Invalid):
        found = read_tasks(f"Title,Due,Checklist\n{text}", "Europe/Berlin", "en")
        assert found.wrong >= len(found.problems)
        assert all(task.title for task in found.tasks)


@given(st.binary(max_size=300))
def test_any_file_is_read_or_refused(data: bytes) -> None:
    with suppress(Invalid):
        read_upload(data, "Europe/Berlin", "en")


@given(st.lists(JSON, max_size=4), st.lists(JSON, max_size=4), JSON, JSON)
def test_any_board_is_read_or_refused(
    lists: list[Any], cards: list[Any], more: Any, other: Any
) -> None:
    for board in (
        {"lists": lists, "cards": cards, "checklists": more, "labels": other, "members": more},
        {"stacks": lists, "labels": cards},
        {"boards": {"1": {"stacks": {"1": {"title": "A", "cards": cards}}, "labels": more}}},
        more,
    ):
        with suppress(Invalid):
            found = read_tasks(json.dumps(board), "Europe/Berlin", "en")
            assert Reading.from_json(json.loads(json.dumps(found.to_json()))) == found


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8))
def test_what_a_program_writes_is_read_cell_by_cell(rows: list[list[str]]) -> None:
    paper = io.StringIO()
    csv.writer(paper, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    records = list(read_records(paper.getvalue().split("\n"), ","))
    assert [one.cells for one in records] == [
        row for row in rows if any(cell.strip() for cell in row)
    ]
    assert not any(one.is_open for one in records)


@given(st.text(max_size=20).filter(lambda text: not text.startswith("'")))
def test_what_was_defused_comes_to_life_again(text: str) -> None:
    assert enliven(defuse(text)) == text
