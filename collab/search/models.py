"""The index: pieces of texts with their tokens, words in use, and what is to be read again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Dialect,
    Index,
    Integer,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned


class Tokens(TypeDecorator[str]):
    """Tokens with spaces between them; PostgreSQL keeps each once, as a vector it can search."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """What the database has for it."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Quoted where a token could be taken for something else; they hold no quotes."""
        if value is None or dialect.name != "postgresql":
            return value
        return " ".join(f"'{token}'" for token in dict.fromkeys(value.split()))


class Passage(CooperationOwned, Base):
    """A piece of what somebody can find, in one language.

    Rows are written only by the index; who may see one is asked of where it comes from. What it is
    a piece of may be gone already: the index follows a moment later.
    """

    __tablename__ = "search_passage"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "source", "subject", "kind", "part", "language"),
    )

    #: a number, as SQLite's index knows rows by nothing else
    id: Mapped[int] = mapped_column(  # type: ignore[assignment]
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, default=None
    )
    #: name of the source that reads it and says who sees it
    source: Mapped[str] = mapped_column(String(16))
    #: see collab.search.kinds
    kind: Mapped[str] = mapped_column(String(16))
    #: meeting, task or document
    subject: Mapped[UUID]
    #: what tells it from the other pieces of its subject
    part: Mapped[str] = mapped_column(String(64))
    #: where in its page it stands, a fragment of the address; empty: nowhere in particular
    anchor: Mapped[str] = mapped_column(String(80), default="")
    #: of title and text
    language: Mapped[str] = mapped_column(String(12))
    working_group: Mapped[UUID | None]
    #: membership of who wrote it; None: nobody in particular
    author: Mapped[UUID | None]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    #: when it was last changed, or takes place
    at: Mapped[datetime]
    #: SHA-256 of all of the above, hexadecimal: what is the same is not written again
    digest: Mapped[str] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Tokens, deferred=True)


class Word(CooperationOwned, Base):
    """A word that a cooperation uses: what compounds are made of, and mistyped words mean."""

    __tablename__ = "search_word"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "language", "word"),
        Index(None, "cooperation_id", "stem"),
        Index(None, "cooperation_id", "head"),
        Index(None, "cooperation_id", "tail"),
    )

    language: Mapped[str] = mapped_column(String(2))
    #: folded
    word: Mapped[str] = mapped_column(String(80))
    #: of a German word, else empty
    stem: Mapped[str] = mapped_column(String(80), default="")
    #: its first and its last two letters
    head: Mapped[str] = mapped_column(String(4))
    tail: Mapped[str] = mapped_column(String(4))
    #: letters
    length: Mapped[int]
    #: of a German compound what it is made of, with spaces between
    parts: Mapped[str] = mapped_column(Text, default="")


class Stale(Base):
    """Something that the index has to read again.

    Belongs to no cooperation, so that whoever starts finds the work without choosing one; names
    only ids.
    """

    __tablename__ = "search_stale"

    cooperation_of: Mapped[UUID] = mapped_column(index=True)
    source: Mapped[str] = mapped_column(String(16))
    subject: Mapped[UUID]
    noted_at: Mapped[datetime]
