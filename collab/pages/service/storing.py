"""Keeps pages as they are, whole: a version does not need the journal any more."""

import json
import zlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import undefer

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.documents.models import Document
from collab.live import service as live
from collab.live.lib0 import write_bytes
from collab.pages.models import Page, PageVersion, VersionKind
from collab.texts.nodes import Node

#: all versions that keep themselves stay so long,
ALL_FOR: Final = timedelta(days=2)
#: then one a day for so long, and later one a week
DAILY_FOR: Final = timedelta(days=90)


def keep_version(
    page: Page,
    kind: VersionKind,
    *,
    authors: Sequence[str] = (),
    name: str = "",
    actor: Actor | None = None,
    restores: int | None = None,
) -> PageVersion | None:
    """Keep what the page says; None when it says nothing yet, or what the last version says.

    What somebody asked for is kept in any case.
    """
    document = _lock(page.document_id)
    projection = live.find_projection(page.live_id)
    if projection is None:
        return None
    content = json.dumps(projection.content, ensure_ascii=False, sort_keys=True).encode()
    digest = sha256(content).hexdigest()
    last = find_last(page.document_id)
    if kind is VersionKind.AUTOMATIC and last is not None and last.digest == digest:
        last.authors = sorted({*last.authors, *authors})
        return None
    whole = live.read_whole(page.live_id, projection.seq)
    version = PageVersion(
        id=new_id(),
        cooperation_id=page.cooperation_id,
        document_id=page.document_id,
        number=(last.number if last else 0) + 1,
        kind=kind,
        name=name,
        seq=projection.seq,
        epoch=whole.epoch,
        state=pack_updates(whole.updates),
        content=zlib.compress(content),
        digest=digest,
        title=document.title,
        authors=list(authors),
        created_at=now(),
        created_by=actor.membership_id if actor else None,
        restores=restores,
    )
    session().add(version)
    session().flush()
    _thin_out(page.document_id)
    return version


def _lock(document_id: UUID) -> Document:
    """Two at once would give the same number."""
    session().execute(
        update(Document).where(Document.id == document_id).values(revision=Document.revision)
    )
    return session().scalars(select(Document).where(Document.id == document_id)).one()


def find_last(document_id: UUID) -> PageVersion | None:
    """The latest version of a page."""
    found = select(PageVersion).where(PageVersion.document_id == document_id)
    return session().scalar(found.order_by(PageVersion.number.desc()).limit(1))


def pack_updates(updates: Sequence[bytes]) -> bytes:
    """The updates, each after its length as a lib0 varuint, zlib."""
    packed = bytearray()
    for update_ in updates:
        write_bytes(packed, update_)
    return zlib.compress(bytes(packed))


def unpack_content(version: PageVersion) -> Node:
    """What the page said, as ProseMirror JSON."""
    content: Node = json.loads(zlib.decompress(version.content))
    return content


def rewrite_versions(word: str, rewrite: Callable[[Node, str], Node]) -> None:
    """Let all versions that hold the word say what `rewrite` makes of them, in their language.

    Their Yjs state goes: what somebody was called would stay in it.
    """
    rows = session().execute(
        select(PageVersion, Document.language)
        .join(Document, Document.id == PageVersion.document_id)
        .options(undefer(PageVersion.content))
        .execution_options(yield_per=20)
    )
    for version, language in rows:
        written = zlib.decompress(version.content)
        if word.encode() in written:
            content = json.dumps(
                rewrite(json.loads(written), language), ensure_ascii=False, sort_keys=True
            ).encode()
            version.content, version.state = zlib.compress(content), pack_updates([])
            version.digest = sha256(content).hexdigest()


def _thin_out(document_id: UUID) -> None:
    """Forget versions that kept themselves where many are close together, and long ago."""
    rows = session().execute(
        select(PageVersion.id, PageVersion.created_at)
        .where(
            PageVersion.document_id == document_id,
            PageVersion.kind == VersionKind.AUTOMATIC,
            PageVersion.created_at < now() - ALL_FOR,
        )
        .order_by(PageVersion.number.desc())
    )
    kept: set[str] = set()
    gone: list[UUID] = []
    for version_id, at in rows:
        period = _period(at)
        if period in kept:
            gone.append(version_id)
        kept.add(period)
    if gone:
        session().execute(delete(PageVersion).where(PageVersion.id.in_(gone)))


def _period(at: datetime) -> str:
    """The day, or the week: of each the last version stays."""
    return f"{at:%G-W%V}" if at < now() - DAILY_FOR else f"{at:%Y-%m-%d}"
