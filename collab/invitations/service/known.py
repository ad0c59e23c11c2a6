"""What the cooperation knows about the addresses of a list, asked for many at once."""

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations.models import Membership
from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import session
from collab.core.delimited import plain
from collab.groups import service as groups
from collab.invitations import policy
from collab.invitations.addresses import parse_address
from collab.invitations.lists.checking import Circumstances
from collab.invitations.lists.reading import Line
from collab.invitations.models import Invitation
from collab.invitations.service.plans import left_themselves

#: so many values a statement may name on every database
CHUNK = 500


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values, a statement's worth at a time."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _group_names(actor: Actor) -> dict[str, UUID]:
    """By name and by the name in addresses; names that two groups share are nobody's."""
    found = groups.list_groups(actor)
    names = [plain(each.name) for each in found]
    by_slug = {plain(each.slug): each.id for each in found}
    by_name = {plain(each.name): each.id for each in found if names.count(plain(each.name)) == 1}
    return by_slug | by_name


def learn(actor: Actor, lines: Iterable[Line]) -> Circumstances:
    """Who of the list is or was a member or invited, as far as the actor may know."""
    emails = sorted({email for line in lines if (email := parse_address(line.email))})
    members, former, invited = set(), set(), set()
    for some in chunks(emails):
        for email, ended_at, delegation_id, has_left in session().execute(
            select(Person.email, Membership.ended_at, Membership.delegation_id, left_themselves())
            .join(Membership, Membership.person_id == Person.id)
            .where(Person.email.in_(some))
        ):
            if ended_at is None:
                members.add(email)
            elif delegation_id == actor.delegation_id and not has_left:
                former.add(email)
        invited |= set(
            session().scalars(
                select(Invitation.email).where(
                    Invitation.delegation_id == actor.delegation_id,
                    Invitation.open_email.in_(some),
                    Invitation.expires_at > now(),
                )
            )
        )
    own = session().scalar(select(Person.email).where(Person.id == actor.person_id))
    return Circumstances(
        own_address=own or "",
        members=frozenset(members),
        former=frozenset(former),
        invited=frozenset(invited),
        groups=_group_names(actor),
        may_invite_coordinators=policy.can_invite_as(actor, actor.delegation_id, Role.COORDINATOR),
    )
