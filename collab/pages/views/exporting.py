"""Pages as files of other programs."""

from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.conversion import files
from collab.conversion.files import Written, list_formats, write_file
from collab.conversion.results import Format
from collab.conversion.writing.parts import Picture, Section, Work
from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.addresses import public_url
from collab.core.db import unit_of_work
from collab.core.errors import NotFound
from collab.core.web import opens_units_of_work
from collab.inspection.headers import serving_headers
from collab.pages import service
from collab.pages.service import exporting
from collab.pages.service.exporting import ExportedImage
from collab.pages.views.blueprints import bp
from collab.pages.views.surroundings import PageSurroundings
from collab.texts.nodes import Node
from collab.texts.references import Shown, Surroundings


class FileSurroundings(Surroundings):
    """What the pages of a file refer to, by addresses that work outside of this site."""

    def __init__(self, actor: Actor, page_id: UUID, content: Node) -> None:
        self._inside = PageSurroundings(actor, page_id, content)

    def find_document(self, document: str) -> Shown | None:
        """The document with its whole address."""
        return _whole(self._inside.find_document(document))

    def find_embed(self, attrs: Node) -> Shown | None:
        """The task or decision with its whole address."""
        return _whole(self._inside.find_embed(attrs))


def _whole(found: Shown | None) -> Shown | None:
    if found is None or found.address is None:
        return found
    address = public_url(found.address)
    return Shown(found.words, address, found.language, found.detail, found.kind)


def _descriptions() -> dict[Format, tuple[str, str]]:
    return {
        Format.PDF: ("PDF", _("To read, print and send; understood by screen readers.")),
        Format.DOCX: ("DOCX", _("For Word, LibreOffice and others.")),
        Format.ODT: ("ODT", _("For LibreOffice and others.")),
        Format.HTML: ("HTML", _("One file for every browser, pictures inside.")),
        Format.MARKDOWN: (
            "Markdown",
            _("Plain text with signs; pictures come beside it in a ZIP."),
        ),
    }


@bp.get("/<uuid:page_id>/export")
def export(page_id: UUID) -> ResponseReturnValue:
    """Choose a format."""
    actor = current_actor()
    found = service.find_page(actor, page_id)
    able = list_formats()
    described = [(each, *words) for each, words in _descriptions().items() if each in able]
    return render_template(
        "pages/export.html",
        document=found.document,
        place=service.locate(actor, found.document),
        formats=described,
        has_pdf=files.can_write_pdf(),
        below=exporting.count_below(actor, page_id),
    )


@bp.get("/<uuid:page_id>/file")
@opens_units_of_work
def file(cooperation: str, page_id: UUID) -> ResponseReturnValue:
    """The page as a file; it is written when nobody waits for the database any more."""
    actor = enter(cooperation)
    kind = _format()
    with unit_of_work(actor.scope, writes=False):
        work = _gather(actor, page_id, with_below="below" in request.args)
    return _answer(write_file(work, kind))


def _format() -> Format:
    try:
        return Format(request.args.get("format", Format.HTML))
    except ValueError as error:
        raise NotFound from error


def _gather(actor: Actor, page_id: UUID, *, with_below: bool) -> Work:
    exported = exporting.list_exported(actor, page_id, with_below=with_below)
    images = exporting.load_images(exported)
    everything = {"type": "doc", "content": [each.content for each in exported]}
    around = FileSurroundings(actor, page_id, everything)

    def find(image: str) -> Picture | None:
        return _picture(images.get(image))

    return Work(
        [
            Section(
                each.document.title,
                each.document.language,
                each.content,
                each.depth,
                around,
                find,
            )
            for each in exported
        ]
    )


def _picture(image: ExportedImage | None) -> Picture | None:
    if image is None:
        return None
    return Picture(image.data, image.media_type, image.width, image.height)


def _answer(written: Written) -> Response:
    media_type = written.media_type.partition(";")[0]
    headers = serving_headers(written.name, media_type, inline=False, size=len(written.data))
    return Response(b"" if request.method == "HEAD" else written.data, headers=headers)
