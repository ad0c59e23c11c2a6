"""Words of the console that stand in several places."""

from collab.cooperations.words import ROLE_NAMES
from collab.core.actor import Role


def role_name(role: str) -> str:
    """What the role is called in the reader's language; what is no role stays as it is."""
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role
