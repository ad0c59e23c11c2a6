"""What a cooperation is made of: deputies, presidency, settings; the chained log.

Revision: 0003
After: 0002
"""

import hashlib
import json
import secrets
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from collab.core.names import fold
from collab.core.rls import protect_table

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: tables whose rows this migration touches, though their owner may not see them either
FORCED = ("activity", "cooperation", "delegation")
#: whatever is in the chain stays as it is
CHAINED = (
    "number, cooperation_id, person_id, role, delegation_id, verb, subject_id, details_digest, "
    "at, hash"
)


def _is_postgresql() -> bool:
    return bool(op.get_bind().dialect.name == "postgresql")


def _force(*, on: bool) -> None:
    if _is_postgresql():
        for table in FORCED:
            op.execute(f"ALTER TABLE {table} {'FORCE' if on else 'NO FORCE'} ROW LEVEL SECURITY")


def _chain_what_is_there() -> None:
    """As collab.activity.chain does today; copied, as a migration must not change with it."""
    table = sa.table(
        "activity",
        sa.column("id", sa.Uuid()),
        sa.column("cooperation_id", sa.Uuid()),
        sa.column("person_id", sa.Uuid()),
        sa.column("verb"),
        sa.column("subject_id", sa.Uuid()),
        sa.column("details", sa.JSON()),
        sa.column("at", sa.DateTime(timezone=True)),
        *(sa.column(name) for name in ("number", "salt", "details_digest", "hash")),
    )
    ends = sa.table(
        "activity_chain",
        sa.column("id", sa.Uuid()),
        sa.column("cooperation_id", sa.Uuid()),
        sa.column("number"),
        sa.column("hash"),
    )
    bind = op.get_bind()
    last: dict[Any, tuple[Any, int, str]] = {}
    for row in bind.execute(sa.select(table).order_by(table.c.at, table.c.id)).all():
        _id, number, previous = last.get(row.cooperation_id, (row.id, 0, "0" * 64))
        values = _link(row, number + 1, previous)
        bind.execute(sa.update(table).where(table.c.id == row.id).values(**values))
        last[row.cooperation_id] = (row.id, number + 1, values["hash"])
    for cooperation_id, (an_id, number, end) in last.items():
        bind.execute(
            sa.insert(ends).values(id=an_id, cooperation_id=cooperation_id, number=number, hash=end)
        )


