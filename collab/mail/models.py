"""Mails that wait, were sent, failed, or are kept because there is no mail server."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base


class MailState(StrEnum):
    """What has become of a mail; `kept`: no mail server is configured, an operator can read it."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    KEPT = "kept"


class Problem(StrEnum):
    """Why a mail did not leave the last time it was tried."""

    NONE = ""
    #: the mail server refused this mail or its recipient; `reply` has its words
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    #: no encrypted way to the mail server
    UNSAFE = "unsafe"
    #: the mail server does not take our user and password
    SIGN_IN = "sign_in"
    #: it cannot be put into the form of a mail: a bug
    UNWRITABLE = "unwritable"
    #: the mail server takes no mail from COLLAB_MAIL_FROM
    SENDER = "sender"


class Mail(Base):
    """One mail to one address; of no cooperation, for people without an account get some too."""

    __tablename__ = "mail"
    __table_args__ = (Index(None, "state", "due_at"),)

    #: whoever gets it, when they have an account
    person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    address: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    #: as Babel names it
    language: Mapped[str] = mapped_column(String(12))
    template: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(300))
    #: the body as collab.mail.letters.Part; gone once it is sent, for its links are secrets
    parts: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(index=True)
    #: when to try (again); moved ahead by whoever is trying now, so that nobody else does
    due_at: Mapped[datetime]
    #: how often it was tried; also says whose attempt it is
    attempts: Mapped[int] = mapped_column(default=0)
    #: since when an operator wants it tried again; growing waits count from here
    tried_since: Mapped[datetime]
    #: when the state was reached
    settled_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(12), default=Problem.NONE)
    #: the last words of the mail server, or what kept us from reaching it
    reply: Mapped[str] = mapped_column(Text, default="")
