from collections.abc import Callable

import pytest
from sqlalchemy import make_url

from tests.databases import Address
from tests.integration.privacy.traces import find_in_database


@pytest.fixture
def search(request: pytest.FixtureRequest, database_address: Address) -> Callable[..., set[str]]:
    """`search(word, …)` gives tables and columns with one of the words, of all cooperations."""
    url = make_url(database_address.owner)
    everything = database_address.owner
    if url.get_backend_name() == "postgresql":  # even the owner sees no rows of cooperations
        everything = request.getfixturevalue("postgres").url("postgres", url.database)
    return lambda *words: find_in_database(everything, *words)
