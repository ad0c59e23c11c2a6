"""What roles are called, where no template is near."""

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
