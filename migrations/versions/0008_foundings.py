"""Proposed cooperations, and the list of all cooperations for operators.

Revision: 0008
After: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: what the directory repeats of a cooperation
KEPT = (
    "slug",
    "name",
    "language",
    "names_key",
    "created_at",
    "opened_at",
    "archived_at",
    "deletion_requested_at",
)
#: read once here, though their owner may not see their rows
FORCED = ("cooperation", "membership")
TRIGGERS = {
    "directory_cooperation_added": "cooperation",
    "directory_cooperation_changed": "cooperation",
    "directory_member_added": "membership",
    "directory_member_changed": "membership",
    "directory_member_removed": "membership",
}


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _force(*, on: bool) -> None:
    if _is_postgresql():
        for table in FORCED:
            op.execute(f"ALTER TABLE {table} {'FORCE' if on else 'NO FORCE'} ROW LEVEL SECURITY")


def _statements() -> dict[str, tuple[str, str]]:
    """For each trigger: when it runs, and what it does."""
    names = ", ".join(KEPT)
    new = ", ".join(f"NEW.{name}" for name in KEPT)
    same = ", ".join(f"{name} = NEW.{name}" for name in KEPT)
    count = "UPDATE cooperation_directory SET members = members"
    change = "(NEW.ended_at IS NULL)", "(OLD.ended_at IS NULL)"
    if _is_postgresql():
        change = f"{change[0]}::int", f"{change[1]}::int"
    added, removed = change
    return {
        "directory_cooperation_added": (
            "AFTER INSERT ON cooperation",
            f"INSERT INTO cooperation_directory (id, {names}, members) VALUES (NEW.id, {new}, 0)",  # noqa: S608
        ),
        "directory_cooperation_changed": (
            f"AFTER UPDATE OF {names} ON cooperation",
            f"UPDATE cooperation_directory SET {same} WHERE id = NEW.id",  # noqa: S608
        ),
        "directory_member_added": (
            "AFTER INSERT ON membership",
            f"{count} + {added} WHERE id = NEW.cooperation_id",
        ),
        "directory_member_changed": (
            "AFTER UPDATE OF ended_at ON membership",
            f"{count} + {added} - {removed} WHERE id = NEW.cooperation_id",
        ),
        "directory_member_removed": (
            "AFTER DELETE ON membership",
            f"{count} - {removed} WHERE id = OLD.cooperation_id",
        ),
    }


def _keep_directory() -> None:
    """Whoever writes a cooperation or a membership, the directory follows."""
    for name, (when, what) in _statements().items():
        if _is_postgresql():
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {what}; RETURN NULL; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            op.execute(f"CREATE TRIGGER {name} {when} BEGIN {what}; END")


def _fill_directory() -> None:
    _force(on=False)
    op.execute(
        f"INSERT INTO cooperation_directory (id, {', '.join(KEPT)}, members) "  # noqa: S608
        f"SELECT id, {', '.join(KEPT)}, (SELECT count(*) FROM membership "
        "WHERE membership.cooperation_id = cooperation.id AND membership.ended_at IS NULL) "
        "FROM cooperation"
    )
    _force(on=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "founding",
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("cooperation_of", sa.Uuid(), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_of"],
            ["cooperation.id"],
            name=op.f("fk_founding_cooperation_of_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["proposer_id"], ["person.id"], name=op.f("fk_founding_proposer_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_founding")),
        sa.UniqueConstraint("cooperation_of", name=op.f("uq_founding_cooperation_of")),
    )
    op.create_index(op.f("ix_founding_proposer_id"), "founding", ["proposer_id"])
    op.create_table(
        "cooperation_directory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=12), nullable=False),
        sa.Column("names_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deletion_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"],
            ["cooperation.id"],
            name=op.f("fk_cooperation_directory_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_directory")),
        sa.UniqueConstraint("slug", name=op.f("uq_cooperation_directory_slug")),
    )
    op.create_index(op.f("ix_cooperation_directory_name"), "cooperation_directory", ["name"])
    op.create_index(
        op.f("ix_cooperation_directory_created_at"), "cooperation_directory", ["created_at"]
    )
    _fill_directory()
    _keep_directory()


def downgrade() -> None:
    """Take back."""
    for name, table in TRIGGERS.items():
        if _is_postgresql():
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
        else:
            op.execute(f"DROP TRIGGER {name}")
    op.drop_table("cooperation_directory")
    op.drop_table("founding")
