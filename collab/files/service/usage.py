"""How much a cooperation stores, and how much it may."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from collab.cooperations.stored_files import stored_bytes
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.files.errors import QuotaFull, TooLarge
from collab.files.limits import MB, limits
from collab.files.models import StorageQuota, Upload


@dataclass(frozen=True, slots=True)
class Usage:
    """Bytes of a cooperation."""

    used: int
    most: int

    @property
    def percent(self) -> int:
        """How full it is, 0 to 100."""
        return min(100, round(100 * self.used / self.most)) if self.most else 100

    @property
    def left(self) -> int:
        """How much more it may store."""
        return max(0, self.most - self.used)


def measure(actor: Actor) -> Usage:
    """How much the actor's cooperation stores, the trash included, and how much it may."""
    return measure_cooperation()


def measure_cooperation() -> Usage:
    """How much the cooperation of the running unit of work stores, and how much it may."""
    most = session().scalar(select(StorageQuota.most))
    return Usage(stored_bytes(), limits.quota if most is None else most)


def set_quota(cooperation_id: UUID, most: int | None) -> None:
    """Let the cooperation store so many bytes; None: as much as any other."""
    quota = session().scalar(select(StorageQuota).with_for_update())
    if most is None:
        if quota is not None:
            session().delete(quota)
    elif quota is None:
        session().add(StorageQuota(id=new_id(), cooperation_id=cooperation_id, most=most))
    else:
        quota.most = most


def check_room(size: int, *, but: UUID | None = None) -> None:
    """TooLarge, or QuotaFull unless so many bytes more may be stored.

    What is being uploaded counts as if it was here, except for the upload `but`.
    """
    if size > limits.file:
        raise TooLarge(limits.file // MB)
    coming = session().scalar(
        select(func.coalesce(func.sum(Upload.size), 0)).where(
            Upload.expires_at > now(), Upload.id != but if but else Upload.id.is_not(None)
        )
    )
    if size + int(coming or 0) > measure_cooperation().left:
        raise QuotaFull
