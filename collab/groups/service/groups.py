"""Working groups: finding, founding and renaming them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select

from collab.activity import service as activity
from collab.cooperations.models import Membership
from collab.cooperations.policy import is_guest
from collab.core.actor import Actor, Role
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require
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


def own_roles(actor: Actor) -> dict[UUID, Role]:
    """The actor's role in each group they are in; guests of the cooperation are guests in all."""
    rows = session().execute(
        select(GroupMember.group_id, GroupMember.role).where(
            GroupMember.membership_id == actor.membership_id
        )
    )
    return {group_id: Role.GUEST if is_guest(actor) else Role(role) for group_id, role in rows}


def list_groups(actor: Actor) -> Sequence[WorkingGroup]:
    """The groups the actor may see, in their order."""
    wanted = select(WorkingGroup).order_by(WorkingGroup.position, WorkingGroup.name)
    if is_guest(actor):
        wanted = wanted.where(WorkingGroup.id.in_(_own(actor)))
    return session().scalars(wanted).all()


def find_group(actor: Actor, slug: str) -> WorkingGroup:
    """The group with that name in URLs; NotFound when there is none that the actor may see."""
    group = session().scalar(select(WorkingGroup).where(WorkingGroup.slug == slug))
    if group is None:
        raise NotFound
    is_in = not is_guest(actor) or group.id in own_group_ids(actor)
    if not policy.can_see(actor, is_in_group=is_in):
        raise NotFound
    return group


def count_members(actor: Actor) -> dict[UUID, int]:
    """How many members each group has, by its id; groups without any are left out."""
    rows = session().execute(
        select(GroupMember.group_id, func.count(GroupMember.id))
        .join(Membership, Membership.id == GroupMember.membership_id)
        .where(Membership.ended_at.is_(None))
        .group_by(GroupMember.group_id)
    )
    return dict(rows.all())


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
