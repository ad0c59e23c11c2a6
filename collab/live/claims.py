"""Who works on what a document is owed: one process at a time, for as long as it lives."""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.exc import SQLAlchemyError

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live.models import LiveDuty
from collab.live.writing import note_duty

#: a worker that dies loses its claims after so long
CLAIM_SECONDS: Final = 12.0
_RENEW_SECONDS: Final = 4.0
_log = logging.getLogger(__name__)


class Claims:
    """The claims of one worker; everything here opens its own unit of work."""

    def __init__(self, *, is_alone: bool = False) -> None:
        self.worker = secrets.token_hex(16)
        #: no other process works on this database: nothing need be written down
        self._is_alone = is_alone

    def list_duties(self) -> list[tuple[UUID, UUID]]:
        """Documents to which something is owed that nobody else is at, and their cooperations."""
        found = select(LiveDuty.document_id, LiveDuty.cooperation_of).where(self._is_free())
        with unit_of_work(GLOBAL, writes=False) as running:
            return [(row.document_id, row.cooperation_of) for row in running.execute(found)]

    def note(self, document_id: UUID, cooperation_id: UUID) -> None:
        """See to it that there is something to claim: another process may have ended the duty."""
        with unit_of_work(GLOBAL):
            note_duty(session(), cooperation_id, document_id)

    @contextmanager
    def hold(self, document_id: UUID) -> Iterator[bool]:
        """Keep others away while the block works; whether there is anything for us to do.

        Whoever loses the claim nevertheless, as the process was stopped for long, writes nothing
        twice: an edit goes into the journal with the end of what was owed, or not at all.
        """
        if self._is_alone or not self._take(document_id):
            yield self._is_alone
            return
        done = threading.Event()
        threading.Thread(target=self._renew_until, args=(done, document_id), daemon=True).start()
        try:
            yield True
        finally:
            done.set()
            self._release(LiveDuty.document_id == document_id)

    def release_all(self) -> None:
        """Let others take over, at once."""
        if not self._is_alone:
            self._release(LiveDuty.id.is_not(None))

    def forget(self, document_id: UUID) -> None:
        """Nothing is owed to a document that is gone."""
        with unit_of_work(GLOBAL):
            session().execute(delete(LiveDuty).where(LiveDuty.document_id == document_id))

    def _is_free(self) -> ColumnElement[bool]:
        until = LiveDuty.claimed_until
        return or_(until.is_(None), until < now(), LiveDuty.claimed_by == self.worker)

    def _take(self, document_id: UUID) -> bool:
        """Also how a claim is renewed."""
        taken = (
            update(LiveDuty)
            .where(LiveDuty.document_id == document_id, self._is_free())
            .values(claimed_by=self.worker, claimed_until=_end())
            .returning(LiveDuty.id)
        )
        with unit_of_work(GLOBAL):
            return session().scalar(taken) is not None

    def _renew_until(self, done: threading.Event, document_id: UUID) -> None:
        while not done.wait(_RENEW_SECONDS):
            try:
                self._take(document_id)
            except SQLAlchemyError:
                _log.exception("cannot renew the claim on %s", document_id)

    def _release(self, which: ColumnElement[bool]) -> None:
        mine = update(LiveDuty).where(which, LiveDuty.claimed_by == self.worker)
        try:
            with unit_of_work(GLOBAL):
                session().execute(mine.values(claimed_by=None, claimed_until=None))
        except SQLAlchemyError:
            _log.exception("a claim stays until it ends by itself")


def _end() -> datetime:
    return now() + timedelta(seconds=CLAIM_SECONDS)
