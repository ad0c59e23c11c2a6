"""What people say about a task; mentions tell those who may see it."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.models import Board, Task, TaskComment
from collab.boards.service.changes import touch
from collab.boards.service.lookups import FoundTask
from collab.boards.service.parts import find_changeable, may_comment, note
from collab.boards.service.people import keep_seeing, name_members
from collab.boards.service.shape import Gone, NothingToTakeBack
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.core.i18n import offered_languages
from collab.texts.mentions import list_mentions
from collab.texts.nodes import Node
from collab.texts.plain import is_same, summarise

#: the latest ones that a page shows unless it is asked for all
SHOWN: Final = 30
MAX_COMMENTS: Final = 2000


class TooManyComments(Conflict):
    """Nobody reads so many."""

    code = "too_many_comments"
    message = _l("This task has %(max)d comments, which is the most it can have.", max=MAX_COMMENTS)


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment and who wrote it."""

    comment: TaskComment
    author: str
    color: int
    delegation: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a task, the oldest first."""

    shown: list[ShownComment]
    total: int
    #: what the members that they mention are called now
    names: dict[UUID, str]

    @property
    def earlier(self) -> int:
        """How many there are before those that are shown."""
        return self.total - len(self.shown)


def list_comments(actor: Actor, task: Task, *, is_all: bool = False) -> Comments:
    """The latest comments of the task, or all of them; deleted ones are not among them."""
    own = _of(task)
    wanted = (
        select(TaskComment, Person, Delegation.short)
        .join(Membership, Membership.id == TaskComment.author_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(*own)
        .order_by(TaskComment.created_at.desc(), TaskComment.id.desc())
        .limit(MAX_COMMENTS if is_all else SHOWN)
    )
    shown = [
        ShownComment(one, shown_name(who.name), who.color, of, one.author_id == actor.membership_id)
        for one, who, of in session().execute(wanted)
    ]
    named = {who for each in shown for who in list_mentions(each.comment.content)}
    return Comments(shown[::-1], _count(task), name_members(named))


def _of(task: Task) -> tuple[ColumnElement[bool], ...]:
    return TaskComment.task_id == task.id, TaskComment.deleted_at.is_(None)


def _count(task: Task) -> int:
    return session().scalar(select(func.count(TaskComment.id)).where(*_of(task))) or 0


def find_own_comment(actor: Actor, found: FoundTask, comment_id: UUID) -> TaskComment:
    """A comment that the actor wrote and may change; Gone, and Forbidden for those of others."""
    comment = _find_own(actor, found.task, comment_id)
    require(may_comment(actor, found))
    if comment.deleted_at is not None:
        raise Gone
    return comment


def find_deleted_comment(actor: Actor, task: Task, comment_id: UUID) -> TaskComment | None:
    """A comment that the actor wrote and deleted; None when there is none such."""
    comment = session().get(TaskComment, comment_id)
    if comment is None or comment.task_id != task.id or comment.deleted_at is None:
        return None
    return comment if comment.author_id == actor.membership_id else None


def _find_own(actor: Actor, task: Task, comment_id: UUID) -> TaskComment:
    comment = session().get(TaskComment, comment_id, populate_existing=True)
    if comment is None or comment.task_id != task.id:
        raise NotFound
    require(comment.author_id == actor.membership_id)
    return comment


def _check_language(language: str, before: str | None = None) -> str:
    if language not in offered_languages() and language != before:
        raise Invalid({"language": _l("Please choose a language.")})
    return language


def add_comment(actor: Actor, number: int, content: Node, language: str) -> TaskComment:
    """Say something about the task; the content is checked already, see collab.texts.fields."""
    found = find_changeable(actor, number, may_comment)
    task = found.task
    _check_language(language)
    if _count(task) >= MAX_COMMENTS:
        raise TooManyComments
    comment = TaskComment(
        id=new_id(),
        cooperation_id=task.cooperation_id,
        task_id=task.id,
        author_id=actor.membership_id,
        content=content,
        text=summarise(content),
        language=language,
        created_at=now(),
    )
    session().add(comment)
    session().flush()
    touch(task)
    mentions = _who_may_know(found.board, list_mentions(content))
    note(actor, "commented", task, comment_id=str(comment.id), mentions=mentions)
    return comment


def _who_may_know(board: Board, members: list[UUID]) -> list[str]:
    """Those of the members who see the board: nobody else is told."""
    seeing = keep_seeing(board, members)
    return [str(each) for each in members if each in seeing]


def edit_comment(
    actor: Actor, number: int, comment_id: UUID, content: Node, language: str
) -> TaskComment:
    """Say it in other words; whoever is mentioned for the first time is told."""
    found = find_changeable(actor, number, may_comment)
    comment = find_own_comment(actor, found, comment_id)
    _check_language(language, comment.language)
    if is_same(comment.content, content) and comment.language == language:
        return comment
    before = list_mentions(comment.content)
    comment.content, comment.text = content, summarise(content)
    comment.language, comment.edited_at = language, now()
    touch(found.task)
    added = [one for one in list_mentions(content) if one not in before]
    mentions = _who_may_know(found.board, added)
    note(actor, "comment_edited", found.task, comment_id=str(comment.id), mentions=mentions)
    return comment


def delete_comment(actor: Actor, number: int, comment_id: UUID) -> None:
    """Take back what one said; `restore_comment` brings it back."""
    found = find_changeable(actor, number, may_comment)
    comment = find_own_comment(actor, found, comment_id)
    comment.deleted_at = now()
    touch(found.task)
    note(actor, "comment_deleted", found.task, comment_id=str(comment.id))


def restore_comment(actor: Actor, number: int, comment_id: UUID) -> None:
    """Bring back a comment that one deleted; NothingToTakeBack."""
    found = find_changeable(actor, number, may_comment)
    comment = _find_own(actor, found.task, comment_id)
    if comment.deleted_at is None:
        raise NothingToTakeBack
    comment.deleted_at = None
    touch(found.task)
    note(actor, "comment_restored", found.task, comment_id=str(comment.id))
