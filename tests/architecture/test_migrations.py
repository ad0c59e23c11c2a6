from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory

from collab.cli import alembic_config
from tests.databases import Address, create_postgres, migrate, sqlite_address


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Address:
    if request.param == "sqlite":
        return sqlite_address(tmp_path / "empty.db")
    return create_postgres(request.getfixturevalue("postgres"), "empty")


def test_migrations_make_what_the_models_describe(empty: Address) -> None:
    migrate(empty)
    command.check(alembic_config(empty.owner))


def test_there_is_one_newest_migration() -> None:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    assert len(script.get_heads()) == 1


def test_each_migration_says_what_it_is_for() -> None:
    script = ScriptDirectory.from_config(alembic_config("sqlite://"))
    for revision in script.walk_revisions():
        assert revision.doc, revision.path
