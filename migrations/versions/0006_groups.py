"""Roles in groups, meetings shared with guests, actions and mentions of minutes.

Revision: 0006
After: 0005
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from collab.core.db import new_id
from collab.core.rls import protect_table

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("meeting_guest", "minutes_action", "minutes_mention")
#: tables whose rows this migration touches, though their owner may not see them either
FORCED = (
    "group_member",
    "live_document",
    "live_projection",
    "live_snapshot",
    "live_update",
    "membership",
    "minutes",
)


def _force(*, on: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in FORCED:
            op.execute(f"ALTER TABLE {table} {'FORCE' if on else 'NO FORCE'} ROW LEVEL SECURITY")


def _give_roles() -> None:
    """Whoever chaired the cooperation chaired the groups they were in."""
    op.execute(
        "UPDATE group_member SET role = (SELECT membership.role FROM membership "
        "WHERE membership.id = group_member.membership_id "
        "AND membership.role IN ('chair', 'secretary', 'guest')) "
        "WHERE EXISTS (SELECT 1 FROM membership "
        "WHERE membership.id = group_member.membership_id "
        "AND membership.role IN ('chair', 'secretary', 'guest'))"
    )


def _note_times() -> None:
    op.execute(
        "UPDATE live_projection SET changed_at = coalesce("
        "(SELECT live_update.at FROM live_update "
        "WHERE live_update.document_id = live_projection.document_id "
        "AND live_update.seq = live_projection.seq), "
        "(SELECT live_snapshot.at FROM live_snapshot "
        "WHERE live_snapshot.document_id = live_projection.document_id))"
    )


def _read_minutes_again() -> None:
    """The engine finds the actions and mentions of what was written before it knew of them."""
    bind = op.get_bind()
    documents = sa.table(
        "live_document", sa.column("id", sa.Uuid()), sa.column("cooperation_id", sa.Uuid())
    )
    minutes = sa.table("minutes", sa.column("document_id", sa.Uuid()))
    names = ("id", "document_id", "cooperation_of")
    duties = sa.table("live_duty", *(sa.column(name, sa.Uuid()) for name in names))
    wanted = sa.select(documents.c.id, documents.c.cooperation_id).where(
        documents.c.id.in_(sa.select(minutes.c.document_id)),
        documents.c.id.not_in(sa.select(duties.c.document_id)),
    )
    rows: list[dict[str, Any]] = [
        {"id": new_id(), "document_id": row.id, "cooperation_of": row.cooperation_id}
        for row in bind.execute(wanted)
    ]
    if rows:
        bind.execute(sa.insert(duties), rows)


def upgrade() -> None:
    """Apply."""
    _force(on=False)
    op.add_column(
        "group_member",
        sa.Column("role", sa.String(length=16), nullable=False, server_default="member"),
    )
    op.add_column(
        "live_projection", sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_table(
        "meeting_guest",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("shared_by", sa.Uuid(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_meeting_guest_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_meeting_guest_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "shared_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_meeting_guest_cooperation_id_shared_by_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_meeting_guest_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_guest")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_meeting_guest_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "meeting_id",
            "membership_id",
            name=op.f("uq_meeting_guest_cooperation_id_meeting_id_membership_id"),
        ),
    )
    op.create_index(
        op.f("ix_meeting_guest_cooperation_id"), "meeting_guest", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_meeting_guest_membership_id"), "meeting_guest", ["membership_id"], unique=False
    )
    op.create_table(
        "minutes_action",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("assignee_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "assignee_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_minutes_action_cooperation_id_assignee_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_minutes_action_cooperation_id_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_minutes_action_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "minutes_id"],
            ["minutes.cooperation_id", "minutes.id"],
            name=op.f("fk_minutes_action_cooperation_id_minutes_id_minutes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_minutes_action_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_action")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_minutes_action_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "minutes_id",
            "block",
            name=op.f("uq_minutes_action_cooperation_id_minutes_id_block"),
        ),
    )
    op.create_index(
        op.f("ix_minutes_action_cooperation_id"), "minutes_action", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_minutes_action_cooperation_id_assignee_id"),
        "minutes_action",
        ["cooperation_id", "assignee_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_minutes_action_cooperation_id_meeting_id"),
        "minutes_action",
        ["cooperation_id", "meeting_id"],
        unique=False,
    )
    op.create_table(
        "minutes_mention",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_minutes_mention_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_minutes_mention_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "minutes_id"],
            ["minutes.cooperation_id", "minutes.id"],
            name=op.f("fk_minutes_mention_cooperation_id_minutes_id_minutes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_minutes_mention_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_mention")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_minutes_mention_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "minutes_id",
            "block",
            "membership_id",
            name=op.f("uq_minutes_mention_minutes_id_block_membership_id"),
        ),
    )
    op.create_index(
        op.f("ix_minutes_mention_cooperation_id"),
        "minutes_mention",
        ["cooperation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_minutes_mention_cooperation_id_membership_id"),
        "minutes_mention",
        ["cooperation_id", "membership_id"],
        unique=False,
    )
    _give_roles()
    _note_times()
    _read_minutes_again()
    _force(on=True)
    for table in TABLES:
        protect_table(op, table)


def downgrade() -> None:
    """Undo."""
    for table in reversed(TABLES):
        op.drop_table(table)
    with op.batch_alter_table("live_projection") as batch:
        batch.drop_column("changed_at")
    with op.batch_alter_table("group_member") as batch:
        batch.drop_column("role")
