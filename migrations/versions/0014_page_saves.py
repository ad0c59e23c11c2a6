"""Which pages are to be kept as a version, and what was restored.

Revision: 0014
After: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "page_save_due",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_of", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_save_due")),
        sa.UniqueConstraint("document_id", name=op.f("uq_page_save_due_document_id")),
    )
    with op.batch_alter_table("page_version") as batch:
        batch.add_column(sa.Column("restores", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("page_version") as batch:
        batch.drop_column("restores")
    op.drop_table("page_save_due")
