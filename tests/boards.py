"""Rows of boards and tasks for tests, valid by default; call inside a unit of work."""

from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from collab.boards.models import (
    Board,
    BoardColumn,
    ChecklistItem,
    Color,
    Label,
    Lane,
    Task,
    TaskBlocker,
    TaskComment,
    TaskFile,
    TaskLabel,
    TaskLink,
    TaskNumber,
    TaskOwner,
)
from collab.boards.service.places import take_number
from collab.cooperations.models import Delegation, Membership
from collab.core.clock import now
from collab.core.db import Base, new_id, session
from collab.core.ranks import rank_between, spread
from collab.core.storage import storage
from collab.groups.models import WorkingGroup

_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def _add(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row


@dataclass(frozen=True)
class MadeBoard:
    """A board with its columns: `todo`, `doing`, `done`."""

    board: Board
    columns: dict[str, BoardColumn]

    @property
    def id(self) -> UUID:
        """The board's id."""
        return self.board.id

    @property
    def todo(self) -> BoardColumn:
        """The first column."""
        return self.columns["todo"]

    @property
    def doing(self) -> BoardColumn:
        """The second column."""
        return self.columns["doing"]

    @property
    def done(self) -> BoardColumn:
        """The column for what is done."""
        return self.columns["done"]


def make_board(group: WorkingGroup | None = None, **changes: Any) -> MadeBoard:
    """A board of the group, else of the cooperation, with the columns To do, Doing, Done."""
    values: dict[str, Any] = {
        "id": new_id(),
        "group_id": group.id if group else None,
        "name": f"Board {next(_numbers)}",
        "language": "en",
        "created_at": now(),
    }
    board = _add(Board(**values | changes))
    names = {"todo": "To do", "doing": "Doing", "done": "Done"}
    columns = {
        key: make_column(board, name=name, rank=rank, is_done=key == "done")
        for (key, name), rank in zip(names.items(), spread(3), strict=True)
    }
    return MadeBoard(board, columns)


def make_column(board: Board, **changes: Any) -> BoardColumn:
    """A column after the ones made before."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "board_id": board.id,
        "name": f"Column {number}",
        "rank": f"z{number:07}".translate(str.maketrans("0123456789", "bcdefghijk")),
        "color": Color.GREY,
    }
    return _add(BoardColumn(**values | changes))


def make_lane(board: Board, **changes: Any) -> Lane:
    """A free lane after the ones made before; the board's `lanes_by` is up to the test."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "board_id": board.id,
        "name": f"Lane {number}",
        "rank": f"z{number:07}".translate(str.maketrans("0123456789", "bcdefghijk")),
    }
    return _add(Lane(**values | changes))


def make_label(board: Board, **changes: Any) -> Label:
    """A label of the board."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "board_id": board.id,
        "name": f"Label {number}",
        "names": {},
        "position": number,
    }
    return _add(Label(**values | changes))


_last_ranks: dict[UUID, str] = {}


def make_task(made: MadeBoard, column: BoardColumn | None = None, **changes: Any) -> Task:
    """A task at the end of the column, the first one unless said; closed when that is for done."""
    column = column or made.todo
    rank = rank_between(_last_ranks.get(column.id), None)
    _last_ranks[column.id] = rank
    values: dict[str, Any] = {
        "id": new_id(),
        "number": take_number(session().scope.cooperation_id or made.board.cooperation_id),
        "board_id": made.id,
        "column_id": column.id,
        "rank": rank,
        "title": f"Task {next(_numbers)}",
        "language": "en",
        "created_at": now(),
        "closed_at": now() if column.is_done else None,
        "version": made.board.version,
    }
    return _add(Task(**values | changes))


def make_tasks(made: MadeBoard, column: BoardColumn, number: int) -> list[UUID]:
    """So many tasks at once, for tests of size."""
    scope = session().scope.cooperation_id or made.board.cooperation_id
    first = take_number(scope)
    counter = session().query(TaskNumber).one()
    counter.last += number - 1
    rows = [
        Task(
            id=new_id(),
            cooperation_id=scope,
            number=first + place,
            board_id=made.id,
            column_id=column.id,
            rank=rank,
            title=f"Task {first + place}",
            language="en",
            created_at=now(),
            closed_at=now() if column.is_done else None,
            version=made.board.version,
        )
        for place, rank in enumerate(spread(number))
    ]
    session().add_all(rows)
    session().flush()
    return [row.id for row in rows]


def owe(task: Task, *owners: Membership | Delegation) -> None:
    """Let these owe the task, the first one first."""
    for position, owner in enumerate(owners):
        is_person = isinstance(owner, Membership)
        _add(
            TaskOwner(
                id=new_id(),
                task_id=task.id,
                membership_id=owner.id if is_person else None,
                delegation_id=None if is_person else owner.id,
                position=position,
            )
        )


def put_label(task: Task, label: Label) -> TaskLabel:
    """The label on the task."""
    return _add(TaskLabel(id=new_id(), task_id=task.id, label_id=label.id))


def make_step(task: Task, **changes: Any) -> ChecklistItem:
    """A step of the task that is not done."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "task_id": task.id,
        "text": f"Step {number}",
        "rank": f"z{number:07}".translate(str.maketrans("0123456789", "bcdefghijk")),
    }
    return _add(ChecklistItem(**values | changes))


def make_comment(
    task: Task, author: Membership, text: str = "Fine.", **changes: Any
) -> TaskComment:
    """What the author says about the task."""
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
    values: dict[str, Any] = {
        "id": new_id(),
        "task_id": task.id,
        "author_id": author.id,
        "content": {"type": "doc", "content": [paragraph]},
        "text": text,
        "language": "en",
        "created_at": now(),
    }
    return _add(TaskComment(**values | changes))


def make_file(task: Task, by: Membership, content: bytes = b"Words.", **changes: Any) -> TaskFile:
    """A file at the task, with its bytes in the storage."""
    file_id = new_id()
    stored = storage.put(task.cooperation_id, file_id, BytesIO(content))
    values: dict[str, Any] = {
        "id": file_id,
        "task_id": task.id,
        "name": f"File {next(_numbers)}.txt",
        "media_type": "text/plain",
        "size": stored.size,
        "digest": stored.digest,
        "added_by": by.id,
        "added_at": now(),
    }
    return _add(TaskFile(**values | changes))


def make_link(task: Task, meeting_id: UUID, **changes: Any) -> TaskLink:
    """A link of the task to the meeting it comes from."""
    values: dict[str, Any] = {
        "id": new_id(),
        "task_id": task.id,
        "kind": "meeting",
        "meeting_id": meeting_id,
        "block": None,
    }
    return _add(TaskLink(**values | changes))


def block(task: Task, *, by: Task) -> TaskBlocker:
    """The task cannot go on before that other one is closed."""
    return _add(TaskBlocker(id=new_id(), task_id=task.id, blocker_id=by.id))
