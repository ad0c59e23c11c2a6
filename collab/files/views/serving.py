"""Files leave: downloaded, shown, packed."""

from collections.abc import Iterator
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor, enter
from collab.core.db import unit_of_work
from collab.core.web import opens_units_of_work
from collab.files import service
from collab.files.models import FileVersion
from collab.files.service import previews
from collab.files.views.blueprints import bp
from collab.inspection.headers import serving_headers

#: a version never changes; who may not see it any more has seen it
_KEPT = "private, max-age=3600"


def wanted_version() -> int | None:
    """The number of the version that the address names; None: the one that counts."""
    return request.args.get("version", type=int)


@bp.get("/<uuid:document_id>/download")
def download(document_id: UUID) -> ResponseReturnValue:
    """A version, to be saved: browsers never show it as a page of ours."""
    version, pieces = service.open_file(current_actor(), document_id, wanted_version())
    return send(version, pieces)


@bp.get("/<uuid:document_id>/content")
def content(document_id: UUID) -> ResponseReturnValue:
    """A version, to be looked at in the browser where that is harmless, else to be saved."""
    version, pieces = service.open_file(current_actor(), document_id, wanted_version())
    return send(version, pieces, inline=True)


def send(version: FileVersion, pieces: Iterator[bytes], *, inline: bool = False) -> Response:
    """The answer that is this version."""
    answer = Response(() if request.method == "HEAD" else pieces)
    answer.headers.update(
        serving_headers(version.name, version.media_type, inline=inline, size=version.size)
    )
    return answer


@bp.get("/<uuid:document_id>/picture")
@opens_units_of_work
def picture(cooperation: str, document_id: UUID) -> ResponseReturnValue:
    """An image made anew, as large as a screen."""
    actor = enter(cooperation)
    with unit_of_work(actor.scope, writes=False):
        found = service.find_file(actor, document_id)
        version = service.find_version(found.document, wanted_version())
    made = previews.make_picture(version)
    answer = Response(made.content)
    answer.headers.update(serving_headers(version.name, made.media_type, inline=True))
    answer.headers["Cache-Control"] = _KEPT
    return answer


@bp.get("/folders/<uuid:folder_id>/archive")
def archive(folder_id: UUID) -> ResponseReturnValue:
    """A folder as ZIP; how large it becomes is known only at its end."""
    planned = service.plan_archive(current_actor(), folder_id)
    answer = Response(() if request.method == "HEAD" else service.pack(planned))
    answer.headers.update(serving_headers(planned.name, "application/zip"))
    return answer
