"""Files at a task: added, downloaded, taken off and back; gone for good after a while."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import Task, TaskFile
from collab.boards.service.changes import touch
from collab.boards.service.lookups import FoundTask, find_task
from collab.boards.service.moving import TaskArchived
from collab.boards.service.parts import find_changeable, may_comment, may_work, note
from collab.boards.service.shape import Gone, NothingToTakeBack
from collab.cooperations.models import Membership
from collab.cooperations.stored_files import knows_files, measures_files
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Invalid, NotFound, require
from collab.core.storage import Stored, storage
from collab.inspection import Checked

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_FILES: Final = 100
#: so long a file that was taken off can be brought back
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is in the storage already."""

    id: UUID
    #: what it turned out to be
    checked: Checked
    stored: Stored


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file and who added it."""

    file: TaskFile
    by: str
    can_remove: bool


def list_files(actor: Actor, found: FoundTask) -> list[ShownFile]:
    """The files at the task, the oldest first."""
    wanted = (
        select(TaskFile, Person.name)
        .join(Membership, Membership.id == TaskFile.added_by)
        .join(Person, Person.id == Membership.person_id)
        .where(*_of(found.task))
        .order_by(TaskFile.added_at, TaskFile.id)
    )
    return [
        ShownFile(file, shown_name(name), _may_remove(actor, found, file))
        for file, name in session().execute(wanted)
    ]


def _of(task: Task) -> tuple[ColumnElement[bool], ...]:
    return TaskFile.task_id == task.id, TaskFile.removed_at.is_(None)


def _may_remove(actor: Actor, found: FoundTask, file: TaskFile) -> bool:
    is_own = file.added_by == actor.membership_id and may_comment(actor, found)
    return is_own or may_work(actor, found)


def check_addable(actor: Actor, number: int) -> FoundTask:
    """The task, if the actor may add files to it; asked before a file is stored."""
    found = find_task(actor, number)
    require(may_comment(actor, found))
    if found.task.archived_at is not None:
        raise TaskArchived
    return found


def check_size(size: int) -> None:
    """Invalid (field `file`) when there is nothing in it, or too much."""
    if not size:
        raise Invalid({"file": _l("This file is empty.")})
    if size > MAX_BYTES:
        raise Invalid({"file": _l("This file is too large: at most 25 MB.")})


def add_file(actor: Actor, number: int, upload: Upload) -> TaskFile:
    """Put the file on the task; Invalid (field `file`) says why not."""
    task = find_changeable(actor, number, may_comment).task
    check_size(upload.stored.size)
    if (session().scalar(select(func.count(TaskFile.id)).where(*_of(task))) or 0) >= MAX_FILES:
        raise Invalid({"file": _l("A task has at most %(max)d files.", max=MAX_FILES)})
    name = upload.checked.name
    file = TaskFile(
        id=upload.id,
        cooperation_id=task.cooperation_id,
        task_id=task.id,
        name=name,
        media_type=upload.checked.media_type,
        size=upload.stored.size,
        digest=upload.stored.digest,
        added_by=actor.membership_id,
        added_at=now(),
    )
    session().add(file)
    session().flush()
    touch(task)
    note(actor, "file_added", task, file=name)
    return file


def open_file(actor: Actor, number: int, file_id: UUID) -> tuple[TaskFile, Iterator[bytes]]:
    """A file of a task that the actor may see, and what is in it; FileMissing."""
    file = _find(find_task(actor, number).task, file_id)
    if file.removed_at is not None:
        raise Gone
    return file, storage.read(file.cooperation_id, file.id)


def _find(task: Task, file_id: UUID) -> TaskFile:
    file = session().get(TaskFile, file_id, populate_existing=True)
    if file is None or file.task_id != task.id:
        raise NotFound
    return file


def remove_file(actor: Actor, number: int, file_id: UUID) -> None:
    """Take the file off the task: whoever added it, and whoever works on the board."""
    found = find_changeable(actor, number, may_comment)
    file = _find(found.task, file_id)
    require(_may_remove(actor, found, file))
    if file.removed_at is not None:
        raise Gone
    file.removed_at = now()
    touch(found.task)
    note(actor, "file_removed", found.task, file=file.name)


def find_removed_file(actor: Actor, found: FoundTask, file_id: UUID) -> TaskFile | None:
    """A file that was taken off and can be brought back by the actor; None: there is none such."""
    file = session().get(TaskFile, file_id)
    if file is None or file.task_id != found.task.id or file.removed_at is None:
        return None
    return file if _may_remove(actor, found, file) else None


def restore_file(actor: Actor, number: int, file_id: UUID) -> None:
    """Put a file back that was taken off; NothingToTakeBack."""
    found = find_changeable(actor, number, may_comment)
    file = _find(found.task, file_id)
    require(_may_remove(actor, found, file))
    if file.removed_at is None:
        raise NothingToTakeBack
    file.removed_at = None
    touch(found.task)
    note(actor, "file_restored", found.task, file=file.name)


def forget_removed() -> None:
    """Let go of what was taken off long ago; its bytes follow, see stored_files."""
    session().execute(delete(TaskFile).where(TaskFile.removed_at < now() - KEPT))


@knows_files
def keep_known(ids: set[UUID]) -> set[UUID]:
    """Those of the ids that are files of the cooperation."""
    return set(session().scalars(select(TaskFile.id).where(TaskFile.id.in_(ids))))


@measures_files
def measure() -> int:
    """How many bytes they are in all."""
    return int(session().scalar(select(func.coalesce(func.sum(TaskFile.size), 0))) or 0)
