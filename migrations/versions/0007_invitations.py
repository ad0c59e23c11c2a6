"""Invitations, their groups, and lists between preview and sending.

Revision: 0007
After: 0006
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_table

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = ("invitation", "invitation_list", "invitation_group")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "invitation",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("open_email", sa.String(length=254), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("search_key", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_founding", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("is_from_list", sa.Boolean(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_invitation_cooperation_id_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_invitation_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["person.id"], name=op.f("fk_invitation_invited_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["mail.id"],
            name=op.f("fk_invitation_mail_id_mail"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "cooperation_id",
            "delegation_id",
            "open_email",
            name=op.f("uq_invitation_cooperation_id_delegation_id_open_email"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_invitation_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_invitation_cooperation_id"), "invitation", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_invitation_cooperation_id_delegation_id_state"),
        "invitation",
        ["cooperation_id", "delegation_id", "state"],
        unique=False,
    )
    op.create_index(op.f("ix_invitation_mail_id"), "invitation", ["mail_id"], unique=False)
    op.create_table(
        "invitation_list",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("defaults", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("unknown_columns", sa.JSON(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_invitation_list_cooperation_id_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_invitation_list_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["person.id"], name=op.f("fk_invitation_list_created_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_list")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_invitation_list_cooperation_id_id")
        ),
    )
    op.create_index(
        op.f("ix_invitation_list_cooperation_id"),
        "invitation_list",
        ["cooperation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invitation_list_expires_at"), "invitation_list", ["expires_at"], unique=False
    )
    op.create_table(
        "invitation_group",
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_invitation_group_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "invitation_id"],
            ["invitation.cooperation_id", "invitation.id"],
            name=op.f("fk_invitation_group_cooperation_id_invitation_id_invitation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_invitation_group_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_group")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_invitation_group_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "invitation_id",
            "group_id",
            name=op.f("uq_invitation_group_cooperation_id_invitation_id_group_id"),
        ),
    )
    op.create_index(
        op.f("ix_invitation_group_cooperation_id"),
        "invitation_group",
        ["cooperation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_invitation_group_group_id"), "invitation_group", ["group_id"], unique=False
    )
    for table in TABLES:
        protect_table(op, table)


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
