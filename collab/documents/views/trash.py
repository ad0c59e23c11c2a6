"""The trash of all libraries."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.fragments import accept, is_fragment
from collab.documents import service
from collab.documents.service.trash import KEPT
from collab.documents.views.blueprints import bp
from collab.documents.views.libraries import address_of_place


@bp.get("/trash")
def trash() -> ResponseReturnValue:
    """What was thrown away and can be brought back."""
    thrown = service.list_trash(current_actor())
    return render_template("documents/trash.html", thrown=thrown, days=KEPT.days)


@bp.post("/<uuid:document_id>/restoration")
def restore(document_id: UUID) -> ResponseReturnValue:
    """Bring it back."""
    document = service.restore_document(current_actor(), document_id)
    if is_fragment():
        return accept()
    flash(_("“%(name)s” is back.", name=document.title), "success")
    return redirect(f"{address_of_place(document)}#document-{document.id}")


@bp.post("/<uuid:document_id>/erasure")
def erase(document_id: UUID) -> ResponseReturnValue:
    """Delete it for good."""
    name = service.find_thrown(current_actor(), document_id).document.title
    service.erase_document(current_actor(), document_id)
    flash(_("“%(name)s” was deleted for good.", name=name), "success")
    return redirect(url_for(".trash"))
