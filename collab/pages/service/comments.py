"""What people say in the margin of a page; mentions tell those who may see it."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.core.i18n import offered_languages
from collab.pages.models import Comment, Thread
from collab.pages.service.anchors import Anchor
from collab.pages.service.found import FoundPage, find_page
from collab.pages.service.people import keep_readers
from collab.pages.service.threads import (
    add_thread,
    find_talkable,
    find_thread,
    may_talk,
    note,
    reopen,
)
from collab.texts.mentions import list_mentions
from collab.texts.nodes import Node
from collab.texts.plain import is_same, summarise

MAX_ANSWERS: Final = 500


class TooManyAnswers(Conflict):
    """Nobody reads so many."""

    code = "too_many_answers"
    message = _l("This conversation is too long. Please begin a new one.")


class NothingToTakeBack(Conflict):
    """It is not deleted, or not any more."""

    code = "nothing_to_take_back"
    message = _l("This cannot be taken back any more, or somebody did it already.")


def begin_thread(
    actor: Actor, page_id: UUID, anchors: Sequence[Anchor], content: Node, language: str
) -> Comment:
    """Say something about words of the page, without any about all of it; who only reads may too.

    The content is checked already, see collab.texts.fields.
    """
    found = find_talkable(actor, page_id)
    _check_language(language)
    return _add(actor, found, add_thread(actor, found, anchors), content, language)


def answer(actor: Actor, page_id: UUID, thread_id: UUID, content: Node, language: str) -> Comment:
    """Say something in a thread; a resolved one is open again."""
    found = find_talkable(actor, page_id)
    thread = find_thread(found, thread_id)
    _check_language(language)
    count = select(func.count(Comment.id)).where(Comment.thread_id == thread.id)
    if (session().scalar(count) or 0) >= MAX_ANSWERS:
        raise TooManyAnswers
    reopen(actor, found, thread)
    return _add(actor, found, thread, content, language)


def _check_language(language: str, before: str | None = None) -> None:
    if language not in offered_languages() and language != before:
        raise Invalid({"language": _l("Please choose a language.")})


def _add(actor: Actor, found: FoundPage, thread: Thread, content: Node, language: str) -> Comment:
    comment = Comment(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        thread_id=thread.id,
        author_id=actor.membership_id,
        content=content,
        text=summarise(content),
        language=language,
        created_at=now(),
    )
    session().add(comment)
    session().flush()
    mentions = _who_may_know(found, list_mentions(content))
    _note(actor, "commented", found, comment, mentions=mentions)
    return comment


def _note(
    actor: Actor, verb: str, found: FoundPage, comment: Comment, **details: list[str]
) -> None:
    ids = {"comment_id": str(comment.id), "thread": str(comment.thread_id)}
    note(actor, verb, found, **ids, **details)


def _who_may_know(found: FoundPage, members: Sequence[UUID]) -> list[str]:
    """Those of the members who see the page: nobody else is told."""
    reading = keep_readers(found.document, members)
    return [str(each) for each in members if each in reading]


def find_own_comment(actor: Actor, found: FoundPage, comment_id: UUID) -> Comment:
    """A comment of the page that the actor wrote; NotFound, and Forbidden for those of others."""
    comment = session().scalar(
        select(Comment)
        .join(Thread, Thread.id == Comment.thread_id)
        .where(Comment.id == comment_id, Thread.document_id == found.id)
    )
    if comment is None:
        raise NotFound
    require(comment.author_id == actor.membership_id)
    return comment


def find_deleted_comment(actor: Actor, found: FoundPage, comment_id: UUID) -> Comment | None:
    """A comment that the actor wrote and deleted; None when there is none such."""
    comment = session().get(Comment, comment_id)
    if comment is None or comment.deleted_at is None:
        return None
    thread = session().get(Thread, comment.thread_id)
    is_here = thread is not None and thread.document_id == found.id
    return comment if is_here and comment.author_id == actor.membership_id else None


def find_changeable(actor: Actor, page_id: UUID, comment_id: UUID) -> tuple[FoundPage, Comment]:
    """A comment that the actor may change, and its page; NotFound when it is deleted."""
    found = find_page(actor, page_id)
    comment = find_own_comment(actor, found, comment_id)
    require(may_talk(actor, found))
    if comment.deleted_at is not None:
        raise NotFound
    return found, comment


def edit_comment(
    actor: Actor, page_id: UUID, comment_id: UUID, content: Node, language: str
) -> Comment:
    """Say it in other words; whoever is mentioned for the first time is told."""
    found, comment = find_changeable(actor, page_id, comment_id)
    _check_language(language, comment.language)
    if is_same(comment.content, content) and comment.language == language:
        return comment
    before = list_mentions(comment.content)
    comment.content, comment.text = content, summarise(content)
    comment.language, comment.edited_at = language, now()
    added = [one for one in list_mentions(content) if one not in before]
    mentions = _who_may_know(found, added)
    _note(actor, "comment_edited", found, comment, mentions=mentions)
    return comment


def delete_comment(actor: Actor, page_id: UUID, comment_id: UUID) -> None:
    """Take back what one said; a thread with nothing else in it is gone with it."""
    found, comment = find_changeable(actor, page_id, comment_id)
    comment.deleted_at = now()
    _note(actor, "comment_deleted", found, comment)


def restore_comment(actor: Actor, page_id: UUID, comment_id: UUID) -> None:
    """Bring back a comment that one deleted; NothingToTakeBack."""
    found = find_talkable(actor, page_id)
    comment = find_own_comment(actor, found, comment_id)
    if comment.deleted_at is None:
        raise NothingToTakeBack
    comment.deleted_at = None
    _note(actor, "comment_restored", found, comment)
