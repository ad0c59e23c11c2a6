"""Notifications are about documents, too.

Revision: 0018
After: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_KEY = "fk_notification_cooperation_id_document_id_document"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("notification") as batch:
        batch.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            batch.f(_KEY),
            "document",
            ["cooperation_id", "document_id"],
            ["cooperation_id", "id"],
            ondelete="CASCADE",
        )


def downgrade() -> None:
    """Take back; what was told about documents goes."""
    op.execute("DELETE FROM notification WHERE document_id IS NOT NULL")
    with op.batch_alter_table("notification") as batch:
        batch.drop_constraint(batch.f(_KEY), type_="foreignkey")
        batch.drop_column("document_id")
