"""A page that is written live, and the page to read and print."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.documents import policy
from collab.live import schema
from collab.pages import service
from collab.pages.forms import TitleForm
from collab.pages.views.blueprints import bp


@bp.get("/<uuid:page_id>")
def show(page_id: UUID) -> ResponseReturnValue:
    """A page and its live text, what is in it, and where it is."""
    actor = current_actor()
    found = service.find_page(actor, page_id)
    document = found.document
    return render_template(
        "pages/show.html",
        found=found,
        document=document,
        live_id=found.live_id,
        schema_version=schema.VERSION,
        place=service.locate(actor, document),
        can_write=policy.can_write(actor, found.standing),
        can_comment=policy.can_comment(actor, found.standing),
        can_share=policy.can_share(actor, found.standing),
        title_form=TitleForm(formdata=None, data={"title": document.title}),
        linking=service.list_linking(actor, page_id),
        people=[each.choice for each in service.list_readers(actor, document)],
    )
