"""Removes somebody from what a cooperation keeps. Runs in its scope, and may run twice.

What others wrote in minutes stays; so do attendance and meetings, under "former member".
"""

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Text, and_, cast, delete, or_, select, update

from collab.activity import service as activity
from collab.activity.models import Activity
from collab.cooperations.models import Deputy, Membership
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import session
from collab.groups.models import GroupMember
from collab.invitations.models import Invitation, InvitationList, State
from collab.live import service as live
from collab.live.models import LiveOperation, LiveProjection
from collab.meetings.models import AgendaItem, Meeting, MeetingGuest
from collab.minutes.models import Minutes
from collab.privacy.document_traces import forget_in_documents
from collab.privacy.speaking import former_member_in
from collab.privacy.task_traces import forget_on_boards
from collab.search import service as search

#: names who owes a task from then on and who no longer does, with their memberships
ASSIGNED: Final = "task.assigned"


@dataclass(frozen=True, slots=True)
class Gone:
    """Somebody who is about to be forgotten, as they were known."""

    person_id: UUID
    name: str
    email: str

    @property
    def words(self) -> tuple[str, ...]:
        """What must not be found any more."""
        return tuple(word for word in (self.name, self.email) if word)


def in_json(column: Any, word: str) -> Any:
    """Whether a JSON column holds the word, escaped as it is stored."""
    return cast(column, Text).contains(json.dumps(word)[1:-1], autoescape=True)


def _texts(value: object) -> Iterator[str]:
    """What people have written in a JSON value: no keys, no roles."""
    if isinstance(value, str) and value not in set(Role):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _names(value: object, words: Collection[str]) -> bool:
    """Whether one of the words stands by itself in a text of a JSON value."""
    return any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
        for text in _texts(value)
        for word in words
    )


def forget_in_cooperation(cooperation_id: UUID, gone: Gone) -> None:
    """End the membership and remove name and address from everything around it."""
    membership = session().scalar(select(Membership).where(Membership.person_id == gone.person_id))
    if membership is not None:
        _relabel(membership)
        forget_on_boards(membership)
        forget_in_documents(membership)
        _end(membership)
    about = _forget_invitations(gone) + ([membership.id] if membership else [])
    _forget_lists(gone)
    if about:  # elsewhere the name is somebody else's, or a word like any other
        _forget_details(gone, about)
        _forget_failed_edits(gone)
        search.forget_words(cooperation_id, gone.words)


def _end(membership: Membership) -> None:
    if membership.ended_at is None:
        membership.ended_at = now()
        membership.version += 1
        activity.record_for(membership.cooperation_id, "person.erased", membership.id)
    membership.shares_address = False
    for model in (GroupMember, MeetingGuest):
        session().execute(delete(model).where(model.membership_id == membership.id))
    session().execute(
        update(Deputy)
        .where(Deputy.membership_id == membership.id, Deputy.revoked_at.is_(None))
        .values(revoked_at=now())
    )


def _forget_invitations(gone: Gone) -> list[UUID]:
    """Empties those for the person; which ones that are."""
    rows = session().scalars(
        select(Invitation).where(
            or_(Invitation.person_id == gone.person_id, Invitation.email == gone.email)
        )
    )
    found = list(rows)
    for row in found:
        if row.state == State.WAITING:
            row.settle(State.WITHDRAWN)
        row.email = row.name = row.note = row.reason = row.search_key = ""
        row.mail_id = None
    return [row.id for row in found]


def _forget_lists(gone: Gone) -> None:
    rows = session().scalars(
        select(InvitationList).where(in_json(InvitationList.lines, gone.email))
    )
    for row in rows:
        row.lines = [line for line in row.lines if not _names(line, [gone.email])]


def _forget_details(gone: Gone, about: Collection[UUID]) -> None:
    """Details go with their salt, so that the chain of the log stays whole.

    Those about the membership and invitations go too, and who was given a task or lost it: they
    may hold a name from before.
    """
    ids = [str(each) for each in about]
    was_named = or_(*(in_json(Activity.details, each) for each in ids))
    rows = session().scalars(
        select(Activity).where(
            Activity.salt != "",
            or_(
                Activity.subject_id.in_(about),
                and_(Activity.verb == ASSIGNED, was_named),
                *(in_json(Activity.details, word) for word in gone.words),
            ),
        )
    )
    for row in rows:
        words = (*gone.words, *ids) if row.verb == ASSIGNED else gone.words
        if row.subject_id in about or _names(row.details, words):
            row.details, row.salt = {}, ""


def _forget_failed_edits(gone: Gone) -> None:
    """What could not be written into minutes, and may hold the name."""
    rows = session().scalars(
        select(LiveOperation).where(
            LiveOperation.failure.is_not(None),
            or_(*(in_json(LiveOperation.operation, word) for word in gone.words)),
        )
    )
    for row in rows:
        session().delete(row)


def _relabel(membership: Membership) -> None:
    """Minutes that show a label instead of looking it up get another one."""
    presented: dict[UUID, list[str]] = {}
    items = session().execute(
        select(AgendaItem.meeting_id, AgendaItem.id).where(AgendaItem.presenter_id == membership.id)
    )
    for meeting_id, item_id in items:
        presented.setdefault(meeting_id, []).append(str(item_id))
    rows = session().execute(
        select(Minutes.document_id, Meeting)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .outerjoin(LiveProjection, LiveProjection.document_id == Minutes.document_id)
        .where(
            or_(
                in_json(LiveProjection.content, str(membership.id)),
                Meeting.id.in_(list(presented)),
            )
        )
    )
    for document_id, meeting in rows.all():
        operation = {
            "op": "relabel",
            "member": str(membership.id),
            "label": former_member_in(meeting.language),
            "presented": presented.get(meeting.id, []),
        }
        live.request_edit(None, document_id, operation)
