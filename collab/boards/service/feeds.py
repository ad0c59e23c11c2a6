"""Calendar addresses: tasks with their days for whoever knows a secret address."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.accounts.tokens import hash_token
from collab.boards.listing import State, TaskFilter, Who
from collab.boards.models import Board, TaskFeed
from collab.boards.service.boards import find_board
from collab.boards.service.lists import Listed, list_first
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import Scope, new_id, session, unit_of_work
from collab.core.errors import Conflict, NotFound
from collab.core.ids import parse_id

#: calendars are slow with more, and nobody looks at them
MOST_TASKS: Final = 1000
#: a person's feeds in one cooperation
MOST: Final = 20


class TooManyFeeds(Conflict):
    """Somebody has as many addresses as one can."""

    code = "too_many_feeds"
    message = _l("You have %(max)d calendar addresses already. Remove one first.", max=MOST)


@dataclass(frozen=True, slots=True)
class FoundFeed:
    """One of the actor's addresses; the address itself is known to nobody but its calendar."""

    feed: TaskFeed
    #: None: what the actor owes
    board: Board | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address shows, and to whom."""

    actor: Actor
    #: of the board; None: what the actor owes
    name: str | None
    tasks: list[Listed]


def list_feeds(actor: Actor) -> Sequence[FoundFeed]:
    """The actor's addresses, the latest first."""
    rows = session().execute(
        select(TaskFeed, Board)
        .outerjoin(Board, Board.id == TaskFeed.board_id)
        .where(TaskFeed.membership_id == actor.membership_id)
        .order_by(TaskFeed.created_at.desc(), TaskFeed.id.desc())
    )
    return [FoundFeed(feed, board) for feed, board in rows]


def create_feed(actor: Actor, board_id: UUID | None) -> str:
    """Make an address for what the actor owes, or for a board; returns its token, once."""
    if board_id is not None:
        find_board(actor, board_id)
    own = select(func.count(TaskFeed.id)).where(TaskFeed.membership_id == actor.membership_id)
    if (session().scalar(own) or 0) >= MOST:
        raise TooManyFeeds
    # it names its cooperation, so that only that one's rows are ever asked for it
    token = f"{actor.cooperation_id.hex}{secrets.token_urlsafe(24)}"
    session().add(
        TaskFeed(
            id=new_id(),
            cooperation_id=actor.cooperation_id,
            membership_id=actor.membership_id,
            board_id=board_id,
            token_digest=hash_token(token),
            created_at=now(),
        )
    )
    session().flush()
    return token


def remove_feed(actor: Actor, feed_id: UUID) -> None:
    """Let an address of the actor's show nothing any more."""
    feed = session().scalar(
        select(TaskFeed).where(
            TaskFeed.id == feed_id, TaskFeed.membership_id == actor.membership_id
        )
    )
    if feed is None:
        raise NotFound
    session().delete(feed)
    session().flush()


def read_feed(token: str) -> Reading:
    """What the address shows now; NotFound for a wrong one, and for whoever may not come in.

    Opens units of work of its own.
    """
    cooperation_id = parse_id(token[:32])
    if cooperation_id is None:
        raise NotFound
    with unit_of_work(Scope(cooperation_id=cooperation_id)):
        person_id, slug, board_id = _use(token)
    actor = cooperations.find_actor(person_id, None, slug)
    with unit_of_work(actor.scope, writes=False):
        if board_id is None:
            wanted = TaskFilter(state=State.OPEN, owner=Who.ME)
            return Reading(actor, None, list_first(actor, wanted, MOST_TASKS))
        found = find_board(actor, board_id)
        wanted = TaskFilter(state=State.OPEN, board_id=board_id)
        return Reading(actor, found.board.name, list_first(actor, wanted, MOST_TASKS))


def _use(token: str) -> tuple[UUID, str, UUID | None]:
    row = (
        session()
        .execute(
            select(TaskFeed, Membership.person_id, Cooperation)
            .join(Membership, Membership.id == TaskFeed.membership_id)
            .join(Cooperation, Cooperation.id == TaskFeed.cooperation_id)
            .where(TaskFeed.token_digest == hash_token(token))
        )
        .first()
    )
    if row is None:
        raise NotFound
    feed, person_id, cooperation = row
    if cooperation.archived_at is None:
        feed.last_read_at = now()
    return person_id, cooperation.slug, feed.board_id
