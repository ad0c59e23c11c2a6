"""Files with tasks between preview and import.

Revision: 0012
After: 0011
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_table

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "task_import",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_task_import_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_import_cooperation_id_created_by_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_import_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_import")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_import_cooperation_id_id")),
    )
    for column in ("board_id", "cooperation_id", "created_by", "expires_at"):
        op.create_index(op.f(f"ix_task_import_{column}"), "task_import", [column], unique=False)
    protect_table(op, "task_import")


def downgrade() -> None:
    """Take back; nothing in it was imported yet."""
    op.drop_table("task_import")
