"""What roles are called."""

from typing import Any

from flask_babel import lazy_gettext as _l

from collab.core.actor import Role

ROLE_NAMES: dict[str, Any] = {
    Role.COORDINATOR: _l("Coordinator"),
    Role.CHAIR: _l("Chair"),
    Role.SECRETARY: _l("Secretary"),
    Role.MEMBER: _l("Member"),
    Role.GUEST: _l("Guest"),
}
#: also of those who act without being a member
_NAMES = ROLE_NAMES | {"operator": _l("Operator")}


def role_name(role: str) -> str:
    """What the role is called in the reader's language."""
    return str(_NAMES.get(role, role))
