"""Who was asked to join a cooperation, by whom, and what became of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.clock import now
from collab.core.db import Base, CooperationOwned, owned, ref


class State(StrEnum):
    """What became of an invitation; only `waiting` ones can be accepted."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Invitation(CooperationOwned, Base):
    """Somebody was asked by mail to join a delegation of the cooperation."""

    __tablename__ = "invitation"
    __table_args__ = owned(
        # while one waits, its delegation sends no second one to the same address
        UniqueConstraint("cooperation_id", "delegation_id", "open_email"),
        Index(None, "cooperation_id", "delegation_id", "state"),
        ref("delegation", "delegation_id"),
    )

    delegation_id: Mapped[UUID]
    #: lower case; only whoever reads its mails can accept
    email: Mapped[str] = mapped_column(String(254))
    #: the same while the invitation waits, empty afterwards
    open_email: Mapped[str | None] = mapped_column(String(254))
    #: how the inviter calls them; may be empty
    name: Mapped[str] = mapped_column(String(120), default="")
    #: name and address, folded for searching and sorting
    search_key: Mapped[str] = mapped_column(String(400))
    #: in the cooperation as a whole, one of Role
    role: Mapped[str] = mapped_column(String(16))
    #: language of the mail
    language: Mapped[str] = mapped_column(String(12))
    #: the inviter's own words, in the mail; may be empty
    note: Mapped[str] = mapped_column(Text, default="")
    #: whether it asks a partner to found the cooperation
    is_founding: Mapped[bool] = mapped_column(default=False)
    #: one of State; one that waits beyond `expires_at` counts as expired
    state: Mapped[str] = mapped_column(String(12), default=State.WAITING)
    #: who sent it last
    invited_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    #: when it was sent last
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    #: when it stopped waiting
    settled_at: Mapped[datetime | None]
    #: why it was declined, in the words of whoever did; may be empty
    reason: Mapped[str] = mapped_column(Text, default="")
    #: the last mail; its row may be forgotten by now
    mail_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("mail.id", ondelete="SET NULL"), index=True
    )
    #: who accepted
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: whether it was one of a list, not sent by itself
    is_from_list: Mapped[bool] = mapped_column(default=False)

    @property
    def shown_state(self) -> State:
        """What became of it by now, whether or not anybody has written it down yet."""
        if self.state == State.WAITING and self.expires_at <= now():
            return State.EXPIRED
        return State(self.state)

    def settle(self, state: State) -> None:
        """It no longer waits; the address is free for another one."""
        self.state = state
        self.settled_at = now()
        self.open_email = None


class InvitationGroup(CooperationOwned, Base):
    """A working group that whoever accepts will be in, and their role there."""

    __tablename__ = "invitation_group"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "invitation_id", "group_id"),
        ref("invitation", "invitation_id"),
        ref("working_group", "group_id"),
    )

    invitation_id: Mapped[UUID]
    group_id: Mapped[UUID] = mapped_column(index=True)
    #: in the group: chair, secretary, member or guest
    role: Mapped[str] = mapped_column(String(16))


class InvitationList(CooperationOwned, Base):
    """A list of people to invite, between its preview and the moment it is sent."""

    __tablename__ = "invitation_list"
    __table_args__ = owned(ref("delegation", "delegation_id"))

    delegation_id: Mapped[UUID]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    #: forgotten from then on, sent or not
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: set by whoever sends it, so that it is sent once
    sent_at: Mapped[datetime | None]
    #: what holds for lines that do not say it themselves: role, language, groups, note
    defaults: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: as collab.invitations.lines.Line; emptied once it is sent
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    #: columns of the file that nobody understood
    unknown_columns: Mapped[list[str]] = mapped_column(JSON, default=list)
