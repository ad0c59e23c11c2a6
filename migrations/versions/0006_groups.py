"""Roles in groups, meetings shared with guests, actions and mentions of minutes.

Revision: 0006
After: 0005
"""

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""


def downgrade() -> None:
    """Take back."""
