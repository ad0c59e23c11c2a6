"""Tasks and everything that hangs on one."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from collab.core.db import Base, CooperationOwned, owned, ref
from collab.core.ranks import RANK


class TaskNumber(CooperationOwned, Base):
    """The last task number that a cooperation gave; locked by whoever takes the next one."""

    __tablename__ = "task_number"
    __table_args__ = owned(UniqueConstraint("cooperation_id"))

    last: Mapped[int] = mapped_column(default=0)


class Task(CooperationOwned, Base):
    """What somebody owes; a card on exactly one board, in exactly one column."""

    __tablename__ = "task"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "number"),
        Index(None, "cooperation_id", "board_id", "version"),
        Index(None, "cooperation_id", "column_id", "rank"),
        Index(None, "cooperation_id", "due_on"),
        ref("board", "board_id"),
        ref("board_column", "column_id", ondelete="RESTRICT"),
        ref("board_lane", "lane_id", ondelete="RESTRICT"),
        ref("membership", "created_by", ondelete="RESTRICT"),
    )

    #: 1, 2, 3 … in its cooperation; names it in URLs and in talk
    number: Mapped[int]
    board_id: Mapped[UUID]
    column_id: Mapped[UUID]
    #: only where the board's lanes are free ones
    lane_id: Mapped[UUID | None]
    #: place in its column over all lanes, see collab.core.ranks; equal ones go by id
    rank: Mapped[str] = mapped_column(RANK)
    title: Mapped[str] = mapped_column(String(300))
    #: of title and description
    language: Mapped[str] = mapped_column(String(12), default="en")
    #: ProseMirror JSON, checked against the schema; None: there is none
    description: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: its words, for lists and filters
    description_text: Mapped[str] = mapped_column(Text, default="")
    #: begin of the bar in the timeline
    starts_on: Mapped[date | None]
    #: the last day; it is overdue when that day is over where the reader is
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    #: membership; None: it came with minutes or an import
    created_by: Mapped[UUID | None]
    #: when it came into a done-column; None while it is open
    closed_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    #: the board's version at its last change, whatever that was: what catching up goes by
    version: Mapped[int] = mapped_column(default=1)
    #: goes up when title, description, dates, owners or labels change by the form: two people who
    #: save the same form notice each other
    revision: Mapped[int] = mapped_column(default=1)


class TaskOwner(CooperationOwned, Base):
    """Who owes a task: a person or a delegation, never both in one row."""

    __tablename__ = "task_owner"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "task_id", "membership_id"),
        UniqueConstraint("cooperation_id", "task_id", "delegation_id"),
        Index(None, "cooperation_id", "membership_id"),
        Index(None, "cooperation_id", "delegation_id"),
        ref("task", "task_id"),
        ref("membership", "membership_id"),
        ref("delegation", "delegation_id"),
        CheckConstraint("(membership_id IS NULL) <> (delegation_id IS NULL)", name="one_owner"),
    )

    task_id: Mapped[UUID]
    membership_id: Mapped[UUID | None]
    delegation_id: Mapped[UUID | None]
    #: 0, 1, 2 …: in lanes by person or delegation the first one counts
    position: Mapped[int] = mapped_column(default=0)


class TaskLabel(CooperationOwned, Base):
    """A label on a task."""

    __tablename__ = "task_label"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "task_id", "label_id"),
        Index(None, "cooperation_id", "label_id"),
        ref("task", "task_id"),
        ref("board_label", "label_id"),
    )

    task_id: Mapped[UUID]
    label_id: Mapped[UUID]


class ChecklistItem(CooperationOwned, Base):
    """A step of a task."""

    __tablename__ = "checklist_item"
    __table_args__ = owned(
        Index(None, "cooperation_id", "task_id"),
        ref("task", "task_id"),
        ref("membership", "done_by", ondelete="RESTRICT"),
    )

    task_id: Mapped[UUID]
    text: Mapped[str] = mapped_column(String(300))
    rank: Mapped[str] = mapped_column(RANK)
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None]


class TaskComment(CooperationOwned, Base):
    """What somebody says about a task."""

    __tablename__ = "task_comment"
    __table_args__ = owned(
        Index(None, "cooperation_id", "task_id"),
        ref("task", "task_id"),
        ref("membership", "author_id", ondelete="RESTRICT"),
    )

    task_id: Mapped[UUID]
    author_id: Mapped[UUID]
    #: ProseMirror JSON, checked against the schema
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    #: its words
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]


class TaskFile(CooperationOwned, Base):
    """A file at a task; its bytes are in collab.core.storage."""

    __tablename__ = "task_file"
    __table_args__ = owned(
        Index(None, "cooperation_id", "task_id"),
        ref("task", "task_id"),
        ref("membership", "added_by", ondelete="RESTRICT"),
    )

    task_id: Mapped[UUID]
    #: as its owner called it
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    #: bytes
    size: Mapped[int]
    #: SHA-256, hexadecimal
    digest: Mapped[str] = mapped_column(String(64))
    added_by: Mapped[UUID]
    added_at: Mapped[datetime]
    #: taken off, and gone for good after a while
    removed_at: Mapped[datetime | None]


class TaskLink(CooperationOwned, Base):
    """Where a task comes from: a meeting, or a decision or action in its minutes."""

    __tablename__ = "task_link"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "task_id", "meeting_id", "block"),
        Index(None, "cooperation_id", "meeting_id"),
        ref("task", "task_id"),
        ref("meeting", "meeting_id"),
    )

    task_id: Mapped[UUID]
    #: one of the kinds registered with collab.boards.origins: meeting, decision, action
    kind: Mapped[str] = mapped_column(String(16))
    meeting_id: Mapped[UUID]
    #: the block in the minutes; None: the meeting itself
    block: Mapped[UUID | None]


class TaskBlocker(CooperationOwned, Base):
    """A task that cannot go on before another one is closed."""

    __tablename__ = "task_blocker"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "task_id", "blocker_id"),
        Index(None, "cooperation_id", "blocker_id"),
        ref("task", "task_id"),
        ref("task", "blocker_id"),
        CheckConstraint("task_id <> blocker_id", name="another_task"),
    )

    task_id: Mapped[UUID]
    #: the one to be closed first
    blocker_id: Mapped[UUID]


class SavedFilter(CooperationOwned, Base):
    """A filter of lists of tasks that a member gave a name."""

    __tablename__ = "saved_filter"
    __table_args__ = owned(
        UniqueConstraint("cooperation_id", "membership_id", "name"),
        ref("membership", "membership_id"),
        ref("board", "board_id"),
    )

    membership_id: Mapped[UUID]
    #: None: for all boards of the cooperation
    board_id: Mapped[UUID | None]
    name: Mapped[str] = mapped_column(String(60))
    #: what stands behind the ? of the list's address
    query: Mapped[str] = mapped_column(Text)


class TaskFeed(CooperationOwned, Base):
    """A calendar address that shows a member's tasks without signing in."""

    __tablename__ = "task_feed"
    __table_args__ = owned(
        UniqueConstraint("token_digest"),
        Index(None, "cooperation_id", "membership_id"),
        ref("membership", "membership_id"),
        ref("board", "board_id"),
    )

    membership_id: Mapped[UUID]
    #: None: what the member owes; else what is on that board
    board_id: Mapped[UUID | None]
    #: SHA-256 of the token, hexadecimal
    token_digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    last_read_at: Mapped[datetime | None]
