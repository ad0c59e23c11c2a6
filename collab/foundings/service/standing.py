"""As whom a proposer acts in the cooperation they propose."""

from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations import service as cooperations
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Actor, Role
from collab.core.db import session

#: an operator who proposes for others acts for no delegation
NOBODY = UUID(int=0)


def act_for(person: Person, cooperation: Cooperation) -> Actor:
    """The proposer; as a member where they are one. In the cooperation's scope."""
    member = session().scalar(
        select(Membership).where(Membership.person_id == person.id, Membership.ended_at.is_(None))
    )
    if member is None:
        member = Membership(id=NOBODY, delegation_id=NOBODY, role=Role.COORDINATOR)  # never added
    return cooperations.as_actor(person, member, cooperation)


def find_this() -> Cooperation:
    """The cooperation of the running unit of work."""
    return session().scalars(select(Cooperation)).one()
