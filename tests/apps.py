"""The application as tests have it."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from collab.app import create_app
from collab.config import Settings
from tests.databases import Address

ORIGIN = "http://localhost"


class Reader(FlaskClient):
    """Reads every answer to its end, as servers send it, whatever the test looks at."""

    def open(self, *args: Any, buffered: bool = True, **kwargs: Any) -> TestResponse:
        return super().open(*args, buffered=buffered, **kwargs)


def create(address: Address, files: Path) -> Flask:
    """The application on this database, with its files in this folder."""
    made = create_app(
        Settings(
            database_url=address.app,
            database_owner_url=address.owner,
            secret_key="known to the tests",
            origins=(ORIGIN,),
            files=str(files),
        )
    )
    made.testing = True
    made.test_client_class = Reader
    return made
