"""People, cooperations, groups, meetings, activity.

Revision: 0001
After: nothing
"""

import sqlalchemy as sa
from alembic import op

from collab.core.rls import protect_root, protect_table

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "cooperation",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation")),
        sa.UniqueConstraint("slug", name=op.f("uq_cooperation_slug")),
    )
    op.create_table(
        "person",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("color", sa.Integer(), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index(
        op.f("ix_sign_in_attempt_address_at"), "sign_in_attempt", ["address", "at"], unique=False
    )
    op.create_index(
        op.f("ix_sign_in_attempt_email_at"), "sign_in_attempt", ["email", "at"], unique=False
    )
    op.create_table(
        "activity",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_activity_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_activity_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_activity_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_activity_cooperation_id"), "activity", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_activity_cooperation_id_at"), "activity", ["cooperation_id", "at"], unique=False
    )
    op.create_index(op.f("ix_activity_subject_id"), "activity", ["subject_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("short", sa.String(length=8), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_delegation_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_delegation_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id", "short", name=op.f("uq_delegation_cooperation_id_short")
        ),
    )
    op.create_index(
        op.f("ix_delegation_cooperation_id"), "delegation", ["cooperation_id"], unique=False
    )
    op.create_table(
        "signed_in_session",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_agent", sa.String(length=300), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_signed_in_session_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_in_session_token_hash")),
    )
    op.create_index(
        op.f("ix_signed_in_session_person_id"), "signed_in_session", ["person_id"], unique=False
    )
    op.create_table(
        "working_group",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_working_group_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_working_group_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id", "slug", name=op.f("uq_working_group_cooperation_id_slug")
        ),
    )
    op.create_index(
        op.f("ix_working_group_cooperation_id"), "working_group", ["cooperation_id"], unique=False
    )
    op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_membership_cooperation_id_delegation_id_delegation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_membership_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_membership_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id", "person_id", name=op.f("uq_membership_cooperation_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_membership_cooperation_id"), "membership", ["cooperation_id"], unique=False
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_group_member_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_group_member_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_group_member_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "cooperation_id",
            "group_id",
            "membership_id",
            name=op.f("uq_group_member_cooperation_id_group_id_membership_id"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_group_member_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_group_member_cooperation_id"), "group_member", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_group_member_membership_id"), "group_member", ["membership_id"], unique=False
    )
    op.create_table(
        "meeting",
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_meeting_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_meeting_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_meeting_cooperation_id_id")),
    )
    op.create_index(op.f("ix_meeting_cooperation_id"), "meeting", ["cooperation_id"], unique=False)
    op.create_index(
        op.f("ix_meeting_cooperation_id_starts_at"),
        "meeting",
        ["cooperation_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("presenter_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_agenda_item_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "presenter_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_agenda_item_cooperation_id_presenter_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_agenda_item_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_agenda_item_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_agenda_item_cooperation_id"), "agenda_item", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_agenda_item_cooperation_id_meeting_id_position"),
        "agenda_item",
        ["cooperation_id", "meeting_id", "position"],
        unique=False,
    )
    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("represented_by", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_attendance_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_attendance_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "represented_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_attendance_cooperation_id_represented_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_attendance_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_attendance_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "meeting_id",
            "membership_id",
            name=op.f("uq_attendance_cooperation_id_meeting_id_membership_id"),
        ),
    )
    op.create_index(
        op.f("ix_attendance_cooperation_id"), "attendance", ["cooperation_id"], unique=False
    )
    op.create_table(
        "meeting_group",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_meeting_group_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_meeting_group_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_meeting_group_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_group")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_meeting_group_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "meeting_id",
            "group_id",
            name=op.f("uq_meeting_group_cooperation_id_meeting_id_group_id"),
        ),
    )
    op.create_index(
        op.f("ix_meeting_group_cooperation_id"), "meeting_group", ["cooperation_id"], unique=False
    )
    op.create_index(op.f("ix_meeting_group_group_id"), "meeting_group", ["group_id"], unique=False)
    protect_table(op, "delegation")
    protect_table(op, "membership", persons_own=True)
    protect_table(op, "activity")
    protect_table(op, "working_group")
    protect_table(op, "group_member")
    protect_table(op, "meeting")
    protect_table(op, "meeting_group")
    protect_table(op, "agenda_item")
    protect_table(op, "attendance")
    protect_root(op, "cooperation", "membership")


def downgrade() -> None:
    """Undo."""
    op.drop_index(op.f("ix_meeting_group_group_id"), table_name="meeting_group")
    op.drop_index(op.f("ix_meeting_group_cooperation_id"), table_name="meeting_group")
    op.drop_table("meeting_group")
    op.drop_index(op.f("ix_attendance_cooperation_id"), table_name="attendance")
    op.drop_table("attendance")
    op.drop_index(
        op.f("ix_agenda_item_cooperation_id_meeting_id_position"), table_name="agenda_item"
    )
    op.drop_index(op.f("ix_agenda_item_cooperation_id"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(op.f("ix_meeting_cooperation_id_starts_at"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_cooperation_id"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_index(op.f("ix_group_member_membership_id"), table_name="group_member")
    op.drop_index(op.f("ix_group_member_cooperation_id"), table_name="group_member")
    op.drop_table("group_member")
    op.drop_index(op.f("ix_membership_person_id"), table_name="membership")
    op.drop_index(op.f("ix_membership_cooperation_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_working_group_cooperation_id"), table_name="working_group")
    op.drop_table("working_group")
    op.drop_index(op.f("ix_signed_in_session_person_id"), table_name="signed_in_session")
    op.drop_table("signed_in_session")
    op.drop_index(op.f("ix_delegation_cooperation_id"), table_name="delegation")
    op.drop_table("delegation")
    op.drop_index(op.f("ix_activity_subject_id"), table_name="activity")
    op.drop_index(op.f("ix_activity_cooperation_id_at"), table_name="activity")
    op.drop_index(op.f("ix_activity_cooperation_id"), table_name="activity")
    op.drop_table("activity")
    op.drop_index(op.f("ix_sign_in_attempt_email_at"), table_name="sign_in_attempt")
    op.drop_index(op.f("ix_sign_in_attempt_address_at"), table_name="sign_in_attempt")
    op.drop_table("sign_in_attempt")
    op.drop_table("person")
    op.drop_table("cooperation")
