"""What of each kind is older than it is kept, and its removal. Runs in the cooperation's scope.

One selection serves both, so that a dry run names exactly what would go.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select

from collab.accounts.models import OneTimeLink
from collab.activity.models import Activity
from collab.console.verbs import KINDS, NOUNS
from collab.cooperations.models import Delegation
from collab.cooperations.words import ROLE_NAMES
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import session
from collab.invitations.models import Invitation, State
from collab.live import service as live
from collab.live.models import LiveDocument, LiveUpdate
from collab.meetings.models import Meeting
from collab.minutes.models import Minutes
from collab.privacy.periods import Kind

#: of a kind at once, so that no unit of work takes for ever; the rest goes the next day
MOST = 5000
#: people, each of whom is looked for elsewhere


@dataclass(frozen=True, slots=True)
class Item:
    """Something older than it is kept: its row, what it is called, and since when it counts."""

    id: UUID
    label: str
    at: datetime
    #: of the label; empty: no language
    language: str = ""


Finder = Callable[[datetime], Sequence[Item]]


def find_invitations(before: datetime) -> list[Item]:
    """Those that ended before; named by role and delegation, since addresses are not for all."""
    ended = func.coalesce(Invitation.settled_at, Invitation.expires_at)
    rows = session().execute(
        select(Invitation, Delegation, ended)
        .join(Delegation, Delegation.id == Invitation.delegation_id)
        .where(
            ended < before,
            or_(Invitation.state != State.WAITING, Invitation.expires_at <= now()),
        )
        .order_by(ended)
        .limit(MOST)
    )
    return [
        Item(
            row.id,
            f"{place.short} · {ROLE_NAMES[Role(row.role)]}",
            row.settled_at or row.expires_at,
        )
        for row, place, _at in rows
    ]


def remove_invitations(items: Sequence[Item]) -> None:
    """The rows, and their links."""
    ids = [item.id for item in items]
    session().execute(delete(OneTimeLink).where(OneTimeLink.subject_id.in_(ids)))
    session().execute(delete(Invitation).where(Invitation.id.in_(ids)))


def _kind_of(verb: str) -> Any:
    kind = NOUNS.get(verb.partition(".")[0])
    return verb if kind is None else KINDS[kind]


def find_details(before: datetime) -> list[Item]:
    """Entries of the log that still have details."""
    rows = session().execute(
        select(Activity.id, Activity.number, Activity.verb, Activity.at)
        .where(Activity.at < before, Activity.salt != "")
        .order_by(Activity.number)
        .limit(MOST)
    )
    return [Item(row.id, f"{row.number} · {_kind_of(row.verb)}", row.at) for row in rows]


def remove_details(items: Sequence[Item]) -> None:
    """Details go with their salt: what is left can be verified, and says nothing of them."""
    rows = session().scalars(select(Activity).where(Activity.id.in_([item.id for item in items])))
    for row in rows:
        row.details, row.salt = {}, ""


def find_meetings(before: datetime) -> list[Item]:
    """Meetings that were deleted before."""
    rows = session().scalars(
        select(Meeting).where(Meeting.deleted_at < before).order_by(Meeting.deleted_at).limit(MOST)
    )
    return [Item(row.id, row.title, row.deleted_at or row.starts_at, row.language) for row in rows]


def remove_meetings(items: Sequence[Item]) -> None:
    """With agenda, attendance, minutes and the minutes' journal."""
    ids = [item.id for item in items]
    documents = list(
        session().scalars(select(Minutes.document_id).where(Minutes.meeting_id.in_(ids)))
    )
    session().execute(delete(Meeting).where(Meeting.id.in_(ids)))
    session().execute(delete(LiveDocument).where(LiveDocument.id.in_(documents)))


def find_history(before: datetime) -> list[Item]:
    """Minutes of meetings that ended before, whose journal still says who typed what."""
    typed = select(LiveUpdate.id).where(LiveUpdate.document_id == Minutes.document_id).exists()
    rows = session().execute(
        select(Minutes.document_id, Meeting)
        .join(Meeting, and_(Meeting.id == Minutes.meeting_id, Meeting.ends_at < before))
        .where(typed)
        .order_by(Meeting.ends_at)
        .limit(MOST)
    )
    return [Item(row[0], row[1].title, row[1].ends_at, row[1].language) for row in rows]


def remove_history(items: Sequence[Item]) -> None:
    """The engine replaces these journals by snapshots, right after the commit."""
    for item in items:
        live.request_edit(None, item.id, {"op": "forget"})


FINDERS: dict[Kind, Finder] = {
    Kind.INVITATIONS: find_invitations,
    Kind.DETAILS: find_details,
    Kind.MEETINGS: find_meetings,
    Kind.HISTORY: find_history,
}
REMOVERS: dict[Kind, Callable[[Sequence[Item]], Any]] = {
    Kind.INVITATIONS: remove_invitations,
    Kind.DETAILS: remove_details,
    Kind.MEETINGS: remove_meetings,
    Kind.HISTORY: remove_history,
}
