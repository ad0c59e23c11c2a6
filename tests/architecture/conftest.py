"""What the house is made of, without a database."""

from collections.abc import Iterator

import pytest
from flask import Flask

from collab.app import create_app
from collab.config import Settings
from collab.core.db import database


@pytest.fixture
def bare_app() -> Iterator[Flask]:
    """The application; asking its database for anything fails."""
    yield create_app(Settings(database_url="sqlite://", secret_key="known to the tests"))
    database.dispose()
