"""What a page refers to, as it is now: documents, tasks, decisions; only what the actor may see."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import or_, select

from collab.boards import origins
from collab.boards.models import Board, BoardColumn, Task, TaskOwner
from collab.boards.origins import Origin
from collab.boards.service.links import OriginKey
from collab.boards.service.lookups import owes, sees_board
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.ids import parse_id
from collab.documents import service as documents
from collab.documents.models import Document
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of

DOCUMENT: Final = "document"
TASK: Final = "task"
#: kinds of origins that can be shown in a page
DECISION: Final = "decision"
_LAST_NUMBER: Final = 2**31 - 1
#: of each kind, when somebody looks for one
FOUND: Final = 8


@dataclass(frozen=True, slots=True)
class Known:
    """Something that a page refers to."""

    #: "document:<id>", "task:<number>" or "decision:<meeting>:<block>"
    key: str
    words: str
    language: str
    #: folder, page, file, task or decision
    kind: str
    #: of its page, for url_for
    endpoint: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    anchor: str = ""
    #: where a task stands on its board, in the board's words
    column: str = ""
    is_archived: bool = False


def key_of(node: Node) -> str | None:
    """What a link to a document or an embed refers to; None for everything else."""
    attrs = attrs_of(node)
    if node.get("type") == "documentLink":
        return f"{DOCUMENT}:{attrs.get('document')}"
    if node.get("type") != "embed":
        return None
    if attrs.get("kind") == TASK:
        return f"{TASK}:{attrs.get('task')}"
    return f"{attrs.get('kind')}:{attrs.get('meeting')}:{attrs.get('block') or ''}"


def list_keys(content: Node, depth: int = 0) -> set[str]:
    """What a text refers to."""
    key = key_of(content)
    if key is not None:
        return {key}
    if depth > MAX_DEPTH:
        return set()
    return {key for child in children_of(content) for key in list_keys(child, depth + 1)}


def look_up(actor: Actor, keys: Collection[str]) -> dict[str, Known]:
    """What the keys name, by key; what is gone or not for the actor is left out.

    One query for each kind, however many there are.
    """
    parts = [key.partition(":") for key in keys]
    ids = {found for kind, _, rest in parts if kind == DOCUMENT and (found := parse_id(rest))}
    numbers = {int(rest) for kind, _, rest in parts if kind == TASK and _is_number(rest)}
    made = [*_documents(actor, ids), *_tasks(actor, numbers), *_decisions(actor, keys)]
    return {each.key: each for each in made}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 11 and int(text) <= _LAST_NUMBER


def _documents(actor: Actor, ids: set[UUID]) -> Iterator[Known]:
    if ids:
        wanted = select(Document).where(Document.id.in_(ids), documents.is_visible(actor))
        yield from map(known_document, session().scalars(wanted))


def known_document(document: Document) -> Known:
    """A document that somebody has found."""
    return Known(
        f"{DOCUMENT}:{document.id}",
        document.title,
        document.language,
        document.kind,
        "documents.open",
        {"document_id": document.id},
    )


def _tasks(actor: Actor, numbers: set[int]) -> Iterator[Known]:
    if not numbers:
        return
    is_owed = select(TaskOwner.id).where(TaskOwner.task_id == Task.id, owes(actor)).exists()
    rows = session().execute(
        select(Task, BoardColumn.name)
        .join(Board, Board.id == Task.board_id)
        .join(BoardColumn, BoardColumn.id == Task.column_id)
        .where(Task.number.in_(numbers), or_(sees_board(actor), is_owed))
    )
    for task, column in rows:
        yield _known_task(task, column)


def _known_task(task: Task, column: str) -> Known:
    return Known(
        f"{TASK}:{task.number}",
        task.title,
        task.language,
        TASK,
        "tasks.show",
        {"number": task.number},
        column=column,
        is_archived=task.archived_at is not None,
    )


def _decisions(actor: Actor, keys: Iterable[str]) -> Iterator[Known]:
    kind = origins.find_kind(DECISION)
    parsed = (OriginKey.parse(key) for key in keys if key.startswith(f"{DECISION}:"))
    pairs = [(key.meeting_id, key.block) for key in parsed if key is not None]
    if kind is not None and pairs:
        yield from map(_known_origin, kind.find(actor, pairs))


def _known_origin(origin: Origin) -> Known:
    return Known(
        str(OriginKey(origin.kind, origin.meeting_id, origin.block)),
        origin.words,
        origin.language,
        origin.kind,
        origin.endpoint,
        {"meeting_id": origin.meeting_id},
        origin.anchor,
    )


def search_tasks(actor: Actor, words: str) -> list[Known]:
    """Tasks with these words in their title, or this number; the latest first."""
    said = words.strip().removeprefix("#")
    matches = Task.title.icontains(words.strip(), autoescape=True)
    if _is_number(said):
        matches = or_(matches, Task.number == int(said))
    rows = session().execute(
        select(Task, BoardColumn.name)
        .join(Board, Board.id == Task.board_id)
        .join(BoardColumn, BoardColumn.id == Task.column_id)
        .where(matches, sees_board(actor), Task.archived_at.is_(None))
        .order_by(Task.number.desc())
        .limit(FOUND)
    )
    return [_known_task(task, column) for task, column in rows]


def search_decisions(actor: Actor, words: str) -> list[Known]:
    """Decisions with these words, of the latest minutes that have them."""
    kind = origins.find_kind(DECISION)
    return [_known_origin(each) for each in kind.search(actor, words, FOUND)] if kind else []


def search_documents(actor: Actor, words: str, but: UUID) -> list[Known]:
    """Documents with these words in their title, the latest first, without that one."""
    wanted = (
        select(Document)
        .where(
            documents.is_visible(actor),
            Document.id != but,
            *(Document.title.icontains(word, autoescape=True) for word in words.split()),
        )
        .order_by(Document.changed_at.desc(), Document.id)
        .limit(FOUND)
    )
    return [known_document(each) for each in session().scalars(wanted)]
