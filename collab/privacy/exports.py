"""Asking for a copy of one's data, and getting it. Runs in the person's own scope."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select, update

from collab.accounts import notices
from collab.accounts.service import find_person
from collab.core import duties
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import GLOBAL, after_commit, new_id, session, unit_of_work
from collab.core.errors import Conflict, NotFound
from collab.privacy.copies import make_archive
from collab.privacy.models import DataExport, ExportState

DUTY = "privacy.export"
#: whoever makes a copy and dies loses it after so long
LEASE = timedelta(minutes=30)
_log = logging.getLogger(__name__)


class ExportRunning(Conflict):
    """One copy at a time."""

    code = "export_running"
    message = _l("A copy of your data is being made already.")


def request_export(person_id: UUID, kept_for: timedelta) -> DataExport:
    """Have a copy made beside requests; ExportRunning when one is being made."""
    waiting = select(DataExport.id).where(
        DataExport.person_id == person_id, DataExport.state == ExportState.WAITING
    )
    if session().scalar(waiting):
        raise ExportRunning
    export = DataExport(
        id=new_id(),
        person_id=person_id,
        state=ExportState.WAITING,
        requested_at=now(),
        expires_at=now() + kept_for,
    )
    session().add(export)
    after_commit(partial(duties.wake, DUTY))
    return export


def list_exports(person_id: UUID) -> Sequence[DataExport]:
    """The person's copies that have not expired, the latest first."""
    return (
        session()
        .scalars(
            select(DataExport)
            .where(DataExport.person_id == person_id, DataExport.expires_at > now())
            .order_by(DataExport.requested_at.desc(), DataExport.id.desc())
        )
        .all()
    )


def read_export(person_id: UUID, export_id: UUID) -> tuple[DataExport, bytes]:
    """The archive of a copy that is ready; NotFound when it is not this person's, or expired."""
    row = (
        session()
        .execute(
            select(DataExport, DataExport.content).where(
                DataExport.id == export_id,
                DataExport.person_id == person_id,
                DataExport.state == ExportState.READY,
                DataExport.expires_at > now(),
            )
        )
        .first()
    )
    if row is None or row[1] is None:
        raise NotFound
    return row[0], row[1]


def remove_export(person_id: UUID, export_id: UUID) -> None:
    """Delete a copy before its time, or one that waits or failed; NotFound when there is none."""
    gone = session().scalar(
        delete(DataExport)
        .where(DataExport.id == export_id, DataExport.person_id == person_id)
        .returning(DataExport.id)
    )
    if gone is None:
        raise NotFound


def make_waiting_exports() -> None:
    """Make every copy that somebody waits for, and tell them. Opens units of work itself."""
    while (taken := _take_next()) is not None:
        _make(*taken)


def _take_next() -> tuple[UUID, UUID] | None:
    """The copy that waits longest, for this process alone: its id and its person's."""
    is_free = or_(DataExport.begun_at.is_(None), DataExport.begun_at < now() - LEASE)
    first = (
        select(DataExport.id)
        .where(DataExport.state == ExportState.WAITING, is_free)
        .order_by(DataExport.requested_at)
        .limit(1)
    )
    with unit_of_work(GLOBAL, writes=False):
        if session().scalar(first) is None:
            return None
    with unit_of_work(GLOBAL):
        row = (
            session()
            .execute(
                update(DataExport)
                .where(DataExport.id == first.scalar_subquery(), is_free)
                .values(begun_at=now())
                .returning(DataExport.id, DataExport.person_id)
                .execution_options(synchronize_session=False)
            )
            .first()
        )
    return None if row is None else (row.id, row.person_id)


def _make(export_id: UUID, person_id: UUID) -> None:
    try:
        archive = make_archive(person_id)
    except Exception:  # noqa: BLE001 the copies of others are made nevertheless
        _log.exception("the copy %s cannot be made", export_id)
        _settle(export_id, ExportState.FAILED)
    else:
        _settle(export_id, ExportState.READY, archive)


def _settle(export_id: UUID, state: ExportState, content: bytes | None = None) -> None:
    with unit_of_work(GLOBAL):
        row = session().scalar(select(DataExport).where(DataExport.id == export_id))
        if row is None:
            return  # removed meanwhile
        row.state, row.content, row.size = state, content, len(content or b"")
        row.settled_at = now()
        row.expires_at = now() + (row.expires_at - row.requested_at)
        person = find_person(row.person_id)
        if state is ExportState.READY and person.erased_at is None:
            values = {"url": public_url("/account/data"), "expires_at": row.expires_at}
            notices.write_to(person, "privacy/export_ready", values)
