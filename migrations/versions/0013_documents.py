"""Documents: folders, pages, files, comments, versions, links, app passwords.

Revision: 0013
After: 0012
"""

import sqlalchemy as sa
from alembic import op

from collab.core.ranks import RANK
from collab.core.rls import protect_table

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = (
    "storage_quota",
    "library",
    "document",
    "document_link",
    "document_share",
    "file_lock",
    "file_version",
    "page",
    "page_image",
    "page_link",
    "page_thread",
    "page_version",
    "upload",
    "page_comment",
)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "app_password",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_app_password_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_app_password")),
        sa.UniqueConstraint("digest", name=op.f("uq_app_password_digest")),
    )
    op.create_index(op.f("ix_app_password_person_id"), "app_password", ["person_id"], unique=False)

    op.create_table(
        "storage_quota",
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_storage_quota_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storage_quota")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_storage_quota_cooperation_id_id")
        ),
        sa.UniqueConstraint("cooperation_id", name=op.f("uq_storage_quota_cooperation_id")),
    )
    op.create_index(
        op.f("ix_storage_quota_cooperation_id"), "storage_quota", ["cooperation_id"], unique=False
    )

    op.create_table(
        "library",
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_library_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_library_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_library_cooperation_id_id")),
        sa.UniqueConstraint("cooperation_id", "key", name=op.f("uq_library_cooperation_id_key")),
    )
    op.create_index(op.f("ix_library_cooperation_id"), "library", ["cooperation_id"], unique=False)

    op.create_table(
        "document",
        sa.Column("library_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("rank", RANK, nullable=False),
        sa.Column("ruler_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=12), nullable=False),
        sa.Column("is_for_guests", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=120), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trashed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trashed_by", sa.Uuid(), nullable=True),
        sa.Column("trash_id", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_document_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_document_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "library_id"],
            ["library.cooperation_id", "library.id"],
            name=op.f("fk_document_cooperation_id_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "parent_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_document_cooperation_id_parent_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "ruler_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_document_cooperation_id_ruler_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "trash_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_document_cooperation_id_trash_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "trashed_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_document_cooperation_id_trashed_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_document_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_document_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_document_cooperation_id"), "document", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_document_cooperation_id_library_id_parent_id"),
        "document",
        ["cooperation_id", "library_id", "parent_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_document_cooperation_id_ruler_id"),
        "document",
        ["cooperation_id", "ruler_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_document_cooperation_id_trash_id"),
        "document",
        ["cooperation_id", "trash_id"],
        unique=False,
    )

    op.create_table(
        "document_link",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("length(token_digest) = 64", name=op.f("ck_document_link_digest")),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_document_link_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_document_link_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_document_link_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_link")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_document_link_cooperation_id_id")
        ),
        sa.UniqueConstraint("token_digest", name=op.f("uq_document_link_token_digest")),
    )
    op.create_index(
        op.f("ix_document_link_cooperation_id"), "document_link", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_document_link_cooperation_id_document_id"),
        "document_link",
        ["cooperation_id", "document_id"],
        unique=False,
    )

    op.create_table(
        "document_share",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("can_write", sa.Boolean(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_document_share_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "group_id"],
            ["working_group.cooperation_id", "working_group.id"],
            name=op.f("fk_document_share_cooperation_id_group_id_working_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_document_share_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_share")),
        sa.UniqueConstraint(
            "cooperation_id",
            "document_id",
            "group_id",
            name=op.f("uq_document_share_cooperation_id_document_id_group_id"),
        ),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_document_share_cooperation_id_id")
        ),
    )
    op.create_index(
        op.f("ix_document_share_cooperation_id"), "document_share", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_document_share_cooperation_id_group_id"),
        "document_share",
        ["cooperation_id", "group_id"],
        unique=False,
    )

    op.create_table(
        "file_lock",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.String(length=100), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_file_lock_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_file_lock_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_file_lock_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_lock")),
        sa.UniqueConstraint(
            "cooperation_id", "document_id", name=op.f("uq_file_lock_cooperation_id_document_id")
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_file_lock_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_file_lock_cooperation_id"), "file_lock", ["cooperation_id"], unique=False
    )

    op.create_table(
        "file_version",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("has_macros", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "added_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_file_version_cooperation_id_added_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_file_version_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_file_version_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_version")),
        sa.UniqueConstraint(
            "cooperation_id",
            "document_id",
            "number",
            name=op.f("uq_file_version_cooperation_id_document_id_number"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_file_version_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_file_version_cooperation_id"), "file_version", ["cooperation_id"], unique=False
    )

    op.create_table(
        "page",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("live_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(length=24), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "live_id"],
            ["live_document.cooperation_id", "live_document.id"],
            name=op.f("fk_page_cooperation_id_live_id_live_document"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page")),
        sa.UniqueConstraint(
            "cooperation_id", "document_id", name=op.f("uq_page_cooperation_id_document_id")
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_cooperation_id_id")),
        sa.UniqueConstraint(
            "cooperation_id", "live_id", name=op.f("uq_page_cooperation_id_live_id")
        ),
    )
    op.create_index(op.f("ix_page_cooperation_id"), "page", ["cooperation_id"], unique=False)

    op.create_table(
        "page_image",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "added_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_page_image_cooperation_id_added_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_image_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_image_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_image")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_image_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_page_image_cooperation_id"), "page_image", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_page_image_cooperation_id_document_id"),
        "page_image",
        ["cooperation_id", "document_id"],
        unique=False,
    )

    op.create_table(
        "page_link",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_link_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "target_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_link_cooperation_id_target_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_link_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_link")),
        sa.UniqueConstraint(
            "cooperation_id",
            "document_id",
            "target_id",
            name=op.f("uq_page_link_cooperation_id_document_id_target_id"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_link_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_page_link_cooperation_id"), "page_link", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_page_link_cooperation_id_target_id"),
        "page_link",
        ["cooperation_id", "target_id"],
        unique=False,
    )

    op.create_table(
        "page_thread",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("block", sa.Uuid(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_page_thread_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_thread_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "resolved_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_page_thread_cooperation_id_resolved_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_thread_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_thread")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_thread_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_page_thread_cooperation_id"), "page_thread", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_page_thread_cooperation_id_document_id"),
        "page_thread",
        ["cooperation_id", "document_id"],
        unique=False,
    )

    op.create_table(
        "page_version",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("authors", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "created_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_page_version_cooperation_id_created_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_page_version_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_version_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_version")),
        sa.UniqueConstraint(
            "cooperation_id",
            "document_id",
            "number",
            name=op.f("uq_page_version_cooperation_id_document_id_number"),
        ),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_version_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_page_version_cooperation_id"), "page_version", ["cooperation_id"], unique=False
    )

    op.create_table(
        "upload",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("library_id", sa.Uuid(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "document_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_upload_cooperation_id_document_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "library_id"],
            ["library.cooperation_id", "library.id"],
            name=op.f("fk_upload_cooperation_id_library_id_library"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_upload_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "parent_id"],
            ["document.cooperation_id", "document.id"],
            name=op.f("fk_upload_cooperation_id_parent_id_document"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_upload_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_upload_cooperation_id_id")),
    )
    op.create_index(op.f("ix_upload_cooperation_id"), "upload", ["cooperation_id"], unique=False)
    op.create_index(
        op.f("ix_upload_cooperation_id_membership_id"),
        "upload",
        ["cooperation_id", "membership_id"],
        unique=False,
    )

    op.create_table(
        "page_comment",
        sa.Column("thread_id", sa.Uuid(), nullable=False),
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
            name=op.f("fk_page_comment_cooperation_id_author_id_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "thread_id"],
            ["page_thread.cooperation_id", "page_thread.id"],
            name=op.f("fk_page_comment_cooperation_id_thread_id_page_thread"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_page_comment_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_comment")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_page_comment_cooperation_id_id")),
    )
    op.create_index(
        op.f("ix_page_comment_cooperation_id"), "page_comment", ["cooperation_id"], unique=False
    )
    op.create_index(
        op.f("ix_page_comment_cooperation_id_thread_id"),
        "page_comment",
        ["cooperation_id", "thread_id"],
        unique=False,
    )

    for table in TABLES:
        protect_table(op, table)


def downgrade() -> None:
    """Take back."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_table("app_password")
