"""What a task comes from: meetings, decisions and actions, see collab.boards.origins."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.boards import origins
from collab.boards.models import Task, TaskLink
from collab.boards.origins import Origin
from collab.boards.service.changes import touch
from collab.boards.service.parts import find_changeable, may_work, note
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.core.ids import parse_id

#: an action in minutes *is* its task: that link is made and kept by the minutes
ACTION: Final = "action"
MAX_LINKS: Final = 30
#: of each kind, when somebody looks for one
FOUND: Final = 10


class LinkKept(Conflict):
    """The task is an action in minutes."""

    code = "link_kept"
    message = _l("This task is an action in the minutes: it stays linked to it.")


@dataclass(frozen=True, slots=True)
class OriginKey:
    """Names an origin in forms and addresses: "decision:<meeting>:<block>"."""

    kind: str
    meeting_id: UUID
    block: UUID | None

    def __str__(self) -> str:
        return f"{self.kind}:{self.meeting_id}:{self.block or ''}"

    @classmethod
    def parse(cls, text: str) -> "OriginKey | None":
        """The key that the text is; None when it is none."""
        kind, meeting, block = ([*text.split(":"), "", "", ""])[:3]
        meeting_id, block_id = parse_id(meeting), parse_id(block)
        if meeting_id is None or (block and block_id is None):
            return None
        return cls(kind, meeting_id, block_id)


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link of a task, and what it leads to."""

    id: UUID
    origin: Origin
    #: whether people can take it off
    is_free: bool


@dataclass(frozen=True, slots=True)
class Links:
    """What a task comes from, as far as the reader sees it."""

    shown: list[ShownLink]
    hidden: int


def key_of(origin: Origin) -> OriginKey:
    """The key of that origin."""
    return OriginKey(origin.kind, origin.meeting_id, origin.block)


def find_origin(actor: Actor, key: OriginKey) -> Origin | None:
    """What the key names; None when the actor may not see it, or it is gone."""
    kind = origins.find_kind(key.kind)
    found = kind.find(actor, [(key.meeting_id, key.block)]) if kind else []
    return found[0] if found else None


def list_links(actor: Actor, task: Task) -> Links:
    """What the task comes from; what the actor may not see is counted only."""
    wanted = select(TaskLink).where(TaskLink.task_id == task.id).order_by(TaskLink.id)
    rows = list(session().scalars(wanted))
    pairs: defaultdict[str, list[tuple[UUID, UUID | None]]] = defaultdict(list)
    for row in rows:
        pairs[row.kind].append((row.meeting_id, row.block))
    found: dict[OriginKey, Origin] = {}
    for kind in origins.list_kinds():
        if pairs[kind.name]:
            found |= {key_of(one): one for one in kind.find(actor, pairs[kind.name])}
    keyed = ((row, found.get(OriginKey(row.kind, row.meeting_id, row.block))) for row in rows)
    shown = [ShownLink(row.id, one, row.kind != ACTION) for row, one in keyed if one is not None]
    return Links(shown, len(rows) - len(shown))


def search_origins(actor: Actor, task: Task, words: str) -> list[Origin]:
    """What the task could be linked to and has these words; what it is linked to is left out."""
    wanted = select(TaskLink).where(TaskLink.task_id == task.id)
    known = {OriginKey(row.kind, row.meeting_id, row.block) for row in session().scalars(wanted)}
    kinds = (kind for kind in origins.list_kinds() if kind.name != ACTION)
    found = (one for kind in kinds for one in kind.search(actor, words, FOUND))
    return [one for one in found if key_of(one) not in known]


def add_link(actor: Actor, number: int, key: OriginKey | None) -> Origin:
    """Link the task to what the key names; Invalid says why not."""
    task = find_changeable(actor, number, may_work).task
    origin = find_origin(actor, key) if key and key.kind != ACTION else None
    if key is None or origin is None:
        raise Invalid({"origin": _l("There is no such meeting or decision that you could see.")})
    wanted = select(TaskLink).where(TaskLink.task_id == task.id)
    rows = list(session().scalars(wanted))
    if any(OriginKey(row.kind, row.meeting_id, row.block) == key for row in rows):
        return origin
    if len(rows) >= MAX_LINKS:
        raise Invalid({"origin": _l("A task has at most %(max)d links.", max=MAX_LINKS)})
    session().add(
        TaskLink(
            id=new_id(),
            cooperation_id=task.cooperation_id,
            task_id=task.id,
            kind=key.kind,
            meeting_id=key.meeting_id,
            block=key.block,
        )
    )
    session().flush()
    touch(task)
    # what it is called is for those who may see it: the log keeps the key only
    note(actor, "linked", task, origin=str(key), kind=key.kind)
    return origin


def remove_link(actor: Actor, number: int, link_id: UUID) -> OriginKey:
    """Take the link off and say what it led to; LinkKept for an action in minutes."""
    task = find_changeable(actor, number, may_work).task
    row = session().get(TaskLink, link_id, populate_existing=True)
    if row is None or row.task_id != task.id:
        raise NotFound
    if row.kind == ACTION:
        raise LinkKept
    key = OriginKey(row.kind, row.meeting_id, row.block)
    session().delete(row)
    session().flush()
    touch(task)
    note(actor, "unlinked", task, origin=str(key), kind=key.kind)
    return key
