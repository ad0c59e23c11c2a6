"""People, the sessions they are signed in with, and failed attempts to sign in."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base


class Theme(StrEnum):
    """How pages look: as the device says, light, or dark."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Person(Base):
    """Somebody with an account; belongs to no cooperation by itself."""

    __tablename__ = "person"

    #: lower case; what people sign in with
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: argon2id, with its parameters
    password_hash: Mapped[str] = mapped_column(String(255))
    #: interface language, as offered by collab.core.i18n
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: IANA name
    timezone: Mapped[str] = mapped_column(String(64), default="Europe/Brussels")
    theme: Mapped[str] = mapped_column(String(8), default=Theme.AUTO)
    #: index into the twelve colours of carets and initials
    color: Mapped[int] = mapped_column(default=0)
    #: runs the installation; has no right inside a cooperation by this alone
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class SignedInSession(Base):
    """One device of a person that is signed in; deleting the row signs it out everywhere."""

    __tablename__ = "signed_in_session"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of the token in the cookie, hexadecimal
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    user_agent: Mapped[str] = mapped_column(String(300))
    #: network address it was last seen from
    address: Mapped[str] = mapped_column(String(64))


class SignInAttempt(Base):
    """A failed attempt to sign in; successes leave none."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index(None, "email", "at"),
        Index(None, "address", "at"),
    )

    #: as typed, lower case; also of people who do not exist
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
