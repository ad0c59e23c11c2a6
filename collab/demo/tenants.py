"""The rows of a cooperation of the demonstration. Each function runs in its unit of work."""

from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.clock import now
from collab.core.db import session
from collab.demo.calendar import morning
from collab.demo.cooperations import DemoCooperation, DemoGroup
from collab.demo.governance import add_governance
from collab.demo.history import joined_on
from collab.demo.people import PEOPLE
from collab.groups.models import GroupMember, WorkingGroup
from collab.groups.service import default_role


def add_cooperation(cooperation: DemoCooperation) -> None:
    """Add the cooperation, its delegations, members and working groups."""
    session().add(
        Cooperation(
            id=cooperation.id,
            slug=cooperation.slug,
            name=cooperation.name,
            description=cooperation.description,
            language=cooperation.language,
            texts=cooperation.texts,
            languages=list(cooperation.languages),
            created_at=morning(cooperation.founded_on),
            opened_at=morning(cooperation.founded_on),
        )
    )
    session().flush()  # what belongs to it refers to it
    _add_delegations(cooperation)
    for position, group in enumerate(cooperation.groups):
        _add_group(cooperation, group, position)
    add_governance(cooperation, now().date())


def _add_delegations(cooperation: DemoCooperation) -> None:
    for position, delegation in enumerate(cooperation.delegations):
        delegation_id = cooperation.id_of("delegation", delegation.short)
        session().add(
            Delegation(
                id=delegation_id,
                name=delegation.name,
                short=delegation.short,
                country=delegation.country,
                kind=delegation.kind,
                language=delegation.language,
                position=position,
                agreed_at=morning(cooperation.founded_on),
            )
        )
        session().flush()  # memberships refer to it
        session().add_all(
            Membership(
                id=cooperation.membership_id(handle),
                person_id=PEOPLE[handle].id,
                delegation_id=delegation_id,
                role=role,
                joined_at=morning(joined_on(cooperation, handle)),
            )
            for handle, role in delegation.people.items()
        )
    session().flush()  # groups refer to memberships


def _add_group(cooperation: DemoCooperation, group: DemoGroup, position: int) -> None:
    group_id = cooperation.id_of("group", group.slug)
    roles = {
        handle: role for each in cooperation.delegations for handle, role in each.people.items()
    }
    session().add(
        WorkingGroup(
            id=group_id,
            slug=group.slug,
            name=group.name,
            description=group.description,
            language=group.language,
            position=position,
        )
    )
    session().flush()  # who is in it refers to it
    session().add_all(
        GroupMember(
            id=cooperation.id_of("group", group.slug, handle),
            group_id=group_id,
            membership_id=cooperation.membership_id(handle),
            role=default_role(roles[handle]),
        )
        for handle in group.people
    )
