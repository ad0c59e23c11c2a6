"""The blueprint of the pages on which cooperations are proposed."""

from flask import Blueprint, url_for

bp = Blueprint(
    "foundings", "collab.foundings", url_prefix="/foundings", template_folder="templates"
)


def landing(token: str) -> str:
    """The path of the page on which a founder answers."""
    return url_for("invited.show", token=token)
