"""What was said beside pages and taken back long ago is deleted for good."""

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select

from collab.core.clock import now
from collab.core.db import session
from collab.live import service as live
from collab.pages.models import Comment, Page, Thread

#: so long can it be taken back
KEPT: Final = timedelta(days=30)
#: so many at once; the rest comes with the next round
MOST: Final = 500


def forget_comments() -> int:
    """Delete the comments of the scope's cooperation that were taken back long ago, and the threads
    in which nothing is left; how many comments.
    """
    old = select(Comment.id).where(Comment.deleted_at < now() - KEPT).limit(MOST)
    ids = list(session().scalars(old))
    if not ids:
        return 0
    threads = set(session().scalars(select(Comment.thread_id).where(Comment.id.in_(ids))))
    session().execute(delete(Comment).where(Comment.id.in_(ids)))
    left = set(session().scalars(select(Comment.thread_id).where(Comment.thread_id.in_(threads))))
    rows = session().execute(
        select(Thread.id, Page.live_id)
        .join(Page, Page.document_id == Thread.document_id)
        .where(Thread.id.in_(threads - left))
    )
    for thread_id, live_id in rows.all():
        live.request_edit(None, live_id, {"op": "uncomment", "thread": str(thread_id)})
    session().execute(delete(Thread).where(Thread.id.in_(threads - left)))
    return len(ids)
