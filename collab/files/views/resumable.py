"""Uploads in pieces that can be taken up again where they were cut: tus 1.0.

With creation, termination and expiration; see https://tus.io/protocols/resumable-upload.
"""

from base64 import b64decode
from binascii import Error as NoBase64
from typing import Final
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.http import http_date

from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.errors import DomainError, Invalid
from collab.core.ids import parse_id
from collab.core.web import opens_units_of_work, takes_files
from collab.documents import service as documents
from collab.files import service
from collab.files.limits import limits
from collab.files.models import Upload
from collab.files.places import read_spot
from collab.files.service import Aim, OnTaken, UploadPlan
from collab.files.views.blueprints import bp

VERSION: Final = "1.0.0"
_PIECE_TYPE: Final = "application/offset+octet-stream"


class OtherProtocol(DomainError):
    """The program speaks another version of the protocol."""

    status = 412
    code = "other_protocol"
    message = _l("This program cannot upload files here.")


class NoPiece(DomainError):
    """What is sent is no piece of a file."""

    status = 415
    code = "no_piece"
    message = _l("This program cannot upload files here.")


def _answer(status: int, **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(status=status, headers={"Tus-Resumable": VERSION, **named})


def _check_version() -> None:
    if request.headers.get("Tus-Resumable") != VERSION:
        raise OtherProtocol


@bp.route("/uploads", methods=["OPTIONS"], provide_automatic_options=False)
def upload_abilities() -> ResponseReturnValue:
    """What the server can do."""
    return _answer(
        204,
        Tus_Version=VERSION,
        Tus_Max_Size=str(limits.file),
        Tus_Extension="creation,termination,expiration",
    )


@bp.post("/uploads")
def begin_upload() -> ResponseReturnValue:
    """Begin an upload; the answer says where its pieces go."""
    _check_version()
    size = request.headers.get("Upload-Length", type=int)
    if size is None or size < 0:
        raise Invalid
    actor, told = current_actor(), _metadata()
    plan = UploadPlan(told.get("filename", ""), size, _aim(actor, told), _on_taken(told))
    upload = service.begin_upload(actor, plan)
    place = url_for(".upload_state", upload_id=upload.id)
    return _answer(201, Location=place, Upload_Expires=http_date(upload.expires_at))


def _metadata() -> dict[str, str]:
    """What the program says of the file: pairs of a word and Base64; Invalid."""
    found = {}
    for pair in filter(None, request.headers.get("Upload-Metadata", "").split(",")):
        key, _space, value = pair.strip().partition(" ")
        try:
            found[key] = b64decode(value, validate=True).decode()
        except (NoBase64, UnicodeDecodeError) as error:
            raise Invalid from error
    return found


def _aim(actor: Actor, told: dict[str, str]) -> Aim:
    """A file that it replaces, or a place in the folders that came with it."""
    document_id = parse_id(told.get("document", ""))
    if document_id is not None:
        document = service.find_file(actor, document_id).document
        return Aim(documents.Spot(document.group_id, document.parent_id), document_id)
    folders = [each for each in told.get("path", "").split("/")[:-1] if each]
    return Aim(service.open_folders(actor, read_spot(actor, told), folders))


def _on_taken(told: dict[str, str]) -> OnTaken:
    try:
        return OnTaken(told.get("taken", OnTaken.ASK))
    except ValueError as error:
        raise Invalid from error


@bp.route("/uploads/<uuid:upload_id>", methods=["HEAD"])
def upload_state(upload_id: UUID) -> ResponseReturnValue:
    """How much of it is here."""
    upload = service.find_upload(current_actor(), upload_id)
    answer = _state(upload, 200)
    answer.headers["Upload-Length"] = str(upload.size)
    return answer


def _state(upload: Upload, status: int) -> Response:
    return _answer(
        status,
        Upload_Offset=str(upload.received),
        Upload_Expires=http_date(upload.expires_at),
        Cache_Control="no-store",
    )


@bp.patch("/uploads/<uuid:upload_id>")
@opens_units_of_work
@takes_files(lambda: limits.file)
def continue_upload(cooperation: str, upload_id: UUID) -> ResponseReturnValue:
    """Take the next piece; with the last one the answer names the page of the file."""
    actor = enter(cooperation)
    with unit_of_work(actor.scope, writes=False):
        service.find_upload(actor, upload_id)
    _check_version()
    if request.mimetype != _PIECE_TYPE:
        raise NoPiece
    at = request.headers.get("Upload-Offset", type=int)
    if at is None:
        raise Invalid
    upload, document = service.take_piece(actor, upload_id, at, request.stream.read)
    answer = _state(upload, 204)
    if document is not None:
        answer.headers["Content-Location"] = url_for(".show", document_id=document.id)
    return answer


@bp.delete("/uploads/<uuid:upload_id>")
def end_upload(upload_id: UUID) -> ResponseReturnValue:
    """End it; nothing of it is kept."""
    upload = service.find_upload(current_actor(), upload_id)
    _check_version()
    service.cancel_upload(upload)
    return _answer(204)
