"""Whom to invite, and as what."""

from dataclasses import dataclass
from uuid import UUID

from collab.core.actor import Role

MAX_NAME = 120
MAX_NOTE = 2000


@dataclass(frozen=True, slots=True)
class GroupPlace:
    """A working group that somebody will be in, and as what."""

    group_id: UUID
    role: Role = Role.MEMBER


@dataclass(frozen=True, slots=True)
class InvitationPlan:
    """Whom to invite, as what; `delegation_id` None means the inviter's own delegation."""

    email: str
    role: Role
    language: str
    name: str = ""
    groups: tuple[GroupPlace, ...] = ()
    note: str = ""
    delegation_id: UUID | None = None
