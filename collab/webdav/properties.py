"""Properties that programs keep at folders and files."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, func, select
from wsgidav.dav_error import DAVError
from wsgidav.xml_tools import etree

from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.core.errors import require
from collab.documents import policy
from collab.documents.models import Document
from collab.documents.service import find_document
from collab.webdav.models import DavProperty

MAX_PROPERTIES: Final = 100
MAX_NAME: Final = 300
MAX_VALUE: Final = 10_000
INSUFFICIENT_STORAGE: Final = 507


def list_names(document: Document) -> list[str]:
    """What is kept at the document."""
    wanted = select(DavProperty.name).where(DavProperty.document_id == document.id)
    return list(session().scalars(wanted.order_by(DavProperty.name)))


def read_value(document_id: UUID, name: str) -> str | None:
    """The value as XML; None when there is none of this name."""
    return session().scalar(
        select(DavProperty.value).where(
            DavProperty.document_id == document_id, DavProperty.name == name
        )
    )


def read_values(document_ids: list[UUID]) -> Mapping[UUID, Mapping[str, str]]:
    """All properties of these, in one query."""
    found: dict[UUID, dict[str, str]] = {each: {} for each in document_ids}
    wanted = select(DavProperty).where(DavProperty.document_id.in_(document_ids))
    for each in session().scalars(wanted):
        found[each.document_id][each.name] = each.value
    return found


def keep(
    actor: Actor, document: Document, name: str, element: Any, *, is_trial: bool = False
) -> None:
    """Keep the XML element under that name, or with None keep it no more.

    Forbidden for who may not write the document; DAVError for more than a program may keep.
    """
    require(policy.can_write(actor, find_document(actor, document.id).standing))
    value = None if element is None else etree.tostring(element).decode()
    if value is not None:
        _check(document, name, value)
    if not is_trial:
        _write(document, name, value)


def _check(document: Document, name: str, value: str) -> None:
    if len(name) > MAX_NAME or len(value) > MAX_VALUE:
        raise DAVError(INSUFFICIENT_STORAGE)
    known = session().scalar(
        select(func.count(DavProperty.id)).where(
            DavProperty.document_id == document.id, DavProperty.name != name
        )
    )
    if (known or 0) >= MAX_PROPERTIES:
        raise DAVError(INSUFFICIENT_STORAGE)


def _write(document: Document, name: str, value: str | None) -> None:
    session().execute(
        delete(DavProperty).where(DavProperty.document_id == document.id, DavProperty.name == name)
    )
    if value is not None:
        session().add(
            DavProperty(
                id=new_id(),
                cooperation_id=document.cooperation_id,
                document_id=document.id,
                name=name,
                value=value,
            )
        )
    session().flush()
