"""A log with a few lines, and somebody who owns the database and changes it by hand."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import create_engine, text

from collab.activity import service as activity
from collab.core.db import unit_of_work
from tests.databases import Address
from tests.world import World

LINES = 5


@pytest.fixture
def log(world: World) -> World:
    """Five lines in the log of `here`, one in that of `elsewhere`."""
    for number in range(1, LINES + 1):
        with unit_of_work(world.here.scope):
            actor = world.actor("coordinator")
            activity.record(actor, "group.created", world.group.id, name=f"Group {number}")
    with unit_of_work(world.elsewhere.scope):
        actor = world.elsewhere.people["coordinator"].actor
        activity.record(actor, "group.created", world.elsewhere.groups["research"].id, name="Far")
    return world


@pytest.fixture
def own_hands(database_address: Address, log: World) -> Iterator[Callable[..., None]]:
    """Run statements as the owner of the tables, among the rows of `here`."""
    engine = create_engine(database_address.owner)

    def run(*statements: str) -> None:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                choose = text("SELECT set_config('collab.cooperation_id', :id, true)")
                connection.execute(choose, {"id": str(log.here.id)})
            for statement in statements:
                connection.exec_driver_sql(statement)

    yield run
    engine.dispose()


@pytest.fixture
def tamper(own_hands: Callable[..., None], database_address: Address) -> Callable[..., None]:
    """The same, with what keeps the log as it is taken away first."""
    of = " ON activity" if database_address.owner.startswith("postgresql") else ""

    def run(*statements: str) -> None:
        drops = [f"DROP TRIGGER activity_{name}{of}" for name in ("unchanged", "undeleted")]
        own_hands(*drops, *statements)

    return run
