"""Pages of whoever runs the installation; for everybody else they do not exist."""

from flask import Blueprint
from flask_login import current_user

from collab.core.errors import NotFound


class OperatorBlueprint(Blueprint):
    """Pages at `/operator/<at>`."""

    def __init__(self, name: str, import_name: str, *, at: str = "") -> None:
        prefix = f"/operator/{at}" if at else "/operator"
        super().__init__(name, import_name, url_prefix=prefix, template_folder="templates")
        self.before_request(_only_operators)


def _only_operators() -> None:
    if current_user.is_authenticated and not current_user.is_operator:
        raise NotFound
