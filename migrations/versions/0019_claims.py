"""One process at a time works on a document, and a rebuilt one does not take back what it left out.

Revision: 0019
After: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.add_column("live_duty", sa.Column("claimed_by", sa.String(32), nullable=True))
    op.add_column(
        "live_duty", sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("live_client", sa.Column("ends_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("live_client") as batch:
        batch.drop_column("ends_at")
    with op.batch_alter_table("live_duty") as batch:
        batch.drop_column("claimed_until")
        batch.drop_column("claimed_by")
