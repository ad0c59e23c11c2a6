"""A page to read and to print."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from collab.boards.service.people import name_members
from collab.cooperations.web import current_actor
from collab.documents import policy
from collab.pages import service
from collab.pages.views.blueprints import bp
from collab.pages.views.commenting import draw_margin
from collab.pages.views.surroundings import PageSurroundings
from collab.texts.mentions import list_mentions
from collab.texts.references import render_document


@bp.get("/<uuid:page_id>/read")
def read(page_id: UUID) -> ResponseReturnValue:
    """The page as it stands at this moment."""
    actor = current_actor()
    found = service.find_page(actor, page_id)
    text = service.read_text(found.live_id)
    names = name_members(list_mentions(text.content))
    rendered = render_document(
        text.content, PageSurroundings(actor, page_id, text.content), names=names
    )
    return render_template(
        "pages/read.html",
        found=found,
        document=found.document,
        text=text,
        rendered=rendered,
        place=service.locate(actor, found.document),
        linking=service.list_linking(actor, page_id),
        can_comment=policy.can_comment(actor, found.standing),
        **draw_margin(found),
    )
