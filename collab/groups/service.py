"""Working groups and who is in them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from collab.activity import service as activity
from collab.cooperations import service as cooperations
from collab.cooperations.models import Membership
from collab.cooperations.policy import is_guest
from collab.cooperations.service import Member
from collab.core import revocation
from collab.core.actor import Actor
from collab.core.db import after_commit, new_id, session
from collab.core.errors import Conflict, Invalid, NotFound, require
from collab.groups import policy
from collab.groups.models import GroupMember, WorkingGroup

MAX_NAME = 120
MAX_DESCRIPTION = 2000


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """What a group is called and does."""

    name: str
    description: str
    language: str


def _own(actor: Actor) -> Select[UUID]:
    return select(GroupMember.group_id).where(GroupMember.membership_id == actor.membership_id)


def own_group_ids(actor: Actor) -> frozenset[UUID]:
    """The groups the actor is in."""
    return frozenset(session().scalars(_own(actor)))


def list_groups(actor: Actor) -> Sequence[WorkingGroup]:
    """The groups the actor may see, in their order."""
    wanted = select(WorkingGroup).order_by(WorkingGroup.position, WorkingGroup.name)
    if is_guest(actor):
        wanted = wanted.where(WorkingGroup.id.in_(_own(actor)))
    return session().scalars(wanted).all()


def find_group(actor: Actor, slug: str) -> WorkingGroup:
    """The group with that name in URLs; NotFound when there is none that the actor may see."""
    group = session().scalar(select(WorkingGroup).where(WorkingGroup.slug == slug))
    if group is None or not policy.can_see(actor, is_in_group=_is_in(actor, group.id)):
        raise NotFound
    return group


def _is_in(actor: Actor, group_id: UUID) -> bool:
    return group_id in own_group_ids(actor)


def count_members(actor: Actor) -> dict[UUID, int]:
    """How many members each group has, by its id; groups without any are left out."""
    rows = session().execute(
        select(GroupMember.group_id, func.count(GroupMember.id))
        .join(Membership, Membership.id == GroupMember.membership_id)
        .where(Membership.ended_at.is_(None))
        .group_by(GroupMember.group_id)
    )
    return dict(rows.all())


def list_group_members(actor: Actor, group_id: UUID) -> list[Member]:
    """Who is in the group, by delegation and name."""
    inside = set(
        session().scalars(select(GroupMember.membership_id).where(GroupMember.group_id == group_id))
    )
    return [each for each in cooperations.list_names(actor) if each.membership_id in inside]


def list_groups_by_member(actor: Actor) -> dict[UUID, list[WorkingGroup]]:
    """The groups of each member, by membership id."""
    rows = session().execute(
        select(GroupMember.membership_id, WorkingGroup)
        .join(WorkingGroup, WorkingGroup.id == GroupMember.group_id)
        .order_by(WorkingGroup.position)
    )
    found: defaultdict[UUID, list[WorkingGroup]] = defaultdict(list)
    for membership_id, group in rows:
        found[membership_id].append(group)
    return dict(found)


def _checked(plan: GroupPlan) -> GroupPlan:
    wrong = {}
    if not plan.name.strip():
        wrong["name"] = _l("Please enter a name.")
    if len(plan.name) > MAX_NAME:
        wrong["name"] = _l("Please use at most %(max)d characters.", max=MAX_NAME)
    if len(plan.description) > MAX_DESCRIPTION:
        wrong["description"] = _l("Please use at most %(max)d characters.", max=MAX_DESCRIPTION)
    if wrong:
        raise Invalid(wrong)
    return GroupPlan(plan.name.strip(), plan.description.strip(), plan.language)


def _free_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].strip("-") or "group"
    # "new" is the address of the form
    taken = {"new", *session().scalars(select(WorkingGroup.slug))}
    tries = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(found for found in tries if found not in taken)


def create_group(actor: Actor, plan: GroupPlan) -> WorkingGroup:
    """Found a working group; Invalid names the field."""
    require(policy.can_arrange(actor))
    plan = _checked(plan)
    last = session().scalar(select(func.max(WorkingGroup.position)))
    group = WorkingGroup(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        slug=_free_slug(plan.name),
        name=plan.name,
        description=plan.description,
        language=plan.language,
        position=0 if last is None else last + 1,
    )
    session().add(group)
    session().flush()  # members and meetings refer to it
    activity.record(actor, "group.created", group.id, name=group.name)
    return group


def edit_group(actor: Actor, slug: str, plan: GroupPlan) -> WorkingGroup:
    """Change what a group is called and does; its address stays. Invalid names the field."""
    group = find_group(actor, slug)
    require(policy.can_arrange(actor))
    plan = _checked(plan)
    group.name, group.description, group.language = plan.name, plan.description, plan.language
    activity.record(actor, "group.edited", group.id, name=group.name)
    return group


def add_group_member(actor: Actor, slug: str, membership_id: UUID) -> None:
    """Put a member of the cooperation into the group; Conflict when they are in it already."""
    group = find_group(actor, slug)
    membership = _placed(actor, group, membership_id)
    if _find_place(group.id, membership_id) is not None:
        raise Conflict
    session().add(
        GroupMember(
            cooperation_id=actor.cooperation_id, group_id=group.id, membership_id=membership_id
        )
    )
    session().flush()
    _tell(actor, "group.member_added", group, membership)


def remove_group_member(actor: Actor, slug: str, membership_id: UUID) -> None:
    """Take a member out of the group; what they could see only as one of it closes at once."""
    group = find_group(actor, slug)
    membership = _placed(actor, group, membership_id)
    place = _find_place(group.id, membership_id)
    if place is None:
        raise NotFound
    session().delete(place)
    session().flush()
    _tell(actor, "group.member_removed", group, membership)


def _placed(actor: Actor, group: WorkingGroup, membership_id: UUID) -> Membership:
    membership = cooperations.find_membership(actor, membership_id)
    is_in = _is_in(actor, group.id)
    require(policy.can_place(actor, membership.delegation_id, is_in_group=is_in))
    return membership


def _find_place(group_id: UUID, membership_id: UUID) -> GroupMember | None:
    return session().scalar(
        select(GroupMember).where(
            GroupMember.group_id == group_id, GroupMember.membership_id == membership_id
        )
    )


def _tell(actor: Actor, verb: str, group: WorkingGroup, membership: Membership) -> None:
    activity.record(actor, verb, group.id, membership_id=str(membership.id))
    after_commit(
        partial(
            revocation.announce,
            person_id=membership.person_id,
            cooperation_id=actor.cooperation_id,
        )
    )
