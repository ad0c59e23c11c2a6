"""Working groups and who is in them."""

from uuid import UUID

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.actor import Role
from collab.core.db import Base, CooperationOwned, owned, ref

#: the roles a working group gives, the first ones first in lists
GROUP_ROLES = (Role.CHAIR, Role.SECRETARY, Role.MEMBER, Role.GUEST)


class WorkingGroup(CooperationOwned, Base):
    """Where the work happens: has members and meetings."""

    __tablename__ = "working_group"
    __table_args__ = owned(UniqueConstraint("cooperation_id", "slug"))

    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(Text, default="")
    #: language of name and description
    language: Mapped[str] = mapped_column(String(12), default="en")
    position: Mapped[int] = mapped_column(default=0)


class GroupMember(CooperationOwned, Base):
    """A member of the cooperation who is in a working group."""

    __tablename__ = "group_member"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "group_id", "membership_id"),
        ref("working_group", "group_id"),
        ref("membership", "membership_id"),
    )

    group_id: Mapped[UUID]
    membership_id: Mapped[UUID] = mapped_column(index=True)
    #: in this group, one of GROUP_ROLES
    role: Mapped[str] = mapped_column(String(16), default=Role.MEMBER)
