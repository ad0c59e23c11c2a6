"""Images of pages: sent by the script of a page, shown in it."""

from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from collab.cooperations.web import current_actor, enter
from collab.core.db import unit_of_work
from collab.core.errors import Invalid
from collab.core.fragments import accept
from collab.core.storage import storage
from collab.core.web import opens_units_of_work, takes_files
from collab.inspection.headers import serving_headers
from collab.pages import service
from collab.pages.service import images
from collab.pages.views.blueprints import bp

#: of the form around the file
FRAME = 100_000
#: an id never stands for another image
CACHED = "private, max-age=604800, immutable"


@bp.post("/<uuid:page_id>/images")
@opens_units_of_work
@takes_files(images.MAX_BYTES + FRAME)
def add_image(cooperation: str, page_id: UUID) -> ResponseReturnValue:
    """Keep an image; while it is made anew, nobody waits for the database."""
    actor = enter(cooperation)
    with unit_of_work(actor.scope, writes=False):
        service.find_writable(actor, page_id)
    given = request.files.get("image")
    if given is None:
        raise Invalid({})
    prepared = images.prepare_image(actor.cooperation_id, given.stream)  # type: ignore[arg-type]
    try:
        with unit_of_work(actor.scope):
            image = images.add_image(actor, page_id, prepared)
            address = url_for(".image", page_id=page_id, image_id=image.id)
            return accept(id=str(image.id), url=address)
    except BaseException:
        storage.remove(actor.cooperation_id, prepared.id)
        raise


@bp.get("/<uuid:page_id>/images/<uuid:image_id>")
def image(page_id: UUID, image_id: UUID) -> ResponseReturnValue:
    """An image of the page."""
    found, pieces = images.open_image(current_actor(), page_id, image_id)
    headers = serving_headers("image", found.media_type, inline=True, size=found.size)
    answer = Response(() if request.method == "HEAD" else pieces, headers=headers)
    answer.headers["Cache-Control"] = CACHED
    return answer
