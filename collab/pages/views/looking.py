"""What the script of a page asks while somebody writes."""

from uuid import UUID

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.pages import service
from collab.pages.service import embeds
from collab.pages.views.blueprints import bp
from collab.pages.views.surroundings import as_choice

#: keys of one question
MOST = 50


@bp.get("/<uuid:page_id>/known")
def known(page_id: UUID) -> ResponseReturnValue:
    """What the keys `?of=` are called now, by key; what is gone or hidden is left out."""
    actor = current_actor()
    service.find_page(actor, page_id)
    found = embeds.look_up(actor, set(request.args.getlist("of")[:MOST]))
    return jsonify({key: as_choice(each) for key, each in found.items()})


@bp.get("/<uuid:page_id>/choices/<what>")
def choices(page_id: UUID, what: str) -> ResponseReturnValue:
    """What can be put into the page and has the words `?q=`: documents, tasks, decisions."""
    actor = current_actor()
    service.find_page(actor, page_id)
    words = request.args.get("q", "")[:100]
    if what == "documents":
        found = embeds.search_documents(actor, words, page_id)
    else:
        search = embeds.search_tasks if what == "tasks" else embeds.search_decisions
        found = search(actor, words)
    return jsonify([as_choice(each) for each in found])
