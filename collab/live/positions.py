"""Where an item sits: how deep, in what, and what it may be there."""

from typing import Final, NamedTuple

from collab.live.guard import Place, Struct
from collab.live.lib0 import MalformedError
from collab.live.roles import Holder, Role, role_inside, role_under


class Position(NamedTuple):
    """How deep an item sits, 0 is directly in the document; and the item that holds it."""

    depth: int
    #: None directly in the document, and where a snapshot was made before this was noted
    container: Place | None = None
    #: a Role; unseen where a snapshot was made before this was noted
    role: int = Role.UNSEEN


#: where what hangs on nothing is: on what a snapshot has thrown away too
TOP: Final = Position(0)
_TOPS: Final = {role: TOP._replace(role=role) for role in Role}


def under(struct: Struct) -> Position:
    """Return where a struct is that is directly in a type of the document."""
    return _TOPS[role_under(struct.root, is_value=struct.is_value)]


def inside(
    struct: Struct, parent: Position, holder: Holder | None, *, is_written: bool
) -> Position:
    """Return where a struct is whose parent sits there."""
    if holder is None:
        if not is_written:
            raise MalformedError("an item inside of something that holds nothing")
        holder = Holder.UNSEEN
    return Position(parent.depth + 1, struct.parent, role_inside(holder, is_value=struct.is_value))
