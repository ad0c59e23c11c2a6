"""A new page, and the name of one."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.fragments import accept, is_fragment
from collab.core.i18n import find_language, offered_languages
from collab.documents import service as documents
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.groups import service as groups
from collab.pages import service
from collab.pages.forms import NewPageForm, TitleForm
from collab.pages.service.embeds import known_document
from collab.pages.views.blueprints import bp
from collab.pages.views.surroundings import as_choice


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form of a new page; `?parent=` or `?group=` says where."""
    form = NewPageForm(
        formdata=None,
        data={
            "parent": request.args.get("parent", ""),
            "group": request.args.get("group", ""),
            "language": find_language(current_actor().language, offered_languages()),
            "template": request.args.get("template", service.TEMPLATES[0].key),
        },
    )
    return _show(form)


def _spot(form: NewPageForm) -> Spot:
    """Where the page goes; NotFound when the reader may not see that."""
    if form.parent_id is not None:
        return Spot(parent_id=form.parent_id)
    slug = form.group.data or service.COMMON
    if slug == service.COMMON:
        return Spot()
    return Spot(group_id=groups.find_group(current_actor(), slug).id)


def _show(form: NewPageForm) -> str:
    spot = _spot(form)
    parent = documents.check_spot(current_actor(), spot)
    form.offer()
    return render_template("pages/new.html", form=form, templates=service.TEMPLATES, parent=parent)


@bp.post("")
def create() -> ResponseReturnValue:
    """Make a page and open it."""
    form = NewPageForm()
    form.offer()
    if form.validate_on_submit():
        try:
            document = service.create_page(
                current_actor(),
                _spot(form),
                form.title.data or "",
                form.language.data,
                template=form.template.data,
            )
        except Invalid as error:
            note_errors(form, error)
        else:
            return _answer(document)
    if is_fragment():
        raise Invalid(_said_wrong(form))
    return _show(form), 422


def _answer(document: Document) -> ResponseReturnValue:
    """The new page; for a script that links to it, what the link needs."""
    if is_fragment():
        return accept(thing=as_choice(known_document(document)))
    return redirect(url_for(".show", page_id=document.id))


def _said_wrong(form: NewPageForm) -> dict[str, str]:
    return {name: str(errors[0]) for name, errors in form.errors.items() if name and errors}


@bp.post("/<uuid:page_id>/title")
def rename(page_id: UUID) -> ResponseReturnValue:
    """Give the page another title."""
    form = TitleForm()
    if form.validate_on_submit():
        try:
            service.rename_page(current_actor(), page_id, form.title.data or "")
        except Invalid as error:
            note_errors(form, error)
        else:
            return redirect(url_for(".show", page_id=page_id))
    found = service.find_writable(current_actor(), page_id)
    return render_template("pages/rename.html", form=form, document=found.document), 422


@bp.get("/<uuid:page_id>/title")
def edit_title(page_id: UUID) -> ResponseReturnValue:
    """The form of the title, for who has no script."""
    found = service.find_writable(current_actor(), page_id)
    form = TitleForm(formdata=None, data={"title": found.document.title})
    return render_template("pages/rename.html", form=form, document=found.document)
