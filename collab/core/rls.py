"""The third wall: PostgreSQL's row-level security, for migrations to put on each tenant table."""

from typing import Any

_COOPERATION = "nullif(current_setting('collab.cooperation_id', true), '')::uuid"
_PERSON = "nullif(current_setting('collab.person_id', true), '')::uuid"


def protect_table(op: Any, table: str, *, persons_own: bool = False) -> None:
    """Let rows of `table` be seen and written only inside their cooperation (PostgreSQL only).

    `persons_own`: the person named in the row may also read it while no cooperation is chosen.
    """
    inside = f"cooperation_id = {_COOPERATION}"
    seen = f"{inside} OR person_id = {_PERSON}" if persons_own else inside
    _protect(op, table, seen, inside)


def protect_root(op: Any, table: str, memberships: str) -> None:
    """Let a cooperation be seen from inside, and by the people who have a membership in it."""
    own = f"SELECT cooperation_id FROM {memberships} WHERE person_id = {_PERSON}"  # noqa: S608 names of ours
    inside = f"id = {_COOPERATION}"
    _protect(op, table, f"{inside} OR id IN ({own})", inside)


def _protect(op: Any, table: str, seen: str, written: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_scope ON {table} USING ({written}) WITH CHECK ({written})")
    if seen != written:
        op.execute(f"CREATE POLICY {table}_own ON {table} FOR SELECT USING ({seen})")
