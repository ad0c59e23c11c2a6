"""The page that says who sees a document."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor
from collab.core.ids import parse_id
from collab.documents import service
from collab.documents.forms import INHERITED, SharingForm
from collab.documents.models import Audience
from collab.documents.service import Sharing
from collab.documents.views.blueprints import bp
from collab.documents.views.libraries import address_of, find_group
from collab.groups import service as groups


def _form(sharing: Sharing, form: SharingForm) -> SharingForm:
    form.offer(can_inherit=sharing.can_inherit, is_common=sharing.found.document.group_id is None)
    return form


def _show(sharing: Sharing, form: SharingForm, rights: dict[UUID, str]) -> str:
    document = sharing.found.document
    others = [each for each in groups.list_groups(current_actor()) if each.id != document.group_id]
    return render_template(
        "documents/sharing.html",
        sharing=sharing,
        document=document,
        form=form,
        group=find_group(document.group_id),
        groups=others,
        rights=rights,
        address=address_of(document),
    )


def _read_rights() -> dict[UUID, str]:
    """What the form says of each group."""
    named = ((parse_id(name.removeprefix("group-")), how) for name, how in request.form.items())
    return {group_id: how for group_id, how in named if group_id}


@bp.get("/<uuid:document_id>/sharing")
def share(document_id: UUID) -> ResponseReturnValue:
    """Who sees it now, as a form."""
    sharing = service.find_sharing(current_actor(), document_id)
    rules, is_common = sharing.rules, sharing.found.document.group_id is None
    own = Audience.COOPERATION if is_common else rules.audience
    data = {
        "audience": INHERITED if rules.inherits else own,
        "is_for_guests": rules.is_for_guests,
    }
    rights = {group: "write" if write else "read" for group, write in rules.shares.items()}
    return _show(sharing, _form(sharing, SharingForm(formdata=None, data=data)), rights)


@bp.post("/<uuid:document_id>/sharing")
def save_sharing(document_id: UUID) -> ResponseReturnValue:
    """Change who sees it; each group's right is in `group-<id>`."""
    actor = current_actor()
    sharing = service.find_sharing(actor, document_id)
    form, rights = _form(sharing, SharingForm()), _read_rights()
    if not form.validate_on_submit():
        return _show(sharing, form, rights), 422
    service.change_sharing(actor, document_id, form.read_rules(rights))
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".share", document_id=document_id))
