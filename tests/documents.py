"""Rows of documents for tests, valid by default; call inside a unit of work."""

import json
import secrets
import zlib
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

from PIL import Image
from sqlalchemy import select

from collab.accounts.passwords import hash_password
from collab.accounts.sealing import sealer
from collab.accounts.tokens import hash_token
from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import Base, new_id, session
from collab.core.storage import storage
from collab.documents.models import Document, DocumentLink, DocumentShare, Kind, Library
from collab.documents.service.lookups import key_of
from collab.documents.service.placing import last_rank
from collab.files.models import FileVersion, Upload
from collab.groups.models import WorkingGroup
from collab.live.models import LiveProjection
from collab.live.schema import complete
from collab.pages.models import Page, PageImage, PageVersion, VersionKind
from collab.pages.service.drafts import Draft
from collab.pages.service.images import PreparedImage
from tests.factories import make_document

_numbers = count(1)
Row = TypeVar("Row", bound=Base)


def _add(row: Row) -> Row:
    session().add(row)
    session().flush()
    return row


def make_library(group: WorkingGroup | None = None) -> Library:
    """The library of the group, else of the cooperation; always the same one."""
    key = key_of(group.id if group else None)
    found = session().scalar(select(Library).where(Library.key == key))
    if found is not None:
        return found
    return _add(Library(id=new_id(), group_id=group.id if group else None, key=key))


def _make(kind: Kind, place: Library | Document, title: str, **changes: Any) -> Document:
    """A document behind the others at the top of a library, or in a document."""
    parent = place if isinstance(place, Document) else None
    library_id = parent.library_id if parent else place.id
    document_id = new_id()
    values: dict[str, Any] = {
        "id": document_id,
        "library_id": library_id,
        "group_id": place.group_id,
        "parent_id": parent.id if parent else None,
        "kind": kind,
        "title": title,
        "language": "en",
        "rank": last_rank(library_id, parent.id if parent else None),
        "ruler_id": parent.ruler_id if parent else document_id,
        "audience": parent.audience if parent else "group",
        "is_for_guests": parent.is_for_guests if parent else False,
        "created_at": now(),
        "changed_at": now(),
    }
    return _add(Document(**values | changes))


def make_folder(place: Library | Document, title: str = "", **changes: Any) -> Document:
    """An empty folder."""
    return _make(Kind.FOLDER, place, title or f"Folder {next(_numbers)}", **changes)


def make_page(
    place: Library | Document, title: str = "", *, live_id: UUID | None = None, **changes: Any
) -> Document:
    """A page with a live text, an empty one unless said."""
    made = _make(Kind.PAGE, place, title or f"Page {next(_numbers)}", **changes)
    live_id = live_id or make_document(kind="page").id
    _add(Page(id=new_id(), document_id=made.id, live_id=live_id, template="page"))
    return made


def make_image(page: Document) -> PageImage:
    """A small image of the page, its bytes in the storage."""
    made = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "PNG")
    made.seek(0)
    image_id = new_id()
    stored = storage.put(page.cooperation_id, image_id, made)
    values: dict[str, Any] = {"media_type": "image/png", "size": stored.size}
    return _add(
        PageImage(id=image_id, document_id=page.id, width=8, height=8, added_at=now(), **values)
    )


def make_file(
    place: Library | Document,
    title: str = "",
    content: bytes = b"Words.",
    *,
    by: Membership | None = None,
    media_type: str = "text/plain",
    **changes: Any,
) -> Document:
    """A file with one version, its bytes in the storage."""
    title = title or f"File {next(_numbers)}.txt"
    values = {"version": 1, "size": len(content), "media_type": media_type}
    if by is not None:
        values["created_by"] = by.id
    made = _make(Kind.FILE, place, title, **values | changes)
    make_version(made, content, by=by, media_type=media_type, name=title)
    return made


def make_picture(place: Library | Document, title: str, *, by: Membership) -> Document:
    """A file that is a small image."""
    file = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    return make_file(place, title, file.getvalue(), by=by, media_type="image/png")


def make_upload(folder: Document, name: str, *, by: Membership) -> Upload:
    """A file of which nothing is here yet."""
    at = now()
    return _add(
        Upload(
            id=new_id(),
            membership_id=by.id,
            library_id=folder.library_id,
            parent_id=folder.id,
            name=name,
            size=4,
            started_at=at,
            expires_at=at + timedelta(hours=1),
        )
    )


