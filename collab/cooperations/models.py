"""The tenant, its delegations, who belongs to them, who stands in, and who presides."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from collab.core.db import Base, owned, ref
from collab.core.names import fold
from collab.core.scope import CooperationOwned, CooperationRoot, PersonsOwn

Texts = dict[str, dict[str, str]]


def _fold_all(name: str | None, texts: Texts | None) -> str:
    names = {name or "", *(each.get("name", "") for each in (texts or {}).values())}
    return "\n".join(sorted(fold(each) for each in names if each))


def _fold_names(context: Any) -> str:
    given = context.get_current_parameters()
    return _fold_all(given["name"], given.get("texts"))


class DelegationKind(StrEnum):
    """What a partner is."""

    REGION = "region"
    COUNTRY = "country"
    ORGANISATION = "organisation"


class Cooperation(CooperationRoot, Base):
    """A lasting cooperation with its own isolated workspace, languages and people."""

    __tablename__ = "cooperation"

    #: names it in URLs
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    #: language of name and description
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: name and description in further languages: {language: {"name": …, "description": …}}
    texts: Mapped[Texts] = mapped_column(JSON, default=dict)
    #: its names in all languages, as lists search them; follows them by itself
    names_key: Mapped[str] = mapped_column(Text, default=_fold_names)
    #: the languages it works in, the first one first
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime]
    #: when all founders had agreed; None while it is only proposed
    opened_at: Mapped[datetime | None]
    #: read-only from then on
    archived_at: Mapped[datetime | None]
    #: whether members come in only with a second factor
    requires_two_factor: Mapped[bool] = mapped_column(default=False)
    #: when somebody asked for its deletion; it is deleted after the waiting period
    deletion_requested_at: Mapped[datetime | None]
    #: the person who asked
    deletion_requested_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: how many months each kind of thing is kept: {kind: months}; what is not named stays
    retention: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    @validates("name", "texts")
    def _follow(self, attribute: str, value: Any) -> Any:
        given = {"name": self.name, "texts": self.texts, attribute: value}
        self.names_key = _fold_all(given["name"], given["texts"])
        return value

    def name_in(self, language: str) -> str:
        """Its name in that language; where nobody wrote one, the original."""
        return self.texts.get(language, {}).get("name") or self.name

    def description_in(self, language: str) -> str:
        """Its description in that language; where nobody wrote one, the original."""
        return self.texts.get(language, {}).get("description") or self.description

    def language_of(self, part: str, language: str) -> str:
        """The language in which a reader of `language` gets its `name` or `description`."""
        return language if self.texts.get(language, {}).get(part) else self.language


class Delegation(CooperationOwned, Base):
    """One partner region, country or organisation in a cooperation."""

    __tablename__ = "delegation"
    __table_args__ = owned(UniqueConstraint("cooperation_id", "short"))

    name: Mapped[str] = mapped_column(String(120))
    #: a few letters for badges, such as BW
    short: Mapped[str] = mapped_column(String(8))
    #: ISO 3166-1 alpha-2
    country: Mapped[str] = mapped_column(String(2))
    #: one of DelegationKind
    kind: Mapped[str] = mapped_column(String(16), default=DelegationKind.REGION)
    #: language its name is written in
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: order in lists, and of the rotating presidency
    position: Mapped[int] = mapped_column(default=0)
    #: when its coordinator agreed to found the cooperation; None: not yet asked or not yet agreed
    agreed_at: Mapped[datetime | None]
    #: when its coordinator declined
    declined_at: Mapped[datetime | None]


class DelegationEmblem(CooperationOwned, Base):
    """The coat of arms or logo of a delegation, a small PNG; without one its flag is shown."""

    __tablename__ = "delegation_emblem"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "delegation_id"), ref("delegation", "delegation_id")
    )

    delegation_id: Mapped[UUID]
    #: PNG, at most 192 × 192 pixels, made by us from what was uploaded
    image: Mapped[bytes] = mapped_column(LargeBinary)
    changed_at: Mapped[datetime]


class Membership(PersonsOwn, Base):
    """A person in a cooperation, in one of its delegations."""

    __tablename__ = "membership"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "person_id"),
        ref("delegation", "delegation_id", ondelete="RESTRICT"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    delegation_id: Mapped[UUID]
    #: in the cooperation as a whole, one of Role; working groups give roles of their own
    role: Mapped[str] = mapped_column(String(16))
    joined_at: Mapped[datetime]
    #: kept out for the time being
    suspended_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    #: whether members of other delegations may see the e-mail address
    shares_address: Mapped[bool] = mapped_column(default=False)
    #: goes up with each change, so that two coordinators notice each other
    version: Mapped[int] = mapped_column(default=1)


class Deputy(CooperationOwned, Base):
    """A member who stands in for the coordinators of their delegation, until a day."""

    __tablename__ = "deputy"
    __table_args__ = owned(
        Index(None, "cooperation_id", "membership_id"),
        ref("membership", "membership_id"),
        ref("membership", "named_by", ondelete="RESTRICT"),
    )

    membership_id: Mapped[UUID]
    named_by: Mapped[UUID]
    starts_on: Mapped[date]
    #: the last day, included
    ends_on: Mapped[date]
    revoked_at: Mapped[datetime | None]


class PresidencyTerm(CooperationOwned, Base):
    """A delegation chairs the cooperation for a term."""

    __tablename__ = "presidency_term"
    __table_args__ = owned(
        Index(None, "cooperation_id", "starts_on"),
        ref("delegation", "delegation_id", ondelete="RESTRICT"),
    )

    delegation_id: Mapped[UUID]
    starts_on: Mapped[date]
    #: the last day that is planned, included
    ends_on: Mapped[date]
    #: when it was taken over from the term before; the first term begins at once
    taken_over_at: Mapped[datetime | None]
    #: when it was handed to the next term; None while it runs or has not begun
    handed_over_at: Mapped[datetime | None]
    handed_over_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: what was open at the moment of handing over: {check: number}
    checklist: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    #: words of the leaving presidency for the next one
    note: Mapped[str] = mapped_column(Text, default="")
