"""Rows of conversations beside pages for tests; call inside a unit of work."""

from typing import Any

from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.documents.models import Document
from collab.pages.models import Comment, Thread

BLOCK = "0198f3a4-0000-7000-8000-00000000000a"


def paragraph(*content: Any, block: str = BLOCK) -> dict[str, Any]:
    """A paragraph of words and nodes."""
    inside = [{"type": "text", "text": each} if isinstance(each, str) else each for each in content]
    return {"type": "paragraph", "attrs": {"id": block}, "content": inside}


def said(*content: Any) -> dict[str, Any]:
    """A formatted text of one paragraph."""
    return {"type": "doc", "content": [paragraph(*content)]}


def make_thread(page: Document, by: Membership, **changes: Any) -> Thread:
    """A thread about the whole page, with nothing said in it yet."""
    values: dict[str, Any] = {"quote": "", "block": None, "created_at": now()}
    thread = Thread(id=new_id(), document_id=page.id, created_by=by.id, **values | changes)
    session().add(thread)
    session().flush()
    return thread


def make_remark(
    thread: Thread, by: Membership, words: str = "Are we sure?", **changes: Any
) -> Comment:
    """What somebody says in it."""
    values: dict[str, Any] = {"language": "en", "created_at": now(), "text": words}
    comment = Comment(
        id=new_id(),
        thread_id=thread.id,
        author_id=by.id,
        content=said(words),
        **values | changes,
    )
    session().add(comment)
    session().flush()
    return comment
