"""Cooperations, their delegations and members."""

from collab.cooperations.service.actors import Suspended, TwoFactorRequired, find_actor
from collab.cooperations.service.members import (
    Member,
    OwnCooperation,
    add_delegation,
    add_member,
    change_role,
    create_cooperation,
    end_membership,
    find_cooperation,
    find_ended,
    find_membership,
    list_delegations,
    list_members,
    list_names,
    list_own_cooperations,
    resume_membership,
)

__all__ = [
    "Member",
    "OwnCooperation",
    "Suspended",
    "TwoFactorRequired",
    "add_delegation",
    "add_member",
    "change_role",
    "create_cooperation",
    "end_membership",
    "find_actor",
    "find_cooperation",
    "find_ended",
    "find_membership",
    "list_delegations",
    "list_members",
    "list_names",
    "list_own_cooperations",
    "resume_membership",
]
