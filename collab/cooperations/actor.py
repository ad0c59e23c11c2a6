"""Who acts, where, and in which role."""

from dataclasses import dataclass
from uuid import UUID

from collab.cooperations.models import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of one cooperation, as services and policies need to know them."""

    person_id: UUID
    #: the session they are signed in with; None in jobs and commands
    session_id: UUID | None
    name: str
    language: str
    timezone: str
    color: int
    cooperation_id: UUID
    cooperation_slug: str
    cooperation_name: str
    membership_id: UUID
    delegation_id: UUID
    role: Role
