"""Conversations in the margin of a page: who begins, resolves and reopens them."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.activity import service as activity
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import after_commit, new_id, session
from collab.core.errors import Conflict, NotFound, require
from collab.core.relays import Relay
from collab.documents import policy
from collab.live import service as live
from collab.pages.hooks import ProjectedPage, on_page_projected
from collab.pages.models import Comment, Thread
from collab.pages.service.anchors import Anchor, find_again, list_marked
from collab.pages.service.found import FoundPage, find_page

MAX_THREADS: Final = 1000

_listeners: list[Callable[[UUID], None]] = []


class TooManyThreads(Conflict):
    """Nobody finds their way among so many."""

    code = "too_many_threads"
    message = _l("This page has too many comments. Please write a new page.")


def on_threads_changed(listener: Callable[[UUID], None]) -> None:
    """Be told, after the commit in any process, of every page whose margin changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def note(actor: Actor, verb: str, found: FoundPage, **details: Any) -> None:
    """Write down what happened in the margin, and tell who has the page open."""
    document = found.document
    activity.record(actor, f"page.{verb}", document.id, name=document.title, **details)
    after_commit(partial(_relay.tell, document.id))


_relay: Final = Relay("margins", lambda: _listeners, str, UUID)


def may_talk(actor: Actor, found: FoundPage) -> bool:
    """Whether the actor may say something beside the page."""
    return policy.can_comment(actor, found.standing)


def may_settle(actor: Actor, found: FoundPage, thread: Thread) -> bool:
    """Whether the actor may resolve the thread: who writes the page, and who began it."""
    if policy.can_write(actor, found.standing):
        return True
    return may_talk(actor, found) and thread.created_by == actor.membership_id


def find_talkable(actor: Actor, page_id: UUID) -> FoundPage:
    """The page, for saying something beside it; NotFound, Forbidden."""
    found = find_page(actor, page_id)
    require(may_talk(actor, found))
    return found


def find_thread(found: FoundPage, thread_id: UUID) -> Thread:
    """A thread of the page that has not been taken back as a whole; NotFound."""
    thread = session().scalar(
        select(Thread).where(
            Thread.id == thread_id,
            Thread.document_id == found.id,
            select(Comment.id)
            .where(Comment.thread_id == Thread.id, Comment.deleted_at.is_(None))
            .exists(),
        )
    )
    if thread is None:
        raise NotFound
    return thread


def add_thread(actor: Actor, found: FoundPage, anchors: Sequence[Anchor]) -> Thread:
    """A thread without words; those of the text that it is about carry it right after the commit.

    No anchors: it is about the whole page.
    """
    here = select(func.count(Thread.id)).where(Thread.document_id == found.id)
    if (session().scalar(here) or 0) >= MAX_THREADS:
        raise TooManyThreads
    thread = Thread(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        document_id=found.id,
        block=anchors[0].block if anchors else None,
        quote="\n".join(each.quote for each in anchors),
        created_by=actor.membership_id,
        created_at=now(),
    )
    session().add(thread)
    session().flush()
    for anchor in anchors:
        live.request_edit(actor, found.live_id, anchor.operation(thread.id))
    return thread


def resolve_thread(actor: Actor, page_id: UUID, thread_id: UUID) -> None:
    """It is settled; whoever did that first did it."""
    found = find_page(actor, page_id)
    thread = find_thread(found, thread_id)
    require(may_settle(actor, found, thread))
    if thread.resolved_at is None:
        thread.resolved_at, thread.resolved_by = now(), actor.membership_id
        note(actor, "comment_resolved", found, thread=str(thread.id))


def reopen_thread(actor: Actor, page_id: UUID, thread_id: UUID) -> None:
    """It is not settled after all."""
    found = find_page(actor, page_id)
    thread = find_thread(found, thread_id)
    require(may_settle(actor, found, thread))
    reopen(actor, found, thread)


def reopen(actor: Actor, found: FoundPage, thread: Thread) -> None:
    """The same, as when somebody answers."""
    if thread.resolved_at is not None:
        thread.resolved_at = thread.resolved_by = None
        note(actor, "comment_reopened", found, thread=str(thread.id))


@on_page_projected
def find_lost(page: ProjectedPage) -> None:
    """Let words carry their thread again that lost it, such as by the restore of a version."""
    wanted = select(Thread).where(
        Thread.document_id == page.document.id,
        Thread.resolved_at.is_(None),
        Thread.block.is_not(None),
    )
    threads = list(session().scalars(wanted))
    if not threads:
        return
    marked = set(list_marked(page.content))
    owed = {each["thread"] for each in live.list_owed(page.page.live_id, "comment")}
    for thread in threads:
        if thread.id not in marked and str(thread.id) not in owed:
            _mark_again(page, thread)


def _mark_again(page: ProjectedPage, thread: Thread) -> None:
    anchor = find_again(page.content, thread.block, thread.quote) if thread.block else None
    if anchor is not None:
        live.request_edit(None, page.page.live_id, anchor.operation(thread.id))
