"""Removes somebody from documents. Runs in a cooperation's scope.

Folders, pages, files and comments stay under "former member"; texts that mention them show no name.
"""

from typing import Any

from sqlalchemy import delete, select

from collab.cooperations.models import Membership
from collab.core.db import session
from collab.documents.models import Document, DocumentLink
from collab.files.models import FileLock, Upload
from collab.live import service as live
from collab.live.models import LiveProjection
from collab.pages.models import Comment, Page
from collab.pages.service.storing import rewrite_versions
from collab.privacy.speaking import former_member_in
from collab.privacy.task_traces import holds, relabelled
from collab.texts.plain import summarise
from collab.webdav.models import DavLock

#: what is for nobody else, with the column that says whose it is
OWN: tuple[Any, ...] = (
    FileLock.membership_id,
    DavLock.membership_id,
    Upload.membership_id,
    DocumentLink.created_by,
)


def forget_in_documents(membership: Membership) -> None:
    """Take locks, uploads and public links away, and the name out of texts that mention them."""
    for column in OWN:
        session().execute(delete(column.class_).where(column == membership.id))
    named = str(membership.id)
    for comment in session().scalars(select(Comment).where(holds(Comment.content, named))):
        comment.content = relabelled(comment.content, membership.id, comment.language)
        comment.text = summarise(comment.content)
    rewrite_versions(named, lambda node, language: relabelled(node, membership.id, language))
    rows = session().execute(
        select(Page.live_id, Document.language)
        .join(Document, Document.id == Page.document_id)
        .join(LiveProjection, LiveProjection.document_id == Page.live_id)
        .where(holds(LiveProjection.content, named))
    )
    for live_id, language in rows.all():
        label = former_member_in(language)
        live.request_edit(None, live_id, {"op": "relabel", "member": named, "label": label})
