"""The tenant, its delegations, and who belongs to them."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, owned, ref
from collab.core.scope import CooperationOwned, CooperationRoot, PersonsOwn


class Role(StrEnum):
    """What a member may do in a cooperation."""

    COORDINATOR = "coordinator"
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"


class Cooperation(CooperationRoot, Base):
    """A lasting cooperation with its own isolated workspace, languages and people."""

    __tablename__ = "cooperation"

    #: names it in URLs
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    #: language of name and description
    language: Mapped[str] = mapped_column(String(12), default="en")
    created_at: Mapped[datetime]
    #: read-only from then on
    archived_at: Mapped[datetime | None]


class Delegation(CooperationOwned, Base):
    """One partner region, country or organisation in a cooperation."""

    __tablename__ = "delegation"
    __table_args__ = owned(UniqueConstraint("cooperation_id", "short"))

    name: Mapped[str] = mapped_column(String(120))
    #: a few letters for badges, such as BW
    short: Mapped[str] = mapped_column(String(8))
    #: ISO 3166-1 alpha-2
    country: Mapped[str] = mapped_column(String(2))
    #: language its name is written in
    language: Mapped[str] = mapped_column(String(12), default="en")
    position: Mapped[int] = mapped_column(default=0)


class Membership(PersonsOwn, Base):
    """A person in a cooperation, in one of its delegations."""

    __tablename__ = "membership"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "person_id"),
        ref("delegation", "delegation_id", ondelete="RESTRICT"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    delegation_id: Mapped[UUID]
    role: Mapped[str] = mapped_column(String(16))
    joined_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
