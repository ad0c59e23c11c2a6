"""The pages, in one Node process for all tests of the protocol, and the people who open them."""

import pytest

from collab.accounts.identity import Identity
from collab.core.db import GLOBAL, unit_of_work
from tests.factories import make_session
from tests.property.live.sea import PEOPLE
from tests.property.live.stage import Stage


@pytest.fixture(scope="session")
def stage(tmp_path_factory):
    running = Stage(tmp_path_factory.mktemp("stage"))
    yield running
    running.close()


@pytest.fixture
def identities(world):
    """Who a socket says that it is, and as whom it is let in."""
    found = {}
    for name in PEOPLE:
        with unit_of_work(GLOBAL):
            row, token = make_session(world.person(name))
        found[name] = Identity(row.person_id, row.id, token, "", name, "en", "UTC", "", 1, False)
    return found
