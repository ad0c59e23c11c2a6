"""Changes of a board: one after the other, each with a version that viewers catch up by."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from collab.activity import service as activity
from collab.activity.service import News
from collab.boards.models import Board, Task, TaskBlocker
from collab.core.actor import Actor
from collab.core.db import Scope, after_commit, session, unit_of_work
from collab.core.errors import Conflict, NotFound
from collab.core.relays import Relay


@dataclass(frozen=True, slots=True)
class Author:
    """Who changed a board, as those who look at it see them."""

    membership_id: UUID
    name: str
    color: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the log says that happened to a task or a board."""

    verb: str
    subject_id: UUID
    details: dict[str, Any]


@dataclass(slots=True)
class BoardChange:
    """What a unit of work did to a board, for those who look at it."""

    cooperation_id: UUID
    board_id: UUID
    #: the version that it made
    version: int
    #: who did it; None: the installation
    by: Author | None = None
    #: what the log says about it
    news: list[Told] = field(default_factory=list)


#: what the log says about tasks and boards
VERBS = (
    *(
        f"task.{what}"
        for what in (
            "created",
            "renamed",
            "moved",
            "closed",
            "reopened",
            "archived",
            "restored",
            "assigned",
            "labelled",
            "edited",
            "commented",
            "comment_edited",
            "comment_deleted",
            "comment_restored",
            "checklist_changed",
            "linked",
            "unlinked",
            "blocked",
            "unblocked",
            "file_added",
            "file_removed",
            "file_restored",
        )
    ),
)
_listeners: list[Callable[[BoardChange], None]] = []


def on_board_change(listener: Callable[[BoardChange], None]) -> None:
    """Be told of every changed board, in whatever process, after its commit."""
    if listener not in _listeners:
        _listeners.append(listener)


def begin_change(board_id: UUID, *, reshape: bool = False) -> Board:
    """Lock the board until the end of the unit of work, and give it its next version, once.

    Call it before reading what the change depends on. `reshape`: more than cards change (columns,
    lanes, labels, the name, a card that leaves for another board), so viewers read all of it again.
    """
    begun: dict[UUID, Board] = session().info.setdefault("boards", {})
    board = begun.get(board_id)
    if board is None:
        board = begun[board_id] = _lock(board_id)
        board.version += 1
        change = BoardChange(board.cooperation_id, board.id, board.version)
        _begun().append(change)
        after_commit(partial(_announce, change))
    if reshape:
        board.shape_version = board.version
    return board


def begin_change_of(task: Task) -> Board:
    """Lock the board that the task is on, and read the task again as it is by now.

    Conflict when somebody takes it from board to board all the while.
    """
    for _attempt in range(3):
        board = begin_change(task.board_id)
        # others may begin to point at it meanwhile, as blockers and notifications do: two who each
        # hold the task that the other one's row points at would wait for each other
        session().refresh(task, with_for_update={"key_share": True})
        if task.board_id == board.id:
            return board
    raise Conflict


def touch(task: Task) -> None:
    """Say that the card changed, so that whoever catches up gets it; after `begin_change`."""
    begun: dict[UUID, Board] = session().info["boards"]
    task.version = begun[task.board_id].version


def name_author(actor: Actor) -> None:
    """Say who changes the boards of this unit of work, where no line in the log does."""
    for change in _begun():
        change.by = _author(actor)


def _author(actor: Actor) -> Author:
    return Author(actor.membership_id, actor.name, actor.color)


def _begun() -> list[BoardChange]:
    begun: list[BoardChange] = session().info.setdefault("board_changes", [])
    return begun


def _note(news: News) -> None:
    """Say it on the board of the task; the one that it has left hears no more than that it moved.

    Who looks at one board may not see the other.
    """
    task = session().get(Task, news.subject_id)
    for change in _begun():
        change.by = _author(news.actor)
        if task is not None and task.board_id == change.board_id:
            change.news.append(Told(news.verb, news.subject_id, news.details))
        elif "board" in news.details:
            told = {name: news.details[name] for name in ("number", "name")}
            change.news.append(Told(news.verb, news.subject_id, told))


for _verb in VERBS:
    activity.along(_verb)(_note)


def _show_waiting(news: News) -> None:
    """Whether a task is open decides whether those that wait for it are shown as blocked."""
    waiting = (
        select(Task)
        .join(TaskBlocker, TaskBlocker.task_id == Task.id)
        .where(TaskBlocker.blocker_id == news.subject_id, Task.archived_at.is_(None))
    )
    begun: dict[UUID, Board] = session().info.get("boards", {})
    elsewhere: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for task in session().scalars(waiting):
        if task.board_id in begun:
            touch(task)
        else:
            elsewhere[task.board_id].append(task.id)
    for board_id, task_ids in elsewhere.items():
        # not while other boards are locked: somebody may do the same the other way round
        after_commit(partial(_touch_again, news.cooperation_id, board_id, task_ids))


def _touch_again(cooperation_id: UUID, board_id: UUID, task_ids: list[UUID]) -> None:
    with unit_of_work(Scope(cooperation_id=cooperation_id)):
        begin_change(board_id)
        for task in session().scalars(select(Task).where(Task.id.in_(task_ids))):
            if task.board_id == board_id:
                touch(task)


for _verb in ("task.closed", "task.reopened", "task.archived", "task.restored"):
    activity.along(_verb)(_show_waiting)


def _lock(board_id: UUID) -> Board:
    found = (
        select(Board)
        .where(Board.id == board_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    board = session().scalar(found)
    if board is None:
        raise NotFound
    return board


def _announce(change: BoardChange) -> None:
    _relay.tell(change)


def _write(change: BoardChange) -> dict[str, Any]:
    return {
        "cooperation": str(change.cooperation_id),
        "board": str(change.board_id),
        "version": change.version,
        "by": _write_ids(asdict(change.by)) if change.by else None,
        "news": [_write_ids(asdict(each)) for each in change.news],
    }


def _write_ids(told: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in told.items()}


def _read(told: dict[str, Any]) -> BoardChange:
    by = told["by"]
    return BoardChange(
        UUID(told["cooperation"]),
        UUID(told["board"]),
        int(told["version"]),
        Author(UUID(by["membership_id"]), str(by["name"]), int(by["color"])) if by else None,
        [
            Told(str(each["verb"]), UUID(each["subject_id"]), dict(each["details"]))
            for each in told["news"]
        ],
    )


_relay: Final = Relay("boards", lambda: _listeners, _write, _read)
