"""Public links: anybody reads a document at a secret address."""

from collab.publishing.service.links import (
    LinkPlan,
    ShownLink,
    TooManyLinks,
    create_link,
    list_links,
    revoke_link,
)
from collab.publishing.service.opening import (
    Opening,
    find_shared,
    list_shared,
    list_way,
    open_link,
    try_password,
)

__all__ = [
    "LinkPlan",
    "Opening",
    "ShownLink",
    "TooManyLinks",
    "create_link",
    "find_shared",
    "list_links",
    "list_shared",
    "list_way",
    "open_link",
    "revoke_link",
    "try_password",
]
