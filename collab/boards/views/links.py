"""What a task comes from."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collab.boards.service import links as service
from collab.boards.service.links import OriginKey
from collab.boards.service.parts import may_work
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.part_pages import back, find_allowed
from collab.cooperations.web import current_actor
from collab.core.fields import clean_line

ANCHOR = "links"
#: of what somebody looks for
MOST = 100


@bp.get("/<int:number>/links")
def find_links(number: int) -> ResponseReturnValue:
    """Meetings and decisions with these words, each with a button that links it."""
    found = find_allowed(number, may_work)
    words = clean_line(request.args.get("q"))[:MOST]
    return render_template(
        "tasks/find_links.html",
        task=found.task,
        words=words,
        origins=service.search_origins(current_actor(), found.task, words),
        key_of=service.key_of,
    )


@bp.post("/<int:number>/links")
def add_link(number: int) -> ResponseReturnValue:
    """Link the task to it."""
    key = OriginKey.parse(request.form.get("origin", ""))
    service.add_link(current_actor(), number, key)
    return back(number, ANCHOR)


@bp.post("/<int:number>/links/<uuid:link_id>/removal")
def remove_link(number: int, link_id: UUID) -> ResponseReturnValue:
    """Take the link off; the task's page then offers to take that back."""
    key = service.remove_link(current_actor(), number, link_id)
    return back(number, ANCHOR, unlinked=str(key))
