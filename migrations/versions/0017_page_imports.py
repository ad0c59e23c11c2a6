"""Files between preview and becoming pages.

Revision: 0017
After: 0016
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_table

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_REFERS = (
    ("group_id", "working_group"),
    ("parent_id", "document"),
    ("created_by", "membership"),
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "page_import",
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["cooperation_id", column],
                [f"{table}.cooperation_id", f"{table}.id"],
                name=op.f(f"fk_page_import_cooperation_id_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in _REFERS
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_import_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_import")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_import_cooperation_id_id")),
    )
    for column in ("group_id", "parent_id", "cooperation_id", "created_by", "expires_at"):
        op.create_index(op.f(f"ix_page_import_{column}"), "page_import", [column], unique=False)
    protect_table(op, "page_import")


def downgrade() -> None:
    """Take back; nothing in it was imported yet."""
    op.drop_table("page_import")
