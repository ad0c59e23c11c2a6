"""The rows that say what happened, and the end of their chain."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned


class Activity(CooperationOwned, Base):
    """Something done in a cooperation: `noun.past_tense`, on which thing, when, in which role.

    Rows are only ever added. Each carries a hash over the one before, so that a changed or removed
    one shows (`collab.activity.chain`).
    """

    __tablename__ = "activity"
    __table_args__ = owned(
        Index(None, "cooperation_id", "at"),
        UniqueConstraint("cooperation_id", "number"),
    )

    #: 1, 2, 3 … in each cooperation
    number: Mapped[int]
    #: who did it; stays when the person leaves; None: the installation itself
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: the role they had at that moment
    role: Mapped[str] = mapped_column(String(16), default="")
    #: the delegation they acted for at that moment
    delegation_id: Mapped[UUID | None]
    verb: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    #: may name people and things; outside of the chain but for a salted digest, so it can be erased
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: random, hexadecimal; empty when the details were erased
    salt: Mapped[str] = mapped_column(String(32), default="")
    #: SHA-256 of salt and details, hexadecimal
    details_digest: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime]
    #: SHA-256 over the hash before and everything above but the details, hexadecimal
    hash: Mapped[str] = mapped_column(String(64))


class ActivityChain(CooperationOwned, Base):
    """The end of a cooperation's chain; locked by whoever adds to it."""

    __tablename__ = "activity_chain"
    __table_args__ = owned(UniqueConstraint("cooperation_id"))

    #: number of the last activity
    number: Mapped[int] = mapped_column(default=0)
    #: its hash; 64 zeros before the first
    hash: Mapped[str] = mapped_column(String(64), default="0" * 64)
