"""The index of everything that can be found.

Revision: 0015
After: 0014
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from collab.core.rls import protect_table

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

#: SQLite's index over the tokens; nothing but spaces separates them, and it stores no text
FULL_TEXT = """
CREATE VIRTUAL TABLE search_words USING fts5(
    words, content='search_passage', content_rowid='id', tokenize="ascii tokenchars '_'"
)
"""
_FORGET = (
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words);"
)
_LEARN = "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words);"
_CHANGE = f"{_FORGET} {_LEARN}"
TRIGGERS = (
    f"CREATE TRIGGER search_passage_added AFTER INSERT ON search_passage BEGIN {_LEARN} END",
    f"CREATE TRIGGER search_passage_gone AFTER DELETE ON search_passage BEGIN {_FORGET} END",
    f"CREATE TRIGGER search_passage_changed AFTER UPDATE ON search_passage BEGIN {_CHANGE} END",
)
#: no index over words is used under row-level security, as its operator may leak what it compares;
#: so this function, which runs as the owner, looks into it, and takes the cooperation from nowhere
#: but the transaction. Each vector holds its cooperation as a token: only its own rows are read;
#: that they are is asked as text, so that no other index looks better to the planner. Few rows are
#: announced, so that each is looked up by its key and never the whole table read.
FIND = """
CREATE FUNCTION search_find(wanted tsquery)
RETURNS TABLE (passage_id bigint, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 5
AS $$
    SELECT id, ts_rank(words, wanted, 1)
    FROM search_passage
    WHERE words @@ (wanted && ('_c' || replace(
        current_setting('collab.cooperation_id', true), '-', ''))::tsquery)
    AND cooperation_id::text = current_setting('collab.cooperation_id', true)
$$
"""


def _make_passages(*, is_postgresql: bool) -> None:
    op.create_table(
        "search_passage",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("anchor", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("working_group", sa.Uuid(), nullable=True),
        sa.Column("author", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("words", TSVECTOR() if is_postgresql else sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_search_passage_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_passage")),
        sa.UniqueConstraint(
            "cooperation_id",
            "source",
            "subject",
            "kind",
            "part",
            "language",
            name=op.f("uq_search_passage_cooperation_id_source_subject_kind_part_language"),
        ),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_search_passage_cooperation_id_id")
        ),
    )
    op.create_index(op.f("ix_search_passage_cooperation_id"), "search_passage", ["cooperation_id"])


def _make_words() -> None:
    op.create_table(
        "search_word",
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("word", sa.String(length=80), nullable=False),
        sa.Column("stem", sa.String(length=80), nullable=False),
        sa.Column("head", sa.String(length=4), nullable=False),
        sa.Column("tail", sa.String(length=4), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_search_word_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_word")),
        sa.UniqueConstraint(
            "cooperation_id",
            "language",
            "word",
            name=op.f("uq_search_word_cooperation_id_language_word"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_search_word_cooperation_id_id")),
    )
    op.create_index(op.f("ix_search_word_cooperation_id"), "search_word", ["cooperation_id"])
    for column in ("stem", "head", "tail"):
        op.create_index(
            op.f(f"ix_search_word_cooperation_id_{column}"),
            "search_word",
            ["cooperation_id", column],
        )


def _make_stale() -> None:
    op.create_table(
        "search_stale",
        sa.Column("cooperation_of", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_stale")),
    )
    op.create_index(op.f("ix_search_stale_cooperation_of"), "search_stale", ["cooperation_of"])


def upgrade() -> None:
    """Apply."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    _make_passages(is_postgresql=is_postgresql)
    _make_words()
    _make_stale()
    protect_table(op, "search_passage")
    protect_table(op, "search_word")
    if is_postgresql:
        op.execute(
            # at once into the index: what waits for it would be looked through by every question
            "CREATE INDEX ix_search_passage_words ON search_passage USING gin (words) "
            "WITH (fastupdate = off)"
        )
        # the owner, whom the function runs as; the app is somebody else
        op.execute(
            "CREATE POLICY search_passage_find ON search_passage FOR SELECT TO CURRENT_USER "
            "USING (true)"
        )
        op.execute(FIND)
        return
    op.execute(FULL_TEXT)
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION search_find(tsquery)")
    else:
        op.execute("DROP TABLE search_words")
    op.drop_table("search_stale")
    op.drop_table("search_word")
    op.drop_table("search_passage")
