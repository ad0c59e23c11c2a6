"""What goes with a page that goes for good."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select

from collab.core.db import session
from collab.documents.service import on_erased
from collab.live.models import LiveDocument
from collab.pages.models import Page


@on_erased
def erase_texts(document_ids: Sequence[UUID]) -> None:
    """The live texts with their journals; images follow once nothing refers to them."""
    wanted = select(Page.live_id).where(Page.document_id.in_(document_ids))
    texts = list(session().scalars(wanted))
    session().execute(delete(Page).where(Page.document_id.in_(document_ids)))
    session().execute(delete(LiveDocument).where(LiveDocument.id.in_(texts)))
