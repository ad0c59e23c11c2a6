"""Calendar addresses: the page where members make them, and what calendars read."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from collab.boards.calendars import TYPE, write_calendar
from collab.boards.service import boards, feeds
from collab.boards.views.blueprints import tasks
from collab.cooperations.web import current_actor
from collab.core.addresses import public_url
from collab.core.ids import parse_id
from collab.core.web import opens_units_of_work, public

#: outside of any cooperation's pages: a calendar cannot sign in
bp = Blueprint("calendars", __name__)


def _page(address: str | None = None) -> str:
    actor = current_actor()
    return render_template(
        "tasks/feeds.html",
        feeds=feeds.list_feeds(actor),
        boards=boards.list_boards(actor),
        address=address,
        chosen=parse_id(request.args.get("board", "")),
    )


@tasks.get("/calendars")
def list_feeds() -> ResponseReturnValue:
    """The reader's calendar addresses."""
    return _page()


@tasks.post("/calendars")
def create_feed() -> ResponseReturnValue:
    """Make an address; it is shown once."""
    token = feeds.create_feed(current_actor(), parse_id(request.form.get("board", "")))
    return _page(public_url(url_for("calendars.read", token=token)))


@tasks.post("/calendars/<uuid:feed_id>/removal")
def remove_feed(feed_id: UUID) -> ResponseReturnValue:
    """Let an address show nothing any more."""
    feeds.remove_feed(current_actor(), feed_id)
    flash(_("This calendar address shows nothing any more."), "success")
    return redirect(url_for("tasks.list_feeds"))


@bp.get("/calendars/<token>.ics")
@public
@opens_units_of_work
def read(token: str) -> ResponseReturnValue:
    """The tasks of an address, in the language of whoever made it."""
    found = feeds.read_feed(token)
    slug = found.actor.cooperation_slug
    with force_locale(found.actor.language):
        name = found.name or _(
            "My tasks in %(cooperation)s", cooperation=found.actor.cooperation_name
        )
        content = write_calendar(
            name,
            found.tasks,
            lambda number: public_url(url_for("tasks.show", cooperation=slug, number=number)),
        )
    return Response(content, content_type=TYPE)
