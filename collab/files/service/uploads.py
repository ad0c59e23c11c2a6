"""Uploads that can be taken up again where they were cut."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from os import SEEK_END
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import delete, func, select

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.core.spool import append, held
from collab.core.storage import storage
from collab.documents import service as documents
from collab.documents.models import Document, Library
from collab.documents.service import Spot
from collab.files.errors import OtherPlace, TooManyUploads, UploadGone
from collab.files.models import Upload
from collab.files.service.bringing import Aim, OnTaken, choose_aim, put_received
from collab.files.service.receiving import receive
from collab.files.service.usage import check_room
from collab.inspection.errors import Empty
from collab.inspection.names import clean_name

KEPT: Final = timedelta(days=1)
MAX_UPLOADS: Final = 100


@dataclass(frozen=True, slots=True)
class UploadPlan:
    """What somebody wants to bring."""

    name: str
    #: bytes
    size: int
    aim: Aim
    on_taken: OnTaken = OnTaken.ASK


def begin_upload(actor: Actor, plan: UploadPlan) -> Upload:
    """Make room for an upload; everything that can be refused now is."""
    if not plan.size:
        raise Empty
    check_room(plan.size)
    _check_count(actor)
    aim = choose_aim(actor, plan.aim, plan.name, plan.on_taken)
    library, parent_id = _place(actor, aim)
    upload = Upload(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        membership_id=actor.membership_id,
        library_id=library.id,
        parent_id=parent_id,
        document_id=aim.document_id,
        name=clean_name(plan.name),
        size=plan.size,
        started_at=now(),
        expires_at=now() + KEPT,
    )
    session().add(upload)
    session().flush()
    return upload


def _place(actor: Actor, aim: Aim) -> tuple[Library, UUID | None]:
    if aim.document_id is not None:
        document = documents.find_document(actor, aim.document_id).document
        return documents.lock_library(document.library_id), document.parent_id
    parent, library = documents.open_spot(actor, aim.spot)
    return library, parent.id if parent else None


def _check_count(actor: Actor) -> None:
    wanted = select(func.count(Upload.id)).where(
        Upload.membership_id == actor.membership_id, Upload.expires_at > now()
    )
    if (session().scalar(wanted) or 0) >= MAX_UPLOADS:
        raise TooManyUploads


def find_upload(actor: Actor, upload_id: UUID) -> Upload:
    """The actor's own upload that is under way; UploadGone."""
    upload = session().get(Upload, upload_id, populate_existing=True)
    is_own = upload is not None and upload.membership_id == actor.membership_id
    if upload is None or not is_own or upload.expires_at <= now():
        raise UploadGone
    return upload


def aim_of(upload: Upload) -> Aim:
    """Where the upload's file goes."""
    library = session().get(Library, upload.library_id)
    if library is None:
        raise UploadGone
    return Aim(Spot(library.group_id, upload.parent_id), upload.document_id)


def take_piece(
    actor: Actor, upload_id: UUID, at: int, read: Callable[[int], bytes]
) -> tuple[Upload, Document | None]:
    """Append what `read` gives; `at` must be where the upload stands, else OtherPlace.

    What came before the sender went away counts. With the last piece it becomes a document; where
    that is refused the upload is ended, and nothing is kept. Opens its own units of work.
    """
    with unit_of_work(actor.scope, writes=False):
        find_upload(actor, upload_id)
    with held(path_of(upload_id)) as file:
        upload = _find_at(actor, upload_id, at, file.seek(0, SEEK_END))
        received = append(file, at, read, upload.size - at)
        with unit_of_work(actor.scope):
            upload = find_upload(actor, upload_id)
            # after a crash the last byte comes again: who asks is never told that all is here
            # before there is a document
            upload.received = min(received, upload.size - 1)
            upload.expires_at = now() + KEPT
        upload.received = received
        return upload, _finish(actor, upload) if received == upload.size else None


def _find_at(actor: Actor, upload_id: UUID, at: int, there: int) -> Upload:
    """The upload that stands at this byte; OtherPlace, UploadGone when fewer bytes are `there`."""
    with unit_of_work(actor.scope, writes=False):
        upload = find_upload(actor, upload_id)
    if there < upload.received:
        with unit_of_work(actor.scope):
            cancel_upload(upload)
        raise UploadGone
    if at != upload.received:
        raise OtherPlace
    return upload


def _finish(actor: Actor, upload: Upload) -> Document:
    try:
        with (
            receive(actor, upload.name, path_of(upload.id)) as received,
            unit_of_work(actor.scope),
        ):
            session().execute(delete(Upload).where(Upload.id == upload.id))
            return put_received(actor, aim_of(upload), received)
    except BaseException:
        with unit_of_work(actor.scope):
            cancel_upload(upload)
        raise


def cancel_upload(upload: Upload) -> None:
    """End the upload; what came of it is deleted."""
    session().execute(delete(Upload).where(Upload.id == upload.id))
    path_of(upload.id).unlink(missing_ok=True)


def forget_expired_uploads() -> None:
    """End what waited too long; the bytes follow, see collab.files.duties."""
    session().execute(delete(Upload).where(Upload.expires_at <= now()))


def path_of(upload_id: UUID) -> Path:
    """Where the upload's bytes lie."""
    return storage.spool() / f"{upload_id}.part"
