"""The journal of live documents, and the minutes that stand on it.

Revision: 0002
After: 0001
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_table

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TABLES = (
    "live_document",
    "live_client",
    "live_operation",
    "live_projection",
    "live_quarantine",
    "live_snapshot",
    "live_update",
    "minutes",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "live_duty",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_of", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_duty")),
        sa.UniqueConstraint("document_id", name=op.f("uq_live_duty_document_id")),
    )
    op.create_table(
        "live_document",
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("previous_epoch", sa.BigInteger(), nullable=True),
        sa.Column("schema", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_document_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_document")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_live_document_cooperation_id_id")
        ),
    )
    op.create_index(
        op.f("ix_live_document_cooperation_id"), "live_document", ["cooperation_id"], unique=False
    )

    op.create_table(
        "live_client",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_live_client_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_client_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_client_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_client")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_live_client_cooperation_id_id")),
        sa.UniqueConstraint(
            "document_id", "client", name=op.f("uq_live_client_document_id_client")
        ),
    )
    op.create_index(
        op.f("ix_live_client_cooperation_id"), "live_client", ["cooperation_id"], unique=False
    )

    op.create_table(
        "live_operation",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("operation", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_live_operation_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_operation_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_operation_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_operation")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_live_operation_cooperation_id_id")
        ),
    )
    op.create_index(
        op.f("ix_live_operation_cooperation_id"), "live_operation", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_live_operation_document_id_at"),
        "live_operation",
        ["document_id", "at"],
        unique=False,
    )

    op.create_table(
        "live_projection",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_projection_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_projection_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_projection")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_live_projection_cooperation_id_id")
        ),
        sa.UniqueConstraint("document_id", name=op.f("uq_live_projection_document_id")),
    )
    op.create_index(
        op.f("ix_live_projection_cooperation_id"),
        "live_projection",
        ["cooperation_id"],
        unique=False,
    )

    op.create_table(
        "live_quarantine",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_quarantine_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_quarantine_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_quarantine")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_live_quarantine_cooperation_id_id")
        ),
        sa.UniqueConstraint("document_id", "seq", name=op.f("uq_live_quarantine_document_id_seq")),
    )
    op.create_index(
        op.f("ix_live_quarantine_cooperation_id"),
        "live_quarantine",
        ["cooperation_id"],
        unique=False,
    )

    op.create_table(
        "live_snapshot",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("upto_seq", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("ledger", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_snapshot_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_snapshot_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_snapshot")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_live_snapshot_cooperation_id_id")
        ),
        sa.UniqueConstraint("document_id", name=op.f("uq_live_snapshot_document_id")),
    )
    op.create_index(
        op.f("ix_live_snapshot_cooperation_id"), "live_snapshot", ["cooperation_id"], unique=False
    )

    op.create_table(
        "live_update",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("session", sa.BigInteger(), nullable=True),
        sa.Column("n", sa.BigInteger(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_live_update_author_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_live_update_cooperation_id_document_id_live_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_live_update_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_update")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_live_update_cooperation_id_id")),
        sa.UniqueConstraint("document_id", "seq", name=op.f("uq_live_update_document_id_seq")),
        sa.UniqueConstraint(
            "document_id", "session", "n", name=op.f("uq_live_update_document_id_session_n")
        ),
    )
    op.create_index(
        op.f("ix_live_update_cooperation_id"), "live_update", ["cooperation_id"], unique=False
    )

    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_minutes_cooperation_id_document_id_live_document"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_minutes_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_minutes_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
        sa.UniqueConstraint(
            "cooperation_id", "document_id", name=op.f("uq_minutes_cooperation_id_document_id")
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_minutes_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id", "meeting_id", name=op.f("uq_minutes_cooperation_id_meeting_id")
        ),
    )
    op.create_index(op.f("ix_minutes_cooperation_id"), "minutes", ["cooperation_id"], unique=False)

    for table in TABLES:
        protect_table(op, table)


def downgrade() -> None:
    """Undo."""
    op.drop_table("minutes")
    op.drop_table("live_update")
    op.drop_table("live_snapshot")
    op.drop_table("live_quarantine")
    op.drop_table("live_projection")
    op.drop_table("live_operation")
    op.drop_table("live_client")
    op.drop_table("live_document")
    op.drop_table("live_duty")
