"""The second and third wall of tenancy, read from the migrated databases themselves."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedColumn

from tests.databases import Address, copy_postgres
from tests.postgres import Server

#: tables that belong to no cooperation, each with the reason
GLOBAL_TABLES = {
    "alembic_version": "which migrations have run",
    "live_duty": "an engine that starts finds its work without choosing a cooperation",
    "page_save_due": "the worker finds pages to keep without choosing a cooperation",
    "cooperation": "the tenant itself; its own id is what the others refer to",
    "cooperation_directory": "operators see which cooperations there are, none of their content",
    "founding": "whoever proposes a cooperation need not be a member of it",
    "data_export": "a copy of somebody's data is of all their cooperations",
    "erasure_request": "an account is of no cooperation",
    "duty_run": "the worker sees to duties of no cooperation, and opens scopes itself",
    "mail": "people without an account get mails too",
    "person": "people may be in several cooperations",
    "search_stale": "whoever keeps the index finds its work without choosing a cooperation",
    "throttle": "nobody is signed in yet",
    "authenticator_app": "people sign in once for all their cooperations",
    "challenge": "people sign in once for all their cooperations",
    "known_device": "people sign in once for all their cooperations",
    "app_password": "it opens every cooperation of its person",
    "passkey": "people sign in once for all their cooperations",
    "recovery_code": "people sign in once for all their cooperations",
    "one_time_link": "whoever follows one is not signed in yet",
    "signed_in_session": "people sign in once for all their cooperations",
}
#: what SQLite keeps its index over the words of passages in: numbers of rows, no texts, and found
#: only together with the passage, which belongs to a cooperation
INDEX_OF_WORDS = "search_words"
#: tables of no cooperation that row-level security guards nevertheless
GUARDED_ROOTS = {"cooperation"}


@pytest.fixture
def engine(database_address: Address) -> Iterator[Engine]:
    made = create_engine(database_address.owner)
    yield made
    made.dispose()


@pytest.fixture
def guarded(postgres: Server, postgres_template: str) -> Iterator[Engine]:
    with copy_postgres(postgres, postgres_template) as address:
        made = create_engine(address.app)
        yield made
        made.dispose()


def tenant_tables(engine: Engine) -> set[str]:
    names = inspect(engine).get_table_names()
    own = {name for name in names if not name.startswith(INDEX_OF_WORDS)}
    return own - set(GLOBAL_TABLES)


def columns(engine: Engine, table: str) -> dict[str, ReflectedColumn]:
    return {column["name"]: column for column in inspect(engine).get_columns(table)}


def rows(engine: Engine, statement: str) -> dict[Any, Any]:
    with engine.connect() as connection:
        return {key: rest for key, *rest in connection.execute(text(statement))}


def test_each_table_belongs_to_a_cooperation_or_is_on_the_list(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) >= set(GLOBAL_TABLES)
    for table in tenant_tables(engine):
        cooperation_id = columns(engine, table).get("cooperation_id")
        assert cooperation_id is not None, f"{table} belongs to nobody"
        assert not cooperation_id["nullable"], f"{table} may belong to nobody"


def test_a_row_cannot_point_into_another_cooperation(engine: Engine) -> None:
    for table in tenant_tables(engine):
        for key in inspect(engine).get_foreign_keys(table):
            target = key["referred_table"]
            if target in GLOBAL_TABLES:
                continue
            pairs = set(zip(key["constrained_columns"], key["referred_columns"], strict=True))
            assert ("cooperation_id", "cooperation_id") in pairs, f"{table} → {target}"


def test_each_reference_to_a_row_is_a_foreign_key(engine: Engine) -> None:
    #: what may name rows of many tables, and what the log says whatever became of it since
    free = {("activity", "subject_id"), ("activity", "delegation_id"), ("live_update", "session")}
    for table in tenant_tables(engine):
        keys = inspect(engine).get_foreign_keys(table)
        held = {column for key in keys for column in key["constrained_columns"]}
        for name in columns(engine, table):
            if name.endswith("_id") and (table, name) not in free:
                assert name in held, f"{table}.{name} may point anywhere"


def test_row_level_security_is_forced_on_each_table_of_a_cooperation(guarded: Engine) -> None:
    found = rows(
        guarded,
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "JOIN pg_namespace ON pg_namespace.oid = relnamespace "
        "WHERE nspname = 'public' AND relkind IN ('r', 'p')",
    )
    for table in tenant_tables(guarded) | GUARDED_ROOTS:
        assert found[table] == [True, True], table


def test_each_policy_checks_what_is_read_and_what_is_written(guarded: Engine) -> None:
    found = rows(
        guarded,
        "SELECT tablename, bool_and(qual IS NOT NULL), "
        "bool_and(with_check IS NOT NULL OR cmd = 'SELECT'), "
        "bool_and(permissive = 'PERMISSIVE'), bool_or(cmd = 'ALL') "
        "FROM pg_policies GROUP BY tablename",
    )
    for table in tenant_tables(guarded) | GUARDED_ROOTS:
        assert found.get(table) == [True, True, True, True], table


def test_the_role_of_the_app_is_under_row_level_security(guarded: Engine) -> None:
    role = rows(
        guarded,
        "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb "
        "FROM pg_roles WHERE rolname = current_user",
    )
    assert role == {"collab_app": [False, False, False, False]}
    owned = rows(guarded, "SELECT tablename FROM pg_tables WHERE tableowner = current_user")
    assert owned == {}
    memberships = rows(
        guarded,
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = current_user::regrole",
    )
    assert memberships == {}


def test_the_role_of_the_app_cannot_change_the_schema(guarded: Engine) -> None:
    allowed = rows(
        guarded,
        "SELECT 1, has_schema_privilege('public', 'CREATE'), "
        "has_table_privilege('meeting', 'TRUNCATE'), has_table_privilege('meeting', 'TRIGGER')",
    )
    assert allowed == {1: [False, False, False]}
