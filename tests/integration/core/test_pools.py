"""PostgreSQL ends connections that wait in the pool: whoever asks next notices nothing."""

import pytest
from sqlalchemy import make_url

pytestmark = pytest.mark.parametrize("database_address", ["postgresql"], indirect=True)


@pytest.fixture
def end_connections(postgres, database_address):
    """As a restart does."""
    name = make_url(database_address.app).database

    def end():
        postgres.execute(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
        )

    return end


def test_who_asks_after_a_restart_of_the_database_is_answered(client, end_connections):
    for _restart in range(2):
        assert client.get("/readyz").status_code == 200
        end_connections()
    assert client.get("/readyz").status_code == 200
