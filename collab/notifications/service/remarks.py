"""Tells members what is said beside a page: who is mentioned, who talks along, whose page it is."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.documents.models import Document
from collab.notifications.models import Kind
from collab.notifications.service.audience import find_cooperation, find_recipients
from collab.notifications.service.telling import Telling, tell
from collab.pages.models import Comment
from collab.pages.service.people import keep_readers


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was said beside a page."""

    page_id: UUID
    thread_id: UUID
    comment_id: UUID
    #: who is mentioned, for the first time where it was said in other words
    members: frozenset[UUID]
    #: it was only said in other words: no news for the others
    is_changed: bool = False


def tell_remark(actor: Actor, remark: Remark) -> None:
    """Tell those who may see the page, in the running unit of work; never who said it."""
    cooperation = find_cooperation(actor.cooperation_id)
    document = session().get(Document, remark.page_id)
    if cooperation is None or document is None:
        return
    others = frozenset() if remark.is_changed else _list_concerned(document, remark.thread_id)
    wanted = (remark.members | others) - {actor.membership_id}
    if not wanted:
        return
    recipients = find_recipients(cooperation, keep_readers(document, wanted))
    tell(
        cooperation,
        [
            Telling(
                recipient,
                Kind.MENTIONED if member_id in remark.members else Kind.COMMENTED,
                document_id=document.id,
                by_id=actor.membership_id,
                details={"comment": str(remark.comment_id)},
            )
            for member_id, recipient in recipients.items()
        ],
    )


def _list_concerned(document: Document, thread_id: UUID) -> frozenset[UUID]:
    """Whose page it is, and who has said something in the thread."""
    wanted = select(Comment.author_id).where(
        Comment.thread_id == thread_id, Comment.deleted_at.is_(None)
    )
    makers = {document.created_by} if document.created_by else set()
    return frozenset({*session().scalars(wanted), *makers})
