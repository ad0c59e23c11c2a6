"""Loads the demonstration: once, and only where nobody else has an account."""

from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.passwords import hash_password
from collab.cooperations.models import Cooperation, Membership
from collab.cooperations.service import as_actor
from collab.core import clock
from collab.core.actor import Actor
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import DomainError
from collab.demo.boards import read_boards
from collab.demo.calendar import Calendar
from collab.demo.cooperations import DemoCooperation, read_cooperations
from collab.demo.documents import read_documents
from collab.demo.history import add_history
from collab.demo.invitations import add_invitation
from collab.demo.meetings import DemoMeeting, read_meetings
from collab.demo.notices import call_off_mails
from collab.demo.people import DEMO_PASSWORD, PEOPLE
from collab.demo.shelving import Shelving
from collab.demo.sittings import add_meeting
from collab.demo.tasks import BoardWriter
from collab.demo.tenants import add_cooperation
from collab.demo.writing import write_minutes
from collab.live.service import create_document, request_edit
from collab.live.workshop import run_pending_operations
from collab.minutes.models import Minutes
from collab.minutes.service import KIND

ZONE = ZoneInfo("Europe/Berlin")
#: the time of day when the demonstration is loaded for a given day
MORNING = time(10)


class OtherPeople(DomainError):
    """The demonstration may not be mixed with people's real work."""

    status = 409
    code = "other_people"
    message = _l(
        "This database has people of its own. Please load the demonstration into an empty one."
    )


def load_demo(today: date | None = None) -> bool:
    """Load what is missing, with meetings around `today`; whether anything was.

    What is there already stays as people left it. Raises OtherPeople, and changes nothing, when
    something is missing and there are accounts that are not the demonstration's.
    """
    moment = datetime.combine(today, MORNING, ZONE) if today else clock.now().astimezone(ZONE)
    missing = [each for each in read_cooperations() if not _is_loaded(each)]
    if not missing:
        return False
    with unit_of_work(GLOBAL):
        _add_people()
    for cooperation in missing:
        with unit_of_work(Scope(cooperation.id)):
            _load_cooperation(cooperation, Calendar(moment))
    run_pending_operations()
    for cooperation in missing:
        with unit_of_work(Scope(cooperation.id)):
            call_off_mails()
    return True


def _is_loaded(cooperation: DemoCooperation) -> bool:
    with unit_of_work(Scope(cooperation.id), writes=False):
        return session().get(Cooperation, cooperation.id) is not None


def _add_people() -> None:
    known = set(session().scalars(select(Person.id)))
    if known - {person.id for person in PEOPLE.values()}:
        raise OtherPeople
    password_hash = hash_password(DEMO_PASSWORD)  # one for all: hashing is slow on purpose
    session().add_all(
        Person(
            id=person.id,
            email=person.email,
            name=person.name,
            password_hash=password_hash,
            language=person.language,
            timezone=person.timezone,
            color=person.color,
            is_operator=person.is_operator,
            may_found=person.may_found,
            created_at=clock.now(),
        )
        for person in PEOPLE.values()
        if person.id not in known
    )


def _load_cooperation(cooperation: DemoCooperation, calendar: Calendar) -> None:
    add_cooperation(cooperation)
    # before the minutes, whose actions then go to boards that are there
    on_boards = [
        line
        for place, board in enumerate(read_boards(cooperation.slug))
        for line in BoardWriter(cooperation, board, calendar, place).write()
    ]
    meetings = list(read_meetings(cooperation.slug))
    for meeting in meetings:
        meeting_id = add_meeting(cooperation, meeting, calendar)
        _add_minutes(cooperation, meeting, meeting_id, calendar)
    add_history(cooperation, meetings, calendar, on_boards)
    for invitation in cooperation.invitations:
        add_invitation(cooperation, invitation, _find_actor(cooperation, invitation.by))
    shelving = Shelving(cooperation, calendar, _find_actor)
    for document in read_documents(cooperation.slug):
        shelving.add(document)


def _add_minutes(
    cooperation: DemoCooperation, meeting: DemoMeeting, meeting_id: UUID, calendar: Calendar
) -> None:
    actor = _find_actor(cooperation, meeting.created_by)
    document = create_document(actor, KIND)
    session().flush()  # the minutes refer to it
    session().add(
        Minutes(
            id=cooperation.id_of("minutes", meeting.key),
            meeting_id=meeting_id,
            document_id=document.id,
        )
    )
    content = write_minutes(cooperation, meeting, calendar)
    request_edit(actor, document.id, {"op": "write", "content": content})


def _find_actor(cooperation: DemoCooperation, handle: str) -> Actor:
    here = session()
    return as_actor(
        here.get_one(Person, PEOPLE[handle].id),
        here.get_one(Membership, cooperation.membership_id(handle)),
        here.get_one(Cooperation, cooperation.id),
    )
