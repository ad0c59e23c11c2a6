"""Documents: the tree, whom it is shared with, trash."""

from collab.documents.service.lookups import (
    FoundDocument,
    find_document,
    find_library,
    is_visible,
    list_shares,
    sees_document,
    standing_to,
    standings_to,
)
from collab.documents.service.placing import (
    CannotHold,
    DocumentPlan,
    NameTaken,
    Spot,
    add_document,
    check_spot,
    check_title,
    free_name,
    last_rank,
    lock_library,
    open_spot,
)

__all__ = [
    "CannotHold",
    "DocumentPlan",
    "FoundDocument",
    "NameTaken",
    "Spot",
    "add_document",
    "check_spot",
    "check_title",
    "find_document",
    "find_library",
    "free_name",
    "is_visible",
    "last_rank",
    "list_shares",
    "lock_library",
    "open_spot",
    "sees_document",
    "standing_to",
    "standings_to",
]
