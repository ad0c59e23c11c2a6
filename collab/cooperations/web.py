"""How pages enter a cooperation: the URL names it, and only its members come in."""

from typing import Any, NoReturn

from flask import Blueprint, Flask, abort, current_app, g, redirect, request, url_for
from flask_login import current_user

from collab.cooperations import service
from collab.cooperations.words import role_name
from collab.core.actor import Actor
from collab.core.errors import NotOpenYet
from collab.core.web import may_open_early

PREFIX = "/c/<cooperation>"


class CooperationBlueprint(Blueprint):
    """Pages of one cooperation, at `/c/<cooperation>/<at>`."""

    def __init__(self, name: str, import_name: str, *, at: str = "") -> None:
        prefix = f"{PREFIX}/{at}" if at else PREFIX
        super().__init__(name, import_name, url_prefix=prefix, template_folder="templates")


def enter(slug: str) -> Actor:
    """The signed-in person as a member of the cooperation; NotFound for everybody else.

    Until the cooperation is open, only views marked `works_before_opening` get any further.
    """
    actor = service.find_actor(current_user.person_id, current_user.session_id, slug)
    g.actor = actor
    if not actor.is_open and not may_open_early(current_app, request.endpoint):
        _keep_waiting()
    return actor


def _keep_waiting() -> NoReturn:
    """Members of a proposed cooperation see who has not agreed yet, and nothing else of it."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        abort(redirect(url_for("founding.waiting")))
    raise NotOpenYet


def current_actor() -> Actor:
    """Who acts in this request."""
    actor: Actor = g.actor
    return actor


def _fill_slug(app: Flask) -> None:
    @app.url_defaults
    def fill(endpoint: str, values: dict[str, Any]) -> None:
        if "actor" in g and app.url_map.is_endpoint_expecting(endpoint, "cooperation"):
            values.setdefault("cooperation", g.actor.cooperation_slug)


def init_app(app: Flask) -> None:
    """Let `url_for` fill in the cooperation of the running request; templates name roles."""
    _fill_slug(app)
    app.jinja_env.globals.update(current_actor=lambda: g.get("actor"), role_name=role_name)
