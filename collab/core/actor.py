"""Who acts, where, and in which role."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from collab.core.scope import Scope


class Role(StrEnum):
    """What a member may do: in a cooperation as a whole, or in one working group."""

    COORDINATOR = "coordinator"
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Presidency:
    """Which delegation chairs the cooperation now, and for how long."""

    delegation_id: UUID
    name: str
    short: str
    #: of the name
    language: str
    starts_on: date
    #: the last day that is planned; it goes on until it is handed over
    ends_on: date


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
    #: in the cooperation as a whole; a deputy is a coordinator for the time being
    role: Role
    #: whether the role is that of the coordinator whom they stand in for
    is_deputy: bool = False
    #: whether their delegation presides over the cooperation now
    is_presiding: bool = False
    #: None while no term runs, and in jobs and commands
    presidency: Presidency | None = None
    #: of the cooperation's name as it is given here
    cooperation_language: str = "en"
    #: whether all founders have agreed; before, there is nothing to see but who has not
    is_open: bool = True
    #: whether the cooperation can be read, but not changed
    is_archived: bool = False
    #: when it is deleted unless somebody stops that; None: nobody asked for it
    delete_at: datetime | None = None

    @property
    def scope(self) -> Scope:
        """Whose rows they may touch; in an archived cooperation only to read them."""
        return Scope(cooperation_id=self.cooperation_id, is_read_only=self.is_archived)
