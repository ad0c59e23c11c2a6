"""Rows for tests: valid by default, each word of a test changes what it is about.

Call inside a unit of work; what belongs to a cooperation goes into the one of its scope.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from collab.accounts.identity import Identity
from collab.accounts.models import Person, SignedInSession
from collab.accounts.passwords import hash_password
from collab.activity import chain
from collab.activity.models import Activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import (
    Cooperation,
    Delegation,
    Deputy,
    Membership,
    PresidencyTerm,
)
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import Base, new_id, session
from collab.groups.models import GroupMember, WorkingGroup
from collab.groups.service import default_role
from collab.live.models import LiveDocument
from collab.meetings.models import AgendaItem, Attendance, Meeting, MeetingGroup, Presence
from collab.minutes.models import Minutes

PASSWORD = "a-password-of-tests"
FOUNDED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_numbers = count(1)
Row = TypeVar("Row", bound=Base)


@cache
def _hash_once(password: str) -> str:
    return hash_password(password)


def _add(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row


def make_person(*, password: str = PASSWORD, **changes: Any) -> Person:
    """Somebody with an account, in no cooperation."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "email": f"person{number}@collab.example",
        "name": f"Person {number}",
        "password_hash": _hash_once(password),
        "language": "en",
        "timezone": "Europe/Berlin",
        "theme": "auto",
        "color": number % 12,
        "is_operator": False,
        "created_at": FOUNDED,
    }
    return _add(Person(**values | changes))


def make_session(person: Person, **changes: Any) -> tuple[SignedInSession, str]:
    """A device the person is signed in with, and the token in its cookie."""
    token = secrets.token_urlsafe(32)
    values: dict[str, Any] = {
        "id": new_id(),
        "person_id": person.id,
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "created_at": now(),
        "last_seen_at": now(),
        "expires_at": now() + timedelta(days=1),
        "user_agent": "Tests",
        "address": "127.0.0.1",
    }
    return _add(SignedInSession(**values | changes)), token


def make_cooperation(cooperation_id: UUID, **changes: Any) -> Cooperation:
    """A cooperation; the scope of the unit of work is its id."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": cooperation_id,
        "slug": f"cooperation-{number}",
        "name": f"Cooperation {number}",
        "description": "",
        "language": "en",
        "texts": {},
        "languages": ["en"],
        "created_at": FOUNDED,
        "opened_at": FOUNDED,
    }
    return _add(Cooperation(**values | changes))


def make_delegation(**changes: Any) -> Delegation:
    """A partner region of the scope's cooperation."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "name": f"Region {number}",
        "short": f"R{number}",
        "country": "DE",
        "language": "en",
        "position": number,
        "agreed_at": FOUNDED,
    }
    return _add(Delegation(**values | changes))


def make_membership(
    person: Person, delegation: Delegation, role: Role = Role.MEMBER, **changes: Any
) -> Membership:
    """The person as a member of the scope's cooperation."""
    values: dict[str, Any] = {
        "id": new_id(),
        "person_id": person.id,
        "delegation_id": delegation.id,
        "role": role,
        "joined_at": FOUNDED,
    }
    return _add(Membership(**values | changes))


def make_deputy(
    member: Membership, named_by: Membership, *, begins_in: int = 0, days: int = 7, **changes: Any
) -> Deputy:
    """The member stands in for the coordinator, from so many days from now on, for so long."""
    first = now().date() + timedelta(days=begins_in)
    values: dict[str, Any] = {
        "id": new_id(),
        "membership_id": member.id,
        "named_by": named_by.id,
        "starts_on": first,
        "ends_on": first + timedelta(days=days),
    }
    return _add(Deputy(**values | changes))


def make_term(delegation: Delegation, *, days: int = 180, **changes: Any) -> PresidencyTerm:
    """The delegation presides since today."""
    today = now().date()
    values: dict[str, Any] = {
        "id": new_id(),
        "delegation_id": delegation.id,
        "starts_on": today,
        "ends_on": today + timedelta(days=days),
        "taken_over_at": now(),
    }
    return _add(PresidencyTerm(**values | changes))


def make_group(*members: Membership, **changes: Any) -> WorkingGroup:
    """A working group of the scope's cooperation with these members, in the role they have."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "slug": f"group-{number}",
        "name": f"Group {number}",
        "description": "",
        "language": "en",
        "position": number,
    }
    group = _add(WorkingGroup(**values | changes))
    for member in members:
        _add(
            GroupMember(
                id=new_id(),
                group_id=group.id,
                membership_id=member.id,
                role=default_role(Role(member.role)),
            )
        )
    return group


def make_meeting(created_by: Membership, *groups: WorkingGroup, **changes: Any) -> Meeting:
    """A meeting of these groups in a week, without agenda or minutes."""
    starts_at = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    values: dict[str, Any] = {
        "id": new_id(),
        "title": f"Meeting {next(_numbers)}",
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "timezone": "Europe/Berlin",
        "place": "",
        "link": "",
        "language": "en",
        "version": 1,
        "created_by": created_by.id,
    }
    meeting = _add(Meeting(**values | changes))
    for group in groups:
        _add(MeetingGroup(id=new_id(), meeting_id=meeting.id, group_id=group.id))
    return meeting


def make_agenda_item(meeting: Meeting, **changes: Any) -> AgendaItem:
    """A point of the meeting's agenda, after the ones made before."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "id": new_id(),
        "meeting_id": meeting.id,
        "title": f"Item {number}",
        "position": number,
    }
    return _add(AgendaItem(**values | changes))


def make_attendance(meeting: Meeting, member: Membership, **changes: Any) -> Attendance:
    """That the member was present."""
    values: dict[str, Any] = {
        "id": new_id(),
        "meeting_id": meeting.id,
        "membership_id": member.id,
        "status": Presence.PRESENT,
    }
    return _add(Attendance(**values | changes))


def make_document(**changes: Any) -> LiveDocument:
    """An empty live document, its journal without entries."""
    values: dict[str, Any] = {
        "id": new_id(),
        "kind": "minutes",
        "epoch": secrets.randbits(52),
        "schema": 1,
        "created_at": now(),
    }
    return _add(LiveDocument(**values | changes))


def make_minutes(meeting: Meeting, document: LiveDocument) -> Minutes:
    """The document as the minutes of the meeting."""
    return _add(Minutes(id=new_id(), meeting_id=meeting.id, document_id=document.id))


def make_activity(person: Person, subject_id: UUID, **changes: Any) -> Activity:
    """Something that happened in the scope's cooperation."""
    values: dict[str, Any] = {
        "id": new_id(),
        "person_id": person.id,
        "role": "",
        "verb": "meeting.created",
        "subject_id": subject_id,
        "details": {},
        "at": now(),
    }
    row = Activity(**values | changes)
    row.cooperation_id = row.cooperation_id or session().scope.cooperation_id
    chain.append(row.cooperation_id, [row])
    return row


def as_actor(person: Person, membership: Membership, cooperation: Cooperation) -> Actor:
    """The member as services and policies know them."""
    actor = cooperations.as_actor(person, membership, cooperation)
    return replace(actor, is_presiding=True)  # as everybody does while no term runs


def as_identity(person: Person, signed_in: SignedInSession, token: str) -> Identity:
    """The person as Flask-Login knows them."""
    return Identity(
        person_id=person.id,
        session_id=signed_in.id,
        token=token,
        email=person.email,
        name=person.name,
        language=person.language,
        timezone=person.timezone,
        theme=person.theme,
        color=person.color,
        is_operator=person.is_operator,
    )
