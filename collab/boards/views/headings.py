"""The headings of a list of tasks, in the reader's words."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask_babel import lazy_gettext as _l

from collab.boards.listing import Grouping
from collab.boards.service.filters import name_members
from collab.boards.service.lists import Listed
from collab.cooperations import service as cooperations
from collab.core.actor import Actor

DUE_HEADINGS = (
    _l("Overdue"),
    _l("Due today"),
    _l("Within 7 days"),
    _l("Later"),
    _l("Without a due date"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks under one heading; its words may be in another language than the reader's."""

    words: Any
    language: str | None
    tasks: list[Listed]


def head_tasks(actor: Actor, grouping: Grouping, tasks: list[Listed]) -> list[Group]:
    """The tasks, which are in order, under their headings."""
    if grouping is Grouping.NOTHING:
        return [Group("", None, tasks)] if tasks else []
    name = _name(actor, grouping, tasks)
    made = []
    for key, found in groupby(tasks, key=lambda task: task.heading):
        under = list(found)
        words, language = name(key, under)
        made.append(Group(words, language, under))
    return made


Name = Callable[[Any, list[Listed]], tuple[Any, str | None]]


def _name(actor: Actor, grouping: Grouping, tasks: list[Listed]) -> Name:
    """Tells what a heading says, and in which language, from its key and its tasks."""
    if grouping is Grouping.DUE:
        return lambda key, _tasks: (DUE_HEADINGS[key], None)
    if grouping is Grouping.BOARD:
        return lambda _key, found: (found[0].board, found[0].board_language)
    if grouping is Grouping.COLUMN:
        return lambda _key, found: (
            f"{found[0].board} · {found[0].column}",
            found[0].board_language,
        )
    if grouping is Grouping.PERSON:
        people = name_members(actor, {task.heading for task in tasks if task.heading})
        return lambda key, _tasks: (people.get(key, _l("Owed by no person")), None)
    known = {one.id: one for one in cooperations.list_delegations(actor)}
    return lambda key, _tasks: (
        (known[key].name, known[key].language) if key in known else (_l("Owed by nobody"), None)
    )
