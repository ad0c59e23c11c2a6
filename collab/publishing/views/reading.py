"""What a public link shows: a page, a folder or a file, and nothing around it."""

import hashlib
from typing import Any
from uuid import UUID

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.core.db import unit_of_work
from collab.core.errors import NotFound
from collab.core.web import client_address, opens_units_of_work, public
from collab.documents.models import Document, Kind
from collab.files import service as files
from collab.files.service import previews
from collab.files.service.previews import Look, Preview
from collab.inspection.headers import serving_headers
from collab.pages.service import found as pages
from collab.pages.service import images
from collab.publishing import service
from collab.publishing.forms import PasswordForm
from collab.publishing.service import Opening
from collab.publishing.views.blueprints import shared as bp
from collab.publishing.views.surroundings import SharedSurroundings
from collab.texts.references import Rendered, render_document

#: in the browser's session: which links were opened with their password
_OPENED = "opened_links"
#: links that a browser remembers at once
_MOST = 12


@bp.after_request
def _hide_from_machines(answer: Response) -> Response:
    """Search engines keep nothing, and no other site learns the address."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _mark(opening: Opening) -> str:
    """Changes with the password."""
    return hashlib.sha256((opening.password_hash or "").encode()).hexdigest()[:16]


def _is_locked(opening: Opening) -> bool:
    if opening.password_hash is None:
        return False
    return dict(session.get(_OPENED, [])).get(str(opening.link_id)) != _mark(opening)


def _remember(opening: Opening) -> None:
    others = [each for each in session.get(_OPENED, []) if each[0] != str(opening.link_id)]
    session[_OPENED] = [*others, [str(opening.link_id), _mark(opening)]][-_MOST:]


def _enter(token: str) -> Opening:
    """The link, when no password is in the way; NotFound."""
    opening = service.open_link(token)
    if _is_locked(opening):
        raise NotFound
    return opening


@bp.get("/<token>")
@public
@opens_units_of_work
def show(token: str) -> ResponseReturnValue:
    """The document of the link; first its password, where it has one."""
    opening = service.open_link(token)
    if _is_locked(opening):
        return _ask(token, PasswordForm(formdata=None))
    return _show(token, opening, opening.document_id)


def _ask(token: str, form: PasswordForm) -> str:
    return render_template("publishing/password.html", form=form, token=token)


@bp.post("/<token>")
@public
@opens_units_of_work
def unlock(token: str) -> ResponseReturnValue:
    """Take the password."""
    opening, form = service.open_link(token), PasswordForm()
    if form.validate_on_submit():
        if service.try_password(opening, form.password.data or "", client_address()):
            _remember(opening)
            return redirect(url_for(".show", token=token))
        form.password.errors = [_("This is not the password of this link.")]
    return _ask(token, form), 422


@bp.get("/<token>/<uuid:document_id>")
@public
@opens_units_of_work
def show_inside(token: str, document_id: UUID) -> ResponseReturnValue:
    """Something in the link's document."""
    return _show(token, _enter(token), document_id)


def _show(token: str, opening: Opening, document_id: UUID) -> ResponseReturnValue:
    preview = _preview(opening, document_id)
    with unit_of_work(opening.scope, writes=False):
        document = service.find_shared(opening, document_id)
        return render_template(
            "publishing/shared.html",
            token=token,
            cooperation=opening.actor.cooperation_name,
            document=document,
            way=service.list_way(opening, document),
            children=[] if document.kind == Kind.FILE else service.list_shared(opening, document),
            preview=preview,
            root_id=opening.document_id,
            **_told(token, opening, document),
        )


def _preview(opening: Opening, document_id: UUID) -> Preview | None:
    """What a file looks like; made outside of units of work, as it may take a second."""
    with unit_of_work(opening.scope, writes=False):
        document = service.find_shared(opening, document_id)
        if document.kind != Kind.FILE:
            return None
        version = files.find_version(document)
    return previews.make_preview(version)


def _told(token: str, opening: Opening, document: Document) -> dict[str, Any]:
    if document.kind == Kind.FILE:
        return {"version": files.find_version(document), "looks": Look}
    if document.kind == Kind.PAGE:
        return {"rendered": _render(token, opening, document)}
    return {}


def _render(token: str, opening: Opening, document: Document) -> Rendered:
    page = pages.find_page(opening.actor, document.id)
    text = pages.read_text(page.live_id)
    return render_document(text.content, SharedSurroundings(token, opening, document.id))


@bp.get("/<token>/<uuid:document_id>/download")
@public
@opens_units_of_work
def download(token: str, document_id: UUID) -> ResponseReturnValue:
    """A file, to be saved; `?inline=1`: to be looked at where that is harmless."""
    opening = _enter(token)
    with unit_of_work(opening.scope, writes=False):
        document = _find_file(opening, document_id)
        version, pieces = files.open_version_for_link(document)
    answer = Response(() if request.method == "HEAD" else pieces)
    is_inline = bool(request.args.get("inline"))
    answer.headers.update(
        serving_headers(version.name, version.media_type, inline=is_inline, size=version.size)
    )
    return answer


def _find_file(opening: Opening, document_id: UUID) -> Document:
    document = service.find_shared(opening, document_id)
    if document.kind != Kind.FILE:
        raise NotFound
    return document


@bp.get("/<token>/<uuid:document_id>/picture")
@public
@opens_units_of_work
def picture(token: str, document_id: UUID) -> ResponseReturnValue:
    """An image file made anew, as large as a screen."""
    opening = _enter(token)
    with unit_of_work(opening.scope, writes=False):
        version = files.find_version(_find_file(opening, document_id))
    made = previews.make_picture(version)
    answer = Response(made.content)
    answer.headers.update(serving_headers(version.name, made.media_type, inline=True))
    return answer


@bp.get("/<token>/<uuid:document_id>/images/<uuid:image_id>")
@public
@opens_units_of_work
def image(token: str, document_id: UUID, image_id: UUID) -> ResponseReturnValue:
    """An image in a page."""
    opening = _enter(token)
    with unit_of_work(opening.scope, writes=False):
        document = service.find_shared(opening, document_id)
        kept, pieces = images.open_image(opening.actor, document.id, image_id)
    headers = serving_headers("image", kept.media_type, inline=True, size=kept.size)
    return Response(() if request.method == "HEAD" else pieces, headers=headers)
