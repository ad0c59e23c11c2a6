"""Public links of a document, for who may share it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.addresses import public_url
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.publishing import service
from collab.publishing.forms import LinkForm
from collab.publishing.views.blueprints import bp


def _show(document_id: UUID, form: LinkForm) -> str:
    found, links = service.list_links(current_actor(), document_id)
    addresses = {
        each.link.id: public_url(url_for("shared.show", token=each.token))
        for each in links
        if each.token
    }
    return render_template(
        "publishing/links.html",
        document=found.document,
        links=links,
        addresses=addresses,
        form=form,
    )


@bp.get("/<uuid:document_id>")
def index(document_id: UUID) -> ResponseReturnValue:
    """The links that there are, and the form of another one."""
    return _show(document_id, LinkForm(formdata=None))


@bp.post("/<uuid:document_id>")
def create(document_id: UUID) -> ResponseReturnValue:
    """Make a link."""
    form = LinkForm()
    if form.validate_on_submit():
        try:
            service.create_link(current_actor(), document_id, form.plan)
        except Invalid as error:
            note_errors(form, error)
        else:
            flash(_("The public link is made."), "success")
            return redirect(url_for(".index", document_id=document_id))
    return _show(document_id, form), 422


@bp.post("/<uuid:public_link_id>/revocation")
def revoke(public_link_id: UUID) -> ResponseReturnValue:
    """Let a link show nothing any more."""
    link = service.revoke_link(current_actor(), public_link_id)
    flash(_("This link shows nothing any more."), "success")
    return redirect(url_for(".index", document_id=link.document_id))
