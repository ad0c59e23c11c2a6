"""Pages out of files of other programs: the form, the preview, doing it."""

from collections.abc import Iterator
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.errors import DomainError, Invalid
from collab.core.i18n import find_language, language_name, offered_languages
from collab.core.ids import parse_id
from collab.core.spool import spooled_path
from collab.core.storage import storage
from collab.core.web import opens_units_of_work, takes_files
from collab.documents import service as documents
from collab.documents.service import Spot
from collab.files.places import address_of_spot
from collab.groups import service as groups
from collab.inspection.headers import serving_headers
from collab.pages import service
from collab.pages.import_forms import ACCEPTED, MAX_UPLOAD, ImportForm, say_losses
from collab.pages.service import importing
from collab.pages.service.converting import Given, read_files
from collab.pages.service.importing import Choice, FoundImport
from collab.pages.views.blueprints import bp
from collab.texts.nodes import children_of
from collab.texts.references import Surroundings, render_document

#: blocks of each text that the preview shows
SAMPLE = 40


class DraftSurroundings(Surroundings):
    """Shows the images of a draft."""

    def __init__(self, import_id: UUID, images: dict[str, UUID]) -> None:
        self._import_id = import_id
        self._images = images

    def find_image(self, image: str) -> str | None:
        """The image's address in the preview."""
        if image not in self._images:
            return None
        return url_for(
            "pages.import_image", page_import_id=self._import_id, image_id=self._images[image]
        )


def _spot(actor: Actor, parent: str, group: str) -> Spot:
    """Where the pages go; NotFound, Forbidden."""
    parent_id = parse_id(parent)
    spot = Spot()
    if parent_id is not None:
        spot = Spot(parent_id=parent_id)
    elif group not in {"", service.COMMON}:
        spot = Spot(group_id=groups.find_group(actor, group).id)
    documents.check_spot(actor, spot)
    return spot


@bp.get("/import")
def new_import() -> ResponseReturnValue:
    """The form to choose files; `?parent=` or `?group=` says where their pages go."""
    given = {name: request.args.get(name, "") for name in ("parent", "group")}
    spot = _spot(current_actor(), **given)
    return _form(current_actor(), ImportForm(formdata=None, data=given), spot)


def _form(actor: Actor, form: ImportForm, spot: Spot) -> str:
    back = address_of_place(actor, spot)
    return render_template("pages/import.html", form=form, back=back, accepted=ACCEPTED)


def address_of_place(actor: Actor, spot: Spot) -> str:
    """The page of the folder, page or library."""
    if spot.parent_id is not None:
        return url_for("documents.open", document_id=spot.parent_id)
    return address_of_spot(actor, spot)


@bp.post("/import")
@opens_units_of_work
@takes_files(MAX_UPLOAD, spools=True)
def prepare_import(cooperation: str) -> ResponseReturnValue:
    """Read the files and show what would become of them; nobody waits for the database."""
    actor = enter(cooperation)
    form = ImportForm()
    with unit_of_work(actor.scope, writes=False):
        spot = _spot(actor, form.parent.data or "", form.group.data or "")
        if not form.validate_on_submit():
            return _form(actor, form, spot), 422
    language = find_language(actor.language, offered_languages()) or offered_languages()[0]
    batch = read_files(actor.cooperation_id, language, _given(form))
    with unit_of_work(actor.scope):
        import_id = importing.keep_import(actor, spot, batch)
    return redirect(url_for(".show_import", cooperation=cooperation, page_import_id=import_id))


def _given(form: ImportForm) -> Iterator[Given]:
    for each in form.files.data or ():
        if each and each.filename:
            yield Given(each.filename, spooled_path(each))


@bp.get("/imports/<uuid:page_import_id>")
def show_import(page_import_id: UUID) -> ResponseReturnValue:
    """Each text as its page would be, and what is lost; there is no page yet."""
    found = importing.find_import(current_actor(), page_import_id)
    if found.is_done:
        return redirect(address_of_place(current_actor(), found.spot))
    return _preview(found)


def _preview(found: FoundImport, problem: DomainError | None = None) -> str:
    drafts = found.batch.drafts
    return render_template(
        "pages/import_preview.html",
        found=found,
        drafts=drafts,
        texts=[_sample(found, number) for number in range(len(drafts))],
        losses=[say_losses(each.losses) for each in drafts],
        offered=[(each, language_name(each)) for each in offered_languages()],
        problem=problem,
        errors=problem.fields if isinstance(problem, Invalid) else {},
        again=url_for(
            ".new_import", parent=found.spot.parent_id or "", group=_group_of(found.spot)
        ),
    )


def _group_of(spot: Spot) -> str:
    known = {each.id: each.slug for each in groups.list_groups(current_actor())}
    return known.get(spot.group_id, "") if spot.group_id else service.COMMON


def _sample(found: FoundImport, number: int) -> tuple[Markup, bool]:
    """The beginning of a text as HTML, and whether it goes on."""
    draft = found.batch.drafts[number]
    blocks = children_of(draft.content)
    around = DraftSurroundings(found.id, {key: each.id for key, each in draft.images.items()})
    body = render_document({"type": "doc", "content": blocks[:SAMPLE]}, around, level=3).body
    own = body.replace(Markup('id="heading-'), Markup('id="draft-{}-heading-').format(number))
    return own, len(blocks) > SAMPLE


@bp.get("/imports/<uuid:page_import_id>/images/<uuid:image_id>")
def import_image(page_import_id: UUID, image_id: UUID) -> ResponseReturnValue:
    """An image of a text in the preview."""
    found = importing.find_image(current_actor(), page_import_id, image_id)
    headers = serving_headers("image", found.media_type, inline=True, size=found.size)
    pieces = storage.read(current_actor().cooperation_id, found.id)
    return Response(() if request.method == "HEAD" else pieces, headers=headers)


@bp.post("/imports/<uuid:page_import_id>")
def run_import(page_import_id: UUID) -> ResponseReturnValue:
    """Make the pages that were chosen, once; back to the preview when something is in the way."""
    actor = current_actor()
    found = importing.find_import(actor, page_import_id)
    try:
        made = importing.run_import(actor, page_import_id, _choices(found))
    except (Invalid, importing.NothingChosen) as problem:
        return _preview(found, problem), problem.status
    if not made:
        flash(_("These pages were made already; nothing was imported twice."), "info")
        return redirect(address_of_place(actor, found.spot))
    words = ngettext("%(num)d page is imported.", "%(num)d pages are imported.", len(made))
    flash(words, "success")
    if len(made) == 1:
        return redirect(url_for(".show", page_id=made[0].id))
    return redirect(address_of_place(actor, found.spot))


def _choices(found: FoundImport) -> dict[int, Choice]:
    chosen = {}
    for number, draft in enumerate(found.batch.drafts):
        if f"take-{number}" in request.form:
            title = request.form.get(f"title-{number}", draft.title)
            language = request.form.get(f"language-{number}", "")
            known = find_language(language, offered_languages()) or draft.language
            chosen[number] = Choice(title, known)
    return chosen


@bp.post("/imports/<uuid:page_import_id>/removal")
def discard_import(page_import_id: UUID) -> ResponseReturnValue:
    """Forget the files; no page was made."""
    found = importing.find_import(current_actor(), page_import_id)
    importing.discard_import(current_actor(), page_import_id)
    flash(_("The files are discarded. Nothing was imported."), "success")
    return redirect(address_of_place(current_actor(), found.spot))
