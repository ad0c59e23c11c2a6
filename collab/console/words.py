"""Words of the console that stand in several places."""

from flask_babel import gettext as _

from collab.cooperations.words import ROLE_NAMES
from collab.core.actor import Role


def role_name(role: str) -> str:
    """What the role is called in the reader's language; of operators too, who are no members."""
    if role == "operator":
        return str(_("Operator"))
    return str(ROLE_NAMES[Role(role)]) if role in set(Role) else role
