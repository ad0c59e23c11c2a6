"""Actions in minutes are tasks.

Revision: 0011
After: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("minutes_action") as batch:
        batch.add_column(sa.Column("task_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_unique_constraint(
            batch.f("uq_minutes_action_cooperation_id_task_id"), ["cooperation_id", "task_id"]
        )
        batch.create_foreign_key(
            batch.f("fk_minutes_action_cooperation_id_task_id_task"),
            "task",
            ["cooperation_id", "task_id"],
            ["cooperation_id", "id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    """Take back; what was deleted from the text goes."""
    op.execute("DELETE FROM minutes_action WHERE gone_at IS NOT NULL")
    with op.batch_alter_table("minutes_action") as batch:
        batch.drop_constraint(
            batch.f("fk_minutes_action_cooperation_id_task_id_task"), type_="foreignkey"
        )
        batch.drop_constraint(batch.f("uq_minutes_action_cooperation_id_task_id"), type_="unique")
        batch.drop_column("noted_at")
        batch.drop_column("gone_at")
        batch.drop_column("task_id")
