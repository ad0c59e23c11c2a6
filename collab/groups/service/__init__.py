"""Working groups and who is in them."""

from collab.groups.service.groups import (
    MAX_DESCRIPTION,
    MAX_NAME,
    GroupPlan,
    count_members,
    create_group,
    edit_group,
    find_group,
    list_groups,
    own_group_ids,
    own_roles,
)
from collab.groups.service.members import (
    GroupPage,
    InGroup,
    default_role,
    list_group_members,
    list_group_roles,
    list_groups_by_member,
    list_placeable,
)
from collab.groups.service.placing import (
    OnlyGuest,
    add_group_member,
    change_group_role,
    find_removed_name,
    remove_group_member,
)

__all__ = [
    "MAX_DESCRIPTION",
    "MAX_NAME",
    "GroupPage",
    "GroupPlan",
    "InGroup",
    "OnlyGuest",
    "add_group_member",
    "change_group_role",
    "count_members",
    "create_group",
    "default_role",
    "edit_group",
    "find_group",
    "find_removed_name",
    "list_group_members",
    "list_group_roles",
    "list_groups",
    "list_groups_by_member",
    "list_placeable",
    "own_group_ids",
    "own_roles",
    "remove_group_member",
]
