"""The page of a file: what it looks like, its versions, its lock."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.web import opens_units_of_work
from collab.documents import policy
from collab.documents import service as documents
from collab.files import service
from collab.files.forms import VersionForm
from collab.files.service import previews
from collab.files.service.previews import Preview
from collab.files.views.blueprints import bp
from collab.files.views.serving import wanted_version
from collab.groups import service as groups


@bp.get("/<uuid:document_id>")
@opens_units_of_work
def show(cooperation: str, document_id: UUID) -> ResponseReturnValue:
    """The page; what takes time to look at keeps nobody else waiting."""
    return show_file(enter(cooperation), document_id, VersionForm(formdata=None))


def show_file(actor: Actor, document_id: UUID, form: VersionForm) -> str:
    """The page with this form for a new version. Opens units of work."""
    number = wanted_version()
    with unit_of_work(actor.scope, writes=False):
        found = service.find_file(actor, document_id)
        version = service.find_version(found.document, number)
    preview = previews.make_preview(version)
    with unit_of_work(actor.scope, writes=False):
        return _render(actor, document_id, preview, form, number)


def _render(
    actor: Actor, document_id: UUID, preview: Preview, form: VersionForm, number: int | None
) -> str:
    found = service.find_file(actor, document_id)
    held = service.find_lock(actor, document_id)
    known = {each.id: each for each in groups.list_groups(actor)}
    group = known.get(found.document.group_id) if found.document.group_id else None
    return render_template(
        "files/show.html",
        document=found.document,
        version=service.find_version(found.document, number),
        versions=service.list_versions(actor, document_id),
        preview=preview,
        held=held,
        form=form,
        can_write=policy.can_write(actor, found.standing),
        can_comment=policy.can_comment(actor, found.standing),
        can_share=policy.can_share(actor, found.standing),
        can_unlock=held is not None and service.can_unlock(actor, found.standing, held),
        group=group,
        is_group_known=group is not None or found.document.group_id is None,
        path=documents.list_above(actor, found.document),
    )


@bp.post("/<uuid:document_id>/lock")
def lock(document_id: UUID) -> ResponseReturnValue:
    """Lock the file, or lock it for longer."""
    service.lock(current_actor(), document_id)
    flash(_("The file is locked for you. Others can read it, but not replace it."))
    return redirect(url_for(".show", document_id=document_id))


@bp.post("/<uuid:document_id>/lock/removal")
def unlock(document_id: UUID) -> ResponseReturnValue:
    """End the lock."""
    service.unlock(current_actor(), document_id)
    flash(_("The file is not locked any more."))
    return redirect(url_for(".show", document_id=document_id))


@bp.post("/<uuid:document_id>/versions/<int:number>/restoration")
def restore_version(document_id: UUID, number: int) -> ResponseReturnValue:
    """Make an old version the newest again."""
    service.restore_version(current_actor(), document_id, number)
    flash(_("Version %(number)d is the newest again.", number=number))
    return redirect(url_for(".show", document_id=document_id))
