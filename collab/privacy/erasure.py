"""Deleting an account: asked for, stopped within two weeks, then done.

Opens units of work itself: one for each cooperation, and the person's own.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations.directory import DirectoryEntry
from collab.cooperations.errors import LastCoordinator
from collab.cooperations.models import Cooperation, Membership
from collab.cooperations.service.changes import hold
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import Conflict, NotFound
from collab.privacy import letters, tombstone
from collab.privacy.models import ErasureCause, ErasureRequest
from collab.privacy.traces import Gone, forget_in_cooperation

WAITING_PERIOD = timedelta(days=14)
#: when a delegation would be left without a coordinator, it is tried again after so long
TRY_AGAIN = timedelta(days=7)
_log = logging.getLogger(__name__)


class SuccessorNeeded(Conflict):
    """Delegations would be left without a coordinator; `places` are their cooperations."""

    code = "successor_needed"
    heading = _l("Name a successor first")

    def __init__(self, places: list[Cooperation]) -> None:
        super().__init__()
        self.places = places
        names = ", ".join(place.name for place in places)
        self.message = _l(
            "You are the only coordinator of your delegation in: %(cooperations)s",
            cooperations=names,
        )


def list_where_last(person_id: UUID) -> list[Cooperation]:
    """Open cooperations where this person's delegation has no other coordinator."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        rows = session().execute(
            select(Cooperation, Membership.id)
            .join(Membership, Membership.cooperation_id == Cooperation.id)
            .where(
                Membership.person_id == person_id,
                Membership.ended_at.is_(None),
                Cooperation.archived_at.is_(None),
            )
            .order_by(Cooperation.name)
        )
        found = rows.all()
    return [place for place, membership_id in found if _is_last(place.id, membership_id)]


def _is_last(cooperation_id: UUID, membership_id: UUID) -> bool:
    with unit_of_work(Scope(cooperation_id)):
        membership = (
            session().scalars(select(Membership).where(Membership.id == membership_id)).one()
        )
        try:
            hold(membership).keep_a_coordinator()
        except LastCoordinator:
            return True
    return False


def find_request(person_id: UUID) -> ErasureRequest | None:
    """When the account is to be erased; None when it is not. Runs inside a unit of work."""
    return session().scalar(
        select(ErasureRequest).where(
            ErasureRequest.person_id == person_id, ErasureRequest.stopped_at.is_(None)
        )
    )


def check_successors(person_id: UUID) -> None:
    """Raise SuccessorNeeded when a delegation would be left without a coordinator."""
    places = list_where_last(person_id)
    if places:
        raise SuccessorNeeded(places)


def request_erasure(person_id: UUID, cause: ErasureCause = ErasureCause.WISH) -> datetime:
    """Have the account erased in two weeks, and say so by mail; when that will be.

    Raises SuccessorNeeded. Asking again changes nothing.
    """
    check_successors(person_id)
    with unit_of_work(GLOBAL):
        person = session().get(Person, person_id)
        if person is None or person.erased_at is not None:
            raise NotFound
        request = session().scalar(
            select(ErasureRequest).where(ErasureRequest.person_id == person_id)
        )
        if request is not None and request.stopped_at is None:
            return request.due_at
        if request is None:
            request = ErasureRequest(person_id=person_id)
            session().add(request)
        request.cause, request.stopped_at = cause, None
        request.requested_at, request.due_at = now(), now() + WAITING_PERIOD
        session().flush()
        letters.tell_of_erasure(person, request)
        return request.due_at


def stop_erasure(person_id: UUID) -> bool:
    """The account stays; whether there was anything to stop. Runs inside a unit of work."""
    request = find_request(person_id)
    if request is None:
        return False
    request.stopped_at = now()
    letters.withdraw_stop_links(request)
    return True


def erase_due() -> None:
    """Erase every account whose waiting period is over."""
    with unit_of_work(GLOBAL, writes=False):
        due = session().execute(
            select(ErasureRequest.person_id)
            .where(ErasureRequest.due_at <= now(), ErasureRequest.stopped_at.is_(None))
            .order_by(ErasureRequest.due_at)
        )
        found = [row.person_id for row in due]
    for person_id in found:
        try:
            erase_person(person_id)
        except SuccessorNeeded as error:
            _put_off(person_id, error.places)
        except Exception:  # noqa: BLE001 other accounts are erased nevertheless
            _log.exception("the account %s cannot be erased", person_id)


def _put_off(person_id: UUID, places: Iterable[Cooperation]) -> None:
    with unit_of_work(GLOBAL):
        request, person = find_request(person_id), session().get(Person, person_id)
        if request is not None and person is not None:
            request.due_at = now() + TRY_AGAIN
            letters.tell_of_delay(person, request, [place.name for place in places])


def erase_person(person_id: UUID) -> None:
    """Erase the account now; may run twice. SuccessorNeeded leaves everything as it is."""
    check_successors(person_id)
    with unit_of_work(GLOBAL):
        found = tombstone.find_gone(person_id)
        if found is None:
            return
        person, gone = found
        tombstone.lock_out(person)
        # whoever was begun with is gone on with after a crash
        _note_begun(person_id)
        places = list(session().scalars(select(DirectoryEntry.id)))
    for cooperation_id in places:
        with unit_of_work(Scope(cooperation_id)):
            forget_in_cooperation(cooperation_id, gone)
    _finish(person_id, gone)


def _note_begun(person_id: UUID) -> None:
    request = session().scalar(select(ErasureRequest).where(ErasureRequest.person_id == person_id))
    if request is None:
        request = ErasureRequest(
            person_id=person_id, cause=ErasureCause.OPERATOR, requested_at=now(), due_at=now()
        )
        session().add(request)
    request.due_at, request.stopped_at = min(request.due_at, now()), None


def _finish(person_id: UUID, gone: Gone) -> None:
    with unit_of_work(GLOBAL):
        found = tombstone.find_gone(person_id)
        if found is not None:
            tombstone.bury(found[0], gone)
