"""Locks and properties that WebDAV programs keep at documents.

Revision: 0016
After: 0015
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_table

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "dav_lock",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("is_exclusive", sa.Boolean(), nullable=False),
        sa.Column("is_deep", sa.Boolean(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_dav_lock_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_dav_lock_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_dav_lock_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dav_lock")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_dav_lock_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id", "token", name=op.f("uq_dav_lock_cooperation_id_token")
        ),
    )
    op.create_index(
        op.f("ix_dav_lock_cooperation_id"), "dav_lock", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_dav_lock_cooperation_id_document_id"),
        "dav_lock",
        ["cooperation_id", "document_id"],
        unique=False,
    )
    op.create_table(
        "dav_property",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_dav_property_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_dav_property_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dav_property")),
        sa.UniqueConstraint(
            "cooperation_id",
            "document_id",
            "name",
            name=op.f("uq_dav_property_cooperation_id_document_id_name"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_dav_property_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_dav_property_cooperation_id"), "dav_property", ["cooperation_id"], unique=False
    )
    protect_table(op, "dav_lock")
    protect_table(op, "dav_property")


def downgrade() -> None:
    """Take back; programs ask for their locks again."""
    op.drop_table("dav_property")
    op.drop_table("dav_lock")
