"""The margin of a page as a reader sees it: threads in the order of the text, and what is said."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.boards.service.people import name_members
from collab.cooperations.models import Delegation, Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.pages.models import Comment, Thread
from collab.pages.service.anchors import list_marked, words_of_quote
from collab.pages.service.found import FoundPage, read_text
from collab.pages.service.threads import may_settle, may_talk
from collab.texts.mentions import list_mentions

MAX_QUOTE: Final = 240


@dataclass(frozen=True, slots=True)
class ShownComment:
    """A comment and who wrote it."""

    comment: Comment
    author: str
    color: int
    delegation: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ShownThread:
    """A thread with at least one comment, the oldest first."""

    thread: Thread
    comments: list[ShownComment]
    #: what it is about, shortened; empty: the whole page
    quote: str
    #: words of the text carry it
    is_in_text: bool
    can_settle: bool
    #: who resolved it
    resolver: str = ""

    @property
    def id(self) -> UUID:
        """The thread's id."""
        return self.thread.id

    @property
    def is_about_all(self) -> bool:
        """Whether it is about the whole page."""
        return self.thread.block is None

    @property
    def is_lost(self) -> bool:
        """Whether the words that it is about are gone."""
        return not self.is_in_text and not self.is_about_all

    @property
    def changed_at(self) -> datetime:
        """When something was last said, changed or settled in it."""
        times = [self.thread.created_at, self.thread.resolved_at]
        for each in self.comments:
            times += [each.comment.created_at, each.comment.edited_at]
        return max(time for time in times if time is not None)


@dataclass(frozen=True, slots=True)
class Margin:
    """All threads of a page, by what became of them; each in the order of the text."""

    open: list[ShownThread]
    resolved: list[ShownThread]
    can_talk: bool
    #: what the members that they mention are called now
    names: dict[UUID, str]

    @property
    def in_text(self) -> list[ShownThread]:
        """Open ones about words that are there."""
        return [each for each in self.open if each.is_in_text]

    @property
    def about_all(self) -> list[ShownThread]:
        """Open ones about the whole page."""
        return [each for each in self.open if each.is_about_all]

    @property
    def lost(self) -> list[ShownThread]:
        """Open ones about words that are gone."""
        return [each for each in self.open if each.is_lost]


def read_margin(actor: Actor, found: FoundPage) -> Margin:
    """The margin of a page that the actor has found; at most six queries however much is in it."""
    order = {each: at for at, each in enumerate(list_marked(read_text(found.live_id).content))}
    said = _list_comments(actor, found)
    threads = [thread for thread in _list_threads(found) if said[thread.id]]
    resolvers = name_members({each.resolved_by for each in threads if each.resolved_by})
    shown = [
        ShownThread(
            thread,
            said[thread.id],
            _shorten(thread.quote),
            thread.id in order,
            may_settle(actor, found, thread),
            resolvers.get(thread.resolved_by, "") if thread.resolved_by else "",
        )
        for thread in threads
    ]
    shown.sort(key=lambda each: order.get(each.id, len(order)))
    return Margin(
        [each for each in shown if each.thread.resolved_at is None],
        [each for each in shown if each.thread.resolved_at is not None],
        may_talk(actor, found),
        name_members(_list_named(said.values())),
    )


def _list_threads(found: FoundPage) -> Iterable[Thread]:
    wanted = select(Thread).where(Thread.document_id == found.id)
    return session().scalars(wanted.order_by(Thread.created_at, Thread.id))


def _list_comments(actor: Actor, found: FoundPage) -> defaultdict[UUID, list[ShownComment]]:
    rows = session().execute(
        select(Comment, Person, Delegation.short)
        .join(Thread, Thread.id == Comment.thread_id)
        .join(Membership, Membership.id == Comment.author_id)
        .join(Person, Person.id == Membership.person_id)
        .join(Delegation, Delegation.id == Membership.delegation_id)
        .where(Thread.document_id == found.id, Comment.deleted_at.is_(None))
        .order_by(Comment.created_at, Comment.id)
    )
    said: defaultdict[UUID, list[ShownComment]] = defaultdict(list)
    for one, who, of in rows:
        is_own = one.author_id == actor.membership_id
        said[one.thread_id].append(ShownComment(one, shown_name(who.name), who.color, of, is_own))
    return said


def _list_named(said: Iterable[Collection[ShownComment]]) -> set[UUID]:
    return {
        who for thread in said for each in thread for who in list_mentions(each.comment.content)
    }


def _shorten(quote: str) -> str:
    line = words_of_quote(quote)
    return line if len(line) <= MAX_QUOTE else f"{line[: MAX_QUOTE - 1].rstrip()}…"
