"""The journal of live documents, and what is derived from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy import UniqueConstraint as Unique
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref


class LiveDocument(CooperationOwned, Base):
    """A co-edited text; its content is what its journal says."""

    __tablename__ = "live_document"
    __table_args__ = owned()

    #: who answers for rights and projections, see collab.live.kinds
    kind: Mapped[str] = mapped_column(String(32))
    #: random; a new one says that the journal is no longer the one clients know
    epoch: Mapped[int] = mapped_column(BigInteger)
    #: whose clients may offer their whole state once
    previous_epoch: Mapped[int | None] = mapped_column(BigInteger)
    #: version of schema.json that the content follows
    schema: Mapped[int]
    created_at: Mapped[datetime]


class LiveUpdate(CooperationOwned, Base):
    """One entry of a document's journal: a Yjs v1 update."""

    __tablename__ = "live_update"
    __table_args__ = owned(
        ref("live_document", "document_id"),
        Unique("document_id", "seq"),
        Unique("document_id", "session", "n"),
    )

    document_id: Mapped[UUID]
    #: 1, 2, 3 … in each document
    seq: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    #: None: the server itself
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: session and number of the change that brought it; a change that comes again makes no row
    session: Mapped[int | None] = mapped_column(BigInteger)
    n: Mapped[int | None] = mapped_column(BigInteger)


class LiveSnapshot(CooperationOwned, Base):
    """The content of a document up to an entry of its journal, as one Yjs v1 update."""

    __tablename__ = "live_snapshot"
    __table_args__ = owned(ref("live_document", "document_id"), Unique("document_id"))

    document_id: Mapped[UUID]
    upto_seq: Mapped[int] = mapped_column(BigInteger)
    payload: Mapped[bytes] = mapped_column(LargeBinary)
    #: clocks and depths at that entry, see collab.live.ledger
    ledger: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]


class LiveClient(CooperationOwned, Base):
    """A Yjs client id of a document, and the first author who used it."""

    __tablename__ = "live_client"
    __table_args__ = owned(ref("live_document", "document_id"), Unique("document_id", "client"))

    document_id: Mapped[UUID]
    client: Mapped[int] = mapped_column(BigInteger)
    #: None: the server itself
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    #: from this clock on nothing of it is taken: it was left out when the document was rebuilt
    ends_at: Mapped[int | None] = mapped_column(BigInteger)


class LiveOperation(CooperationOwned, Base):
    """An edit that the server owes a document; the row goes when the journal has it."""

    __tablename__ = "live_operation"
    __table_args__ = owned(ref("live_document", "document_id"), Index(None, "document_id", "at"))

    document_id: Mapped[UUID]
    #: see collab.live.edits
    operation: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    #: why it cannot be done; it is not tried again then
    failure: Mapped[str | None] = mapped_column(Text)


class LiveProjection(CooperationOwned, Base):
    """What the reader last saw in a document."""

    __tablename__ = "live_projection"
    __table_args__ = owned(ref("live_document", "document_id"), Unique("document_id"))

    document_id: Mapped[UUID]
    #: the journal's entry that it shows
    seq: Mapped[int] = mapped_column(BigInteger)
    epoch: Mapped[int] = mapped_column(BigInteger)
    #: ProseMirror JSON
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: the words alone, a line a block
    text: Mapped[str] = mapped_column(Text)
    #: when that entry was written, however the journal is compacted since
    changed_at: Mapped[datetime | None]


class LiveQuarantine(CooperationOwned, Base):
    """A journal entry that the reader leaves out, as it broke on it twice."""

    __tablename__ = "live_quarantine"
    __table_args__ = owned(ref("live_document", "document_id"), Unique("document_id", "seq"))

    document_id: Mapped[UUID]
    seq: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class LiveDuty(Base):
    """A document for which the engine owes an edit or a projection.

    Belongs to no cooperation, so that an engine that starts finds its work without choosing one.
    """

    __tablename__ = "live_duty"

    document_id: Mapped[UUID] = mapped_column(unique=True)
    cooperation_of: Mapped[UUID]
    #: the worker that is at it, until when nobody else takes it
    claimed_by: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None]
