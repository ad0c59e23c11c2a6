"""The boards of the demonstration, read from `content/<cooperation>/boards.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from collab.boards.models import LanesBy

#: before the short of a delegation that owes a task
DELEGATION = "delegation:"
_LISTS = ("owners", "labels", "description", "checklist", "waits_for")


@dataclass(frozen=True, slots=True)
class DemoComment:
    """What somebody (by handle) said about a task, on which day; see `Calendar.day`."""

    by: str
    language: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class DemoTask:
    """A task; owners are handles, or shorts of delegations after DELEGATION."""

    #: names the task on its board
    key: str
    title: str
    language: str
    #: 0 is the first one
    column: int
    by: str
    owners: tuple[str, ...]
    #: days, see `Calendar.day`; empty: none
    starts: str
    due: str
    #: English names in the board's template
    labels: tuple[str, ...]
    #: in the notation of `collab.demo.notation`
    description: tuple[str, ...]
    #: done ones begin with "x "
    checklist: tuple[str, ...]
    #: keys of tasks on the same board
    waits_for: tuple[str, ...]
    comments: tuple[DemoComment, ...]


@dataclass(frozen=True, slots=True)
class DemoBoard:
    """A board and its tasks."""

    #: names the board in its cooperation
    key: str
    #: slug; empty: the board is the cooperation's
    group: str
    name: str
    language: str
    #: a key of TEMPLATES
    template: str
    #: None: what the template says
    lanes_by: LanesBy | None
    tasks: tuple[DemoTask, ...]


def _read_task(row: dict[str, Any]) -> DemoTask:
    values: dict[str, Any] = {"starts": "", "due": ""}
    values |= {name: value for name, value in row.items() if name != "comment"}
    values |= {name: tuple(row.get(name, ())) for name in _LISTS}
    values["comments"] = tuple(DemoComment(**each) for each in row.get("comment", ()))
    return DemoTask(**values)


def read_boards(slug: str) -> list[DemoBoard]:
    """The boards of a cooperation, in their order."""
    path = files("collab.demo").joinpath("content", slug, "boards.toml")
    table = tomllib.loads(path.read_text("utf-8"))["board"]
    return [
        DemoBoard(
            key=row["key"],
            group=row.get("group", ""),
            name=row["name"],
            language=row["language"],
            template=row["template"],
            lanes_by=LanesBy(row["lanes_by"]) if "lanes_by" in row else None,
            tasks=tuple(map(_read_task, row["task"])),
        )
        for row in table
    ]
