"""Importing tasks into a board: a file is looked at first, then imported as a whole, once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from sqlalchemy import delete, select

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.import_models import TaskImport
from collab.boards.imports.plans import Problem, Reading
from collab.boards.service.boards import BoardArchived, FoundBoard, begin_arranging, find_board
from collab.boards.service.import_matching import Plan, plan_import
from collab.boards.service.import_writing import write_import
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, DomainError, NotFound, require

KEPT: Final = timedelta(days=1)
#: imports that one person may have open; older ones go
MAX_OPEN: Final = 5
PAGE_SIZE: Final = 20


class LinesNotClean(DomainError):
    """Some lines make no tasks, and nobody said that they are to be left out."""

    status = 422
    code = "lines_not_clean"

    def __init__(self, wrong: int) -> None:
        super().__init__()
        self.message: Any = _ln(
            "%(num)d line has a problem. Nothing was imported.",
            "%(num)d lines have problems. Nothing was imported.",
            wrong,
        )


class NothingLeft(DomainError):
    """Every line has a problem."""

    status = 422
    code = "nothing_left"
    message = _l("No task is left to import.")


class ImportRefused(Conflict):
    """The board does not take it."""

    code = "import_refused"
    message = _l("This board cannot take these tasks as they are. Nothing was imported.")


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """A file before it is imported: what is wrong with it, page by page, and what would happen."""

    found: FoundBoard
    kept: TaskImport
    reading: Reading
    plan: Plan
    problems: Sequence[Problem]
    page: int

    @property
    def pages(self) -> int:
        """How many pages of problems there are, at least one."""
        return max(1, -(-len(self.reading.problems) // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file."""

    tasks: int
    left_out: int
    #: it had been imported before, and was not imported again
    was_imported: bool = False


def _find_open(actor: Actor, board_id: UUID) -> FoundBoard:
    found = find_board(actor, board_id)
    require(policy.can_arrange(actor, found.standing))
    if found.board.archived_at is not None:
        raise BoardArchived
    return found


def prepare_import(actor: Actor, board_id: UUID, name: str, reading: Reading) -> UUID:
    """Keep what was read from a file of that name; nothing is imported yet."""
    found = _find_open(actor, board_id)
    _drop_oldest(actor)
    kept = TaskImport(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        board_id=found.id,
        created_by=actor.membership_id,
        created_at=now(),
        expires_at=now() + KEPT,
        name=name[:200],
        content=reading.to_json(),
    )
    session().add(kept)
    return kept.id


def _drop_oldest(actor: Actor) -> None:
    ids = session().scalars(
        select(TaskImport.id)
        .where(TaskImport.created_by == actor.membership_id)
        .order_by(TaskImport.created_at.desc())
        .offset(MAX_OPEN - 1)
    )
    session().execute(delete(TaskImport).where(TaskImport.id.in_(ids.all())))


def find_import(actor: Actor, board_id: UUID, import_id: UUID) -> TaskImport:
    """An import that the actor prepared; NotFound for others, and when it was too long ago."""
    found = session().scalar(
        select(TaskImport)
        .where(
            TaskImport.id == import_id,
            TaskImport.board_id == board_id,
            TaskImport.created_by == actor.membership_id,
            TaskImport.expires_at > now(),
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def preview_import(
    actor: Actor, board_id: UUID, import_id: UUID, page: int = 1
) -> ImportPreview | None:
    """What the import would do now; None when it was done. A page past the end is the last."""
    found = _find_open(actor, board_id)
    kept = find_import(actor, board_id, import_id)
    if kept.imported_at is not None:
        return None
    reading = Reading.from_json(kept.content)
    last = max(1, -(-len(reading.problems) // PAGE_SIZE))
    page = min(max(1, page), last)
    return ImportPreview(
        found=found,
        kept=kept,
        reading=reading,
        plan=plan_import(actor, found.board, reading),
        problems=reading.problems[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        page=page,
    )


def run_import(actor: Actor, board_id: UUID, import_id: UUID, *, leave_out: bool) -> Imported:
    """Import everything, once however often it is asked, or nothing.

    LinesNotClean when lines have problems, unless they are to be left out; NothingLeft;
    ImportRefused when the board has no room.
    """
    preview = preview_import(actor, board_id, import_id)
    if preview is None:
        return Imported(0, 0, was_imported=True)
    reading = preview.reading
    _check(reading, preview.plan, leave_out=leave_out)
    board = begin_arranging(actor, board_id)
    kept = find_import(actor, board_id, import_id)
    if kept.imported_at is not None:  # at this very moment, by a second click
        return Imported(0, 0, was_imported=True)
    plan = plan_import(actor, board, reading)
    _check(reading, plan, leave_out=leave_out)
    columns, labels = len(plan.new_columns), len(plan.new_labels)
    write_import(actor, board, plan)
    kept.imported_at, kept.content = now(), {}
    activity.record(
        actor,
        "board.imported",
        board.id,
        name=board.name,
        source=str(reading.source),
        tasks=len(plan.tasks),
        left_out=reading.wrong,
        columns=columns,
        labels=labels,
    )
    return Imported(len(plan.tasks), reading.wrong)


def _check(reading: Reading, plan: Plan, *, leave_out: bool) -> None:
    if reading.wrong and not leave_out:
        raise LinesNotClean(reading.wrong)
    if not plan.tasks:
        raise NothingLeft
    if plan.refusals:
        raise ImportRefused


def discard_import(actor: Actor, board_id: UUID, import_id: UUID) -> None:
    """Forget it; nothing was imported."""
    require(policy.can_arrange(actor, find_board(actor, board_id).standing))
    session().delete(find_import(actor, board_id, import_id))
