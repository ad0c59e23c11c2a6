"""The table of rights has words for everything in it."""

import tomllib

import pytest

from collab.console import rights


def test_every_action_has_words_and_a_heading() -> None:
    ids = [action.id for action in rights.list_actions()]
    assert set(ids) == set(rights.LABELS)
    assert len(ids) == len(set(ids))
    assert {section for section, _label in rights.LABELS.values()} == set(rights.SECTIONS)


def test_every_cell_has_words() -> None:
    for action in rights.list_actions():
        assert set(action.cells) == set(rights.ROLES)
        assert set(action.cells.values()) <= set(rights.CELLS), action.id


def test_the_file_says_nothing_that_is_not_shown() -> None:
    table = tomllib.loads(rights.FILE.read_text("utf-8"))
    known = {"id", "writes", "archived", *rights.ROLES}
    assert set(table) == {"action"}
    assert all(set(row) <= known for row in table["action"])


def test_each_section_has_its_actions_once() -> None:
    shown = [action.id for _name, actions in rights.list_sections() for action in actions]
    assert sorted(shown) == sorted(rights.LABELS)


@pytest.mark.parametrize("action", rights.list_actions(), ids=lambda action: action.id)
def test_the_answers_of_an_action_name_each_role_once(action: rights.Action) -> None:
    named = [role for _cell, roles in action.answers for role in roles]
    assert sorted(named) == sorted(rights.ROLES)
    order = list(rights.CELLS)
    cells = [cell for cell, _roles in action.answers]
    assert cells == sorted(cells, key=order.index)
