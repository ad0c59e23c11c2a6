"""People, how they sign in, the sessions they are signed in with, and links sent by mail."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from collab.core.db import Base
from collab.core.names import fold

MAX_NAME_KEY = 240


def _fold_name(context: Any) -> str:
    return fold(context.get_current_parameters()["name"])[:MAX_NAME_KEY]


class Theme(StrEnum):
    """How pages look: as the device says, light, or dark."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class Person(Base):
    """Somebody with an account; belongs to no cooperation by itself."""

    __tablename__ = "person"
    __table_args__ = (Index(None, "name_key"),)

    #: lower case; what people sign in with
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: the name as lists sort and search it; follows it by itself
    name_key: Mapped[str] = mapped_column(String(MAX_NAME_KEY), default=_fold_name)
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
    #: may propose new cooperations without being an operator
    may_found: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    #: since when a second factor protects the account; None: there is none
    second_factor_at: Mapped[datetime | None]
    #: kept out by an operator
    suspended_at: Mapped[datetime | None]
    #: personal data is gone, the row stays as "former member"
    erased_at: Mapped[datetime | None]

    @validates("name")
    def _follow(self, _attribute: str, name: str) -> str:
        self.name_key = fold(name)[:MAX_NAME_KEY]
        return name


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
    #: when the person last proved again who they are; None: not since signing in
    confirmed_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried lately, such as signing in to one account."""

    __tablename__ = "throttle"

    #: what is counted and for whom: `password:ana@…`
    key: Mapped[str] = mapped_column(String(320), unique=True)
    started_at: Mapped[datetime]
    count: Mapped[int]


class Purpose(StrEnum):
    """What a one-time link is for."""

    RESET = "reset"
    EMAIL = "email"
    EMAIL_UNDO = "email_undo"
    INVITATION = "invitation"
    EXPORT = "export"
    ERASURE = "erasure"


class OneTimeLink(Base):
    """A link that was sent by mail and works once; belongs to no cooperation."""

    __tablename__ = "one_time_link"
    __table_args__ = (Index(None, "email", "purpose"),)

    purpose: Mapped[str] = mapped_column(String(24))
    #: SHA-256 of the token in its address, hexadecimal
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: lower case; to whom it was sent
    email: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    #: the cooperation whose scope to open when it is used
    cooperation_of: Mapped[UUID | None] = mapped_column(
        ForeignKey("cooperation.id", ondelete="CASCADE"), index=True
    )
    #: what it is about, such as an invitation
    subject_id: Mapped[UUID | None] = mapped_column(index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]


class AuthenticatorApp(Base):
    """The app that shows a person six digits, new ones every thirty seconds (TOTP, RFC 6238)."""

    __tablename__ = "authenticator_app"

    person_id: Mapped[UUID] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), unique=True
    )
    #: sealed with the installation's secret key
    secret: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    #: None: begun, but no code was entered yet; such a one protects nothing
    confirmed_at: Mapped[datetime | None]
    #: number of the thirty seconds whose code was used last; it and earlier ones are refused
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    last_used_at: Mapped[datetime | None]


class Passkey(Base):
    """A key pair of which the person's device keeps the secret half (WebAuthn)."""

    __tablename__ = "passkey"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: what the device calls it
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1023), unique=True)
    #: COSE
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    #: how often the device says it was used; 0 for ever where devices share it
    sign_count: Mapped[int] = mapped_column(BigInteger)
    #: ways to reach the device, such as `["internal", "hybrid"]`
    transports: Mapped[list[str]] = mapped_column(JSON)
    #: what the person calls it
    name: Mapped[str] = mapped_column(String(60))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code on paper for when the other factors are lost."""

    __tablename__ = "recovery_code"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of person and code, hexadecimal
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Challenge(Base):
    """What a browser has to answer within minutes: a second step, or a passkey's signature."""

    __tablename__ = "challenge"

    #: None: whoever answers says who they are
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(String(24))
    #: random bytes that a passkey signs
    value: Mapped[bytes] = mapped_column(LargeBinary(64))
    expires_at: Mapped[datetime]


class KnownDevice(Base):
    """A browser in which a person has signed in before."""

    __tablename__ = "known_device"
    __table_args__ = (UniqueConstraint("person_id", "token_hash"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    #: SHA-256 of the token in its long-lived cookie, hexadecimal; people may share a browser
    token_hash: Mapped[str] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]


class AppPassword(Base):
    """A password that one program of a person uses instead of theirs: for WebDAV."""

    __tablename__ = "app_password"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    #: what the person calls the program
    name: Mapped[str] = mapped_column(String(60))
    #: SHA-256, hexadecimal: the password is long and random, so that nothing slower is needed
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    #: None: until it is taken back
    expires_at: Mapped[datetime | None]