def make_version(
    file: Document, content: bytes = b"Words.", *, by: Membership | None = None, **changes: Any
) -> FileVersion:
    """The bytes as a version of the file; which one counts is up to the test."""
    version_id = new_id()
    stored = storage.put(file.cooperation_id, version_id, BytesIO(content))
    values: dict[str, Any] = {
        "id": version_id,
        "document_id": file.id,
        "number": file.version,
        "name": file.title,
        "media_type": "text/plain",
        "size": stored.size,
        "digest": stored.digest,
        "added_by": by.id if by else None,
        "added_at": now(),
    }
    return _add(FileVersion(**values | changes))


def share_with(document: Document, group: WorkingGroup, *, can_write: bool = False) -> None:
    """Share a document that rules itself with another group; what is in it is up to the test."""
    document.ruler_id = document.id
    document.audience = "groups"
    share = DocumentShare(
        id=new_id(), document_id=document.id, group_id=group.id, can_write=can_write
    )
    _add(share)


def make_public_link(
    document: Document, by: Membership, *, password: str = "", **changes: Any
) -> tuple[DocumentLink, str]:
    """A public link to the document, and its token."""
    token = f"{document.cooperation_id.hex}{secrets.token_urlsafe(24)}"
    values: dict[str, Any] = {
        "id": new_id(),
        "document_id": document.id,
        "token_digest": hash_token(token),
        "sealed": sealer.seal(token),
        "password_hash": hash_password(password) if password else None,
        "created_by": by.id,
        "created_at": now(),
    }
    return _add(DocumentLink(**values | changes)), token


def throw_away(*documents: Document) -> None:
    """Put them into the trash together with the first one."""
    for document in documents:
        document.trashed_at = now()
        document.trash_id = documents[0].id
    session().flush()


def say_in_page(page: Document, words: str) -> None:
    """Let the page's projection say this, as if somebody had written it."""
    live_id = session().scalars(select(Page.live_id).where(Page.document_id == page.id)).one()
    inside = [{"type": "text", "text": words}]
    paragraph = {"type": "paragraph", "attrs": {"id": str(new_id())}, "content": inside}
    _add(
        LiveProjection(
            cooperation_id=page.cooperation_id,
            document_id=live_id,
            seq=1,
            epoch=1,
            content={"type": "doc", "content": [paragraph]},
            text=words,
            changed_at=now(),
        )
    )


def make_page_version(page: Document, *words: str, **changes: Any) -> PageVersion:
    """The page as it said each of the words in a paragraph."""
    content = [
        {
            "type": "paragraph",
            "attrs": {"id": str(new_id())},
            "content": [{"type": "text", "text": each}],
        }
        for each in words
    ]
    packed = json.dumps({"type": "doc", "content": content}).encode()
    values: dict[str, Any] = {
        "id": new_id(),
        "cooperation_id": page.cooperation_id,
        "document_id": page.id,
        "number": 1,
        "kind": VersionKind.AUTOMATIC,
        "seq": 1,
        "epoch": 1,
        "state": zlib.compress(b""),
        "content": zlib.compress(packed),
        "digest": sha256(packed).hexdigest(),
        "title": page.title,
        "authors": [],
        "created_at": now(),
    }
    return _add(PageVersion(**values | changes))


def make_draft(words: str, **changes: Any) -> Draft:
    """A page to be that says these words above an image, and is called so."""
    blocks = [
        {"type": "paragraph", "content": [{"type": "text", "text": words}]},
        {"type": "image", "attrs": {"image": "image-1", "alt": ""}},
    ]
    values: dict[str, Any] = {
        "name": f"{words}.docx",
        "title": words,
        "language": "en",
        "content": complete({"type": "doc", "content": blocks}),
        "images": {"image-1": _prepared()},
    }
    return Draft(**values | changes)


def _prepared() -> PreparedImage:
    """An image in the storage that belongs to no page yet."""
    made = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(made, "PNG")
    made.seek(0)
    image_id = new_id()
    owner = session().info["scope"].cooperation_id
    return PreparedImage(image_id, "image/png", storage.put(owner, image_id, made).size, 8, 8)
