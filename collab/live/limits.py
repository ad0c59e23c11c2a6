"""How much a document, a person and a cooperation may send; what is too much and what waits."""

from collections.abc import Collection, Container
from typing import Final
from uuid import UUID

from collab.config.allowances import Allowances
from collab.core.buckets import Buckets
from collab.live.guard import Update

#: a change counts as one, and once more for so many bytes
_UNIT_BYTES: Final = 512
#: as much at once as would come in so many seconds
_BURST_SECONDS: Final = 60
#: whoever would have to wait longer is let go, and comes back with everything
LONGEST_WAIT: Final = 5.0
_MB: Final = 1_000_000
_HOUR: Final = 3600
#: a full document takes deletions for a little while longer
_LEEWAY: Final = 1.1
#: refused changes; honest clients send none
_REFUSALS_A_SECOND: Final = 10
_REFUSALS_AT_ONCE: Final = 200
_REFUSAL_BYTES: Final = 50_000


class Limits:
    """Counts what this process takes from whom."""

    def __init__(self) -> None:
        self.use(Allowances())

    def use(self, allowed: Allowances) -> None:
        """Allow so much from now on."""
        self.sockets = allowed.person_sockets
        self.documents = allowed.person_documents
        self._document_bytes = allowed.document_mb * _MB
        self._person = _at_once(allowed.person_rate)
        self._cooperation = _at_once(allowed.cooperation_rate)
        self._pages = Buckets(allowed.person_pages / _HOUR, allowed.person_pages)
        self._refusals = Buckets(_REFUSALS_A_SECOND, _REFUSALS_AT_ONCE)

    def take_change(self, person_id: UUID, cooperation_id: UUID, size: int) -> float | None:
        """Count a change; how long it has to wait. None: too long."""
        units = 1 + size / _UNIT_BYTES
        wait = self._person.take(person_id, units, LONGEST_WAIT)
        if wait is None:
            return None
        other = self._cooperation.take(cooperation_id, units, LONGEST_WAIT)
        return None if other is None else max(wait, other)

    def is_in_debt(self, person_id: UUID) -> bool:
        """Whether somebody has sent so much that they should not begin again at once."""
        return self._person.owes(person_id) > LONGEST_WAIT / 2

    def is_busy(self, cooperation_id: UUID) -> bool:
        """Whether a cooperation sends so much that nobody else of it should begin."""
        return self._cooperation.owes(cooperation_id) > LONGEST_WAIT / 2

    def take_refusal(self, person_id: UUID, size: int) -> float:
        """Count what was refused; how long whoever sent it has to wait."""
        units = 1 + size / _REFUSAL_BYTES
        wait = self._refusals.take(person_id, units, LONGEST_WAIT)
        return LONGEST_WAIT if wait is None else wait

    def find_excess(
        self,
        person_id: UUID,
        document_id: UUID,
        update: Update,
        known: Container[int],
        size: int,
    ) -> str | None:
        """Return why an update is too much for a document, which would be of that size then."""
        if size > self._document_bytes and (
            update.structs or size > self._document_bytes * _LEEWAY
        ):
            return "full"
        clients: Collection[int] = {
            each.client for each in update.structs if each.client not in known
        }
        if clients and self._pages.take((person_id, document_id), len(clients), 0.0) is None:
            return "too_much"
        return None


def _at_once(rate: int) -> Buckets:
    return Buckets(rate, rate * _BURST_SECONDS)


limits = Limits()
