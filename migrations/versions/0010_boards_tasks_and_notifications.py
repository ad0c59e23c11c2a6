"""Boards, tasks and notifications.

Revision: 0010
After: 0009
"""

import sqlalchemy as sa
from alembic import op

from collab.core.ranks import RANK
from collab.core.rls import protect_table

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = (
    "task_number",
    "board",
    "board_column",
    "board_label",
    "board_lane",
    "notification_choice",
    "saved_filter",
    "task_feed",
    "task",
    "checklist_item",
    "notification",
    "task_blocker",
    "task_comment",
    "task_file",
    "task_label",
    "task_link",
    "task_owner",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "task_number",
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_number_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_number")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_number_cooperation_id_id")),
        sa.UniqueConstraint("cooperation_id", name=op.f("uq_task_number_cooperation_id")),
    )
    op.create_index(
        op.f("ix_task_number_cooperation_id"), "task_number", ["cooperation_id"], unique=False
    )

    op.create_table(
        "board",
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("lanes_by", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shape_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_board_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_board_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_board_cooperation_id_id")),
    )
    op.create_index(op.f("ix_board_cooperation_id"), "board", ["cooperation_id"], unique=False)
    op.create_index(
        op.f("ix_board_cooperation_id_group_id"),
        "board",
        ["cooperation_id", "group_id"],
        unique=False,
    )

    op.create_table(
        "board_column",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rank", RANK, nullable=False),
        sa.Column("color", sa.String(length=16), nullable=False),
        sa.Column("wip_limit", sa.Integer(), nullable=True),
        sa.Column("is_limit_hard", sa.Boolean(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_board_column_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_board_column_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_column")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_board_column_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_board_column_cooperation_id"), "board_column", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_board_column_cooperation_id_board_id"),
        "board_column",
        ["cooperation_id", "board_id"],
        unique=False,
    )

    op.create_table(
        "board_label",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("color", sa.String(length=16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_board_label_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_board_label_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_label")),
        sa.UniqueConstraint(
            "cooperation_id",
            "board_id",
            "name",
            name=op.f("uq_board_label_cooperation_id_board_id_name"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_board_label_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_board_label_cooperation_id"), "board_label", ["cooperation_id"], unique=False
    )

    op.create_table(
        "board_lane",
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("rank", RANK, nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_board_lane_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_board_lane_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_lane")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_board_lane_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_board_lane_cooperation_id"), "board_lane", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_board_lane_cooperation_id_board_id"),
        "board_lane",
        ["cooperation_id", "board_id"],
        unique=False,
    )

    op.create_table(
        "notification_choice",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("pace", sa.String(length=8), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_notification_choice_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_notification_choice_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_choice")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_notification_choice_cooperation_id_id")
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "membership_id",
            "kind",
            name=op.f("uq_notification_choice_cooperation_id_membership_id_kind"),
        ),
    )
    op.create_index(
        op.f("ix_notification_choice_cooperation_id"),
        "notification_choice",
        ["cooperation_id"],
        unique=False,
    )

    op.create_table(
        "saved_filter",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_saved_filter_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_saved_filter_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_saved_filter_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_saved_filter_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "membership_id",
            "name",
            name=op.f("uq_saved_filter_cooperation_id_membership_id_name"),
        ),
    )
    op.create_index(
        op.f("ix_saved_filter_cooperation_id"), "saved_filter", ["cooperation_id"], unique=False
    )

    op.create_table(
        "task_feed",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=True),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_task_feed_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_feed_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_feed_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_feed")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_feed_cooperation_id_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_task_feed_token_digest")),
    )
    op.create_index(
        op.f("ix_task_feed_cooperation_id"), "task_feed", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_feed_cooperation_id_membership_id"),
        "task_feed",
        ["cooperation_id", "membership_id"],
        unique=False,
    )

    op.create_table(
        "task",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("board_id", sa.Uuid(), nullable=False),
        sa.Column("column_id", sa.Uuid(), nullable=False),
        sa.Column("lane_id", sa.Uuid(), nullable=True),
        sa.Column("rank", RANK, nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("description", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("description_text", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "board_id"],
            ["board.cooperation_id", "board.id"],
            name=op.f("fk_task_cooperation_id_board_id_board"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "column_id"],
            ["board_column.cooperation_id", "board_column.id"],
            name=op.f("fk_task_cooperation_id_column_id_board_column"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "lane_id"],
            ["board_lane.cooperation_id", "board_lane.id"],
            name=op.f("fk_task_cooperation_id_lane_id_board_lane"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_cooperation_id_id")),
        sa.UniqueConstraint("cooperation_id", "number", name=op.f("uq_task_cooperation_id_number")),
    )
    op.create_index(op.f("ix_task_cooperation_id"), "task", ["cooperation_id"], unique=False)
    op.create_index(
        op.f("ix_task_cooperation_id_board_id_version"),
        "task",
        ["cooperation_id", "board_id", "version"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_cooperation_id_column_id_rank"),
        "task",
        ["cooperation_id", "column_id", "rank"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_cooperation_id_due_on"), "task", ["cooperation_id", "due_on"], unique=False
    )

    op.create_table(
        "checklist_item",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("rank", RANK, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "done_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_checklist_item_cooperation_id_done_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_checklist_item_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_checklist_item_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_checklist_item_cooperation_id_id")
        ),
    )
    op.create_index(
        op.f("ix_checklist_item_cooperation_id"), "checklist_item", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_checklist_item_cooperation_id_task_id"),
        "checklist_item",
        ["cooperation_id", "task_id"],
        unique=False,
    )

    op.create_table(
        "notification",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("once", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pace", sa.String(length=8), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "by_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_notification_cooperation_id_by_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_notification_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_notification_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_notification_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_notification_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_notification_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "membership_id",
            "once",
            name=op.f("uq_notification_cooperation_id_membership_id_once"),
        ),
    )
    op.create_index(
        op.f("ix_notification_cooperation_id"), "notification", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_notification_cooperation_id_membership_id_created_at"),
        "notification",
        ["cooperation_id", "membership_id", "created_at"],
        unique=False,
    )

    op.create_table(
        "task_blocker",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("blocker_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("task_id <> blocker_id", name=op.f("ck_task_blocker_another_task")),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "blocker_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_blocker_cooperation_id_blocker_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_blocker_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_blocker_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_blocker")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_blocker_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "task_id",
            "blocker_id",
            name=op.f("uq_task_blocker_cooperation_id_task_id_blocker_id"),
        ),
    )
    op.create_index(
        op.f("ix_task_blocker_cooperation_id"), "task_blocker", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_blocker_cooperation_id_blocker_id"),
        "task_blocker",
        ["cooperation_id", "blocker_id"],
        unique=False,
    )

    op.create_table(
        "task_comment",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "author_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_comment_cooperation_id_author_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_comment_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_comment_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_comment")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_comment_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_task_comment_cooperation_id"), "task_comment", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_comment_cooperation_id_task_id"),
        "task_comment",
        ["cooperation_id", "task_id"],
        unique=False,
    )

    op.create_table(
        "task_file",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "added_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_file_cooperation_id_added_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_file_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_file_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_file")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_file_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_task_file_cooperation_id"), "task_file", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_file_cooperation_id_task_id"),
        "task_file",
        ["cooperation_id", "task_id"],
        unique=False,
    )

    op.create_table(
        "task_label",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("label_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "label_id"],
            ["board_label.cooperation_id", "board_label.id"],
            name=op.f("fk_task_label_cooperation_id_label_id_board_label"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_label_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_label_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_label")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_label_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "task_id",
            "label_id",
            name=op.f("uq_task_label_cooperation_id_task_id_label_id"),
        ),
    )
    op.create_index(
        op.f("ix_task_label_cooperation_id"), "task_label", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_label_cooperation_id_label_id"),
        "task_label",
        ["cooperation_id", "label_id"],
        unique=False,
    )

    op.create_table(
        "task_link",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "meeting_id"],
            ["meeting.cooperation_id", "meeting.id"],
            name=op.f("fk_task_link_cooperation_id_meeting_id_meeting"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_link_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_link_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_link")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_link_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "task_id",
            "meeting_id",
            "block",
            name=op.f("uq_task_link_cooperation_id_task_id_meeting_id_block"),
        ),
    )
    op.create_index(
        op.f("ix_task_link_cooperation_id"), "task_link", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_link_cooperation_id_meeting_id"),
        "task_link",
        ["cooperation_id", "meeting_id"],
        unique=False,
    )

    op.create_table(
        "task_owner",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("delegation_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(membership_id IS NULL) <> (delegation_id IS NULL)",
            name=op.f("ck_task_owner_one_owner"),
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_task_owner_cooperation_id_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_task_owner_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "task_id"],
            ["task.cooperation_id", "task.id"],
            name=op.f("fk_task_owner_cooperation_id_task_id_task"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_task_owner_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_owner")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_task_owner_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id",
            "task_id",
            "delegation_id",
            name=op.f("uq_task_owner_cooperation_id_task_id_delegation_id"),
        ),
        sa.UniqueConstraint(
            "cooperation_id",
            "task_id",
            "membership_id",
            name=op.f("uq_task_owner_cooperation_id_task_id_membership_id"),
        ),
    )
    op.create_index(
        op.f("ix_task_owner_cooperation_id"), "task_owner", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_task_owner_cooperation_id_delegation_id"),
        "task_owner",
        ["cooperation_id", "delegation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_task_owner_cooperation_id_membership_id"),
        "task_owner",
        ["cooperation_id", "membership_id"],
        unique=False,
    )

    for table in TABLES:
        protect_table(op, table)


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