def _link(row: Any, number: int, previous: str) -> dict[str, Any]:
    salt = secrets.token_hex(16)
    text = json.dumps(row.details, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(f"{salt}{text}".encode()).hexdigest()
    at: datetime = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
    parts = (
        previous,
        str(number),
        str(row.cooperation_id),
        str(row.person_id),
        "",
        "",
        row.verb,
        str(row.subject_id),
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        digest,
    )
    link = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    return {"number": number, "salt": salt, "details_digest": digest, "hash": link}


def _fold_names(table: str, column: str) -> None:
    """Fill in the key by which names are sorted and searched."""
    rows = sa.table(table, sa.column("id", sa.Uuid()), sa.column("name"), sa.column(column))
    bind = op.get_bind()
    for row in bind.execute(sa.select(rows.c.id, rows.c.name)).all():
        key = {column: fold(row.name)[:240]}
        bind.execute(sa.update(rows).where(rows.c.id == row.id).values(**key))


def _seal() -> None:
    """Rows of the log are added and never changed; they go with their cooperation only."""
    if _is_postgresql():
        op.execute(
            """
            CREATE FUNCTION activity_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' AND NOT EXISTS
                    (SELECT 1 FROM cooperation WHERE id = OLD.cooperation_id)
                THEN
                    RETURN OLD;
                END IF;
                RAISE EXCEPTION 'the activity log is append-only';
            END $$
            """
        )
        op.execute(
            f"CREATE TRIGGER activity_unchanged BEFORE UPDATE OF {CHAINED} ON activity "
            "FOR EACH ROW EXECUTE FUNCTION activity_stays()"
        )
        op.execute(
            "CREATE TRIGGER activity_undeleted BEFORE DELETE ON activity "
            "FOR EACH ROW EXECUTE FUNCTION activity_stays()"
        )
        return
    op.execute(
        f"CREATE TRIGGER activity_unchanged BEFORE UPDATE OF {CHAINED} ON activity "
        "BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END"
    )
    op.execute(
        "CREATE TRIGGER activity_undeleted BEFORE DELETE ON activity "
        "WHEN EXISTS (SELECT 1 FROM cooperation WHERE id = OLD.cooperation_id) "
        "BEGIN SELECT RAISE(ABORT, 'the activity log is append-only'); END"
    )


def _unseal() -> None:
    of = " ON activity" if _is_postgresql() else ""
    op.execute(f"DROP TRIGGER activity_undeleted{of}")
    op.execute(f"DROP TRIGGER activity_unchanged{of}")
    if _is_postgresql():
        op.execute("DROP FUNCTION activity_stays()")


def _forget_what_nobody_did() -> None:
    """Before, each row of the log had a person."""
    _force(on=False)
    op.execute("DELETE FROM activity WHERE person_id IS NULL")
    _force(on=True)


def upgrade() -> None:
    """Apply."""
    _force(on=False)
    op.create_table(
        "activity_chain",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_activity_chain_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_chain")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_activity_chain_cooperation_id_id")
        ),
        sa.UniqueConstraint("cooperation_id", name=op.f("uq_activity_chain_cooperation_id")),
    )
    with op.batch_alter_table("activity_chain") as batch:
        batch.create_index(
            batch.f("ix_activity_chain_cooperation_id"), ["cooperation_id"], unique=False
        )

    op.create_table(
        "one_time_link",
        sa.Column("purpose", sa.String(length=24), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("cooperation_of", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_of"],
            ["cooperation.id"],
            name=op.f("fk_one_time_link_cooperation_of_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_one_time_link_person_id_person"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_one_time_link_token_hash")),
    )
    with op.batch_alter_table("one_time_link") as batch:
        batch.create_index(
            batch.f("ix_one_time_link_cooperation_of"), ["cooperation_of"], unique=False
        )
        batch.create_index(
            batch.f("ix_one_time_link_email_purpose"), ["email", "purpose"], unique=False
        )
        batch.create_index(batch.f("ix_one_time_link_person_id"), ["person_id"], unique=False)
        batch.create_index(batch.f("ix_one_time_link_subject_id"), ["subject_id"], unique=False)

    op.create_table(
        "delegation_emblem",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_delegation_emblem_cooperation_id_delegation_id_delegation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_delegation_emblem_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation_emblem")),
        sa.UniqueConstraint(
            "cooperation_id",
            "delegation_id",
            name=op.f("uq_delegation_emblem_cooperation_id_delegation_id"),
        ),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_delegation_emblem_cooperation_id_id")
        ),
    )
    with op.batch_alter_table("delegation_emblem") as batch:
        batch.create_index(
            batch.f("ix_delegation_emblem_cooperation_id"), ["cooperation_id"], unique=False
        )

    op.create_table(
        "presidency_term",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("taken_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_over_by", sa.Uuid(), nullable=True),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "delegation_id"],
            ["delegation.cooperation_id", "delegation.id"],
            name=op.f("fk_presidency_term_cooperation_id_delegation_id_delegation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_presidency_term_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["handed_over_by"], ["person.id"], name=op.f("fk_presidency_term_handed_over_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presidency_term")),
        sa.UniqueConstraint(
            "cooperation_id", "id", name=op.f("uq_presidency_term_cooperation_id_id")
        ),
    )
    with op.batch_alter_table("presidency_term") as batch:
        batch.create_index(
            batch.f("ix_presidency_term_cooperation_id"), ["cooperation_id"], unique=False
        )
        batch.create_index(
            batch.f("ix_presidency_term_cooperation_id_starts_on"),
            ["cooperation_id", "starts_on"],
            unique=False,
        )

    op.create_table(
        "deputy",
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "membership_id"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_deputy_cooperation_id_membership_id_membership"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id", "named_by"],
            ["membership.cooperation_id", "membership.id"],
            name=op.f("fk_deputy_cooperation_id_named_by_membership"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_deputy_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
        sa.UniqueConstraint("cooperation_id", "id", name=op.f("uq_deputy_cooperation_id_id")),
    )
    with op.batch_alter_table("deputy") as batch:
        batch.create_index(batch.f("ix_deputy_cooperation_id"), ["cooperation_id"], unique=False)
        batch.create_index(
            batch.f("ix_deputy_cooperation_id_membership_id"),
            ["cooperation_id", "membership_id"],
            unique=False,
        )

    with op.batch_alter_table("cooperation") as batch:
        batch.add_column(sa.Column("texts", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(
            sa.Column(
                "requires_two_factor", sa.Boolean(), nullable=False, server_default=sa.false()
            )
        )
        batch.add_column(
            sa.Column("deletion_requested_at", sa.DateTime(timezone=True), nullable=True)
        )
        batch.add_column(sa.Column("deletion_requested_by", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("retention", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("names_key", sa.Text(), nullable=False, server_default=""))
        batch.create_foreign_key(
            batch.f("fk_cooperation_deletion_requested_by_person"),
            "person",
            ["deletion_requested_by"],
            ["id"],
        )

    with op.batch_alter_table("delegation") as batch:
        batch.add_column(
            sa.Column("kind", sa.String(length=16), nullable=False, server_default="region")
        )
        batch.add_column(sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(
            sa.Column("shares_address", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("person") as batch:
        batch.add_column(
            sa.Column("name_key", sa.String(length=240), nullable=False, server_default="")
        )
        batch.add_column(
            sa.Column("may_found", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("role", sa.String(length=16), nullable=False, server_default=""))
        batch.add_column(sa.Column("delegation_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("salt", sa.String(length=32), nullable=False, server_default=""))
        batch.add_column(
            sa.Column("details_digest", sa.String(length=64), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("hash", sa.String(length=64), nullable=True))
    _chain_what_is_there()
    with op.batch_alter_table("activity") as batch:
        batch.alter_column("number", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("hash", existing_type=sa.String(length=64), nullable=False)
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch.create_unique_constraint(
            op.f("uq_activity_cooperation_id_number"), ["cooperation_id", "number"]
        )
    _fold_names("person", "name_key")
    _fold_names("cooperation", "names_key")
    op.execute("UPDATE cooperation SET opened_at = created_at")
    op.execute(
        "UPDATE delegation SET agreed_at = "
        "(SELECT created_at FROM cooperation WHERE cooperation.id = delegation.cooperation_id)"
    )
    _force(on=True)
    for table in ("activity_chain", "delegation_emblem", "presidency_term", "deputy"):
        protect_table(op, table)
    _seal()


def downgrade() -> None:
    """Undo."""
    _unseal()
    _forget_what_nobody_did()
    with op.batch_alter_table("person") as batch:
        batch.drop_column("name_key")
        batch.drop_column("erased_at")
        batch.drop_column("suspended_at")
        batch.drop_column("second_factor_at")
        batch.drop_column("may_found")

    with op.batch_alter_table("membership") as batch:
        batch.drop_column("version")
        batch.drop_column("shares_address")
        batch.drop_column("suspended_at")

    with op.batch_alter_table("delegation") as batch:
        batch.drop_column("declined_at")
        batch.drop_column("agreed_at")
        batch.drop_column("kind")

    with op.batch_alter_table("cooperation") as batch:
        batch.drop_constraint(
            batch.f("fk_cooperation_deletion_requested_by_person"), type_="foreignkey"
        )
        batch.drop_column("names_key")
        batch.drop_column("retention")
        batch.drop_column("deletion_requested_by")
        batch.drop_column("deletion_requested_at")
        batch.drop_column("requires_two_factor")
        batch.drop_column("opened_at")
        batch.drop_column("languages")
        batch.drop_column("texts")

    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint(batch.f("uq_activity_cooperation_id_number"), type_="unique")
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
        batch.drop_column("hash")
        batch.drop_column("details_digest")
        batch.drop_column("salt")
        batch.drop_column("delegation_id")
        batch.drop_column("role")
        batch.drop_column("number")

    with op.batch_alter_table("deputy") as batch:
        batch.drop_index(batch.f("ix_deputy_cooperation_id_membership_id"))
        batch.drop_index(batch.f("ix_deputy_cooperation_id"))

    op.drop_table("deputy")
    with op.batch_alter_table("presidency_term") as batch:
        batch.drop_index(batch.f("ix_presidency_term_cooperation_id_starts_on"))
        batch.drop_index(batch.f("ix_presidency_term_cooperation_id"))

    op.drop_table("presidency_term")
    with op.batch_alter_table("delegation_emblem") as batch:
        batch.drop_index(batch.f("ix_delegation_emblem_cooperation_id"))

    op.drop_table("delegation_emblem")
    with op.batch_alter_table("one_time_link") as batch:
        batch.drop_index(batch.f("ix_one_time_link_subject_id"))
        batch.drop_index(batch.f("ix_one_time_link_person_id"))
        batch.drop_index(batch.f("ix_one_time_link_email_purpose"))
        batch.drop_index(batch.f("ix_one_time_link_cooperation_of"))

    op.drop_table("one_time_link")
    with op.batch_alter_table("activity_chain") as batch:
        batch.drop_index(batch.f("ix_activity_chain_cooperation_id"))

    op.drop_table("activity_chain")
