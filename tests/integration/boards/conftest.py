"""A real server of boards, and people who look at them."""

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from collab.accounts.models import Person
from collab.core.db import GLOBAL, unit_of_work
from tests.conftest import KINDS
from tests.factories import make_session
from tests.forked import ForkedServer
from tests.halls import open_hall
from tests.integration.boards.peers import Page
from tests.world import World


class Hall:
    """A running server, the world it serves, and the pages that a test opened."""

    def __init__(self, server: ForkedServer, app: Flask, world: World) -> None:
        self.server, self.app, self.world = server, app, world
        self.pages: list[Page] = []

    def cookie(self, person: Person) -> str:
        """What a browser has once the person is signed in."""
        with unit_of_work(GLOBAL):
            _row, token = make_session(person)
        signer: Any = self.app.session_interface
        cookie = {"_user_id": token, "_fresh": True, "csrf_token": "of the tests"}
        return str(signer.get_signing_serializer(self.app).dumps(cookie))

    def page(self, board: Any, name: str = "member") -> Page:
        """Somebody's socket, connected; nothing is joined yet."""
        page = Page(self.server.url, self.cookie(self.world.person(name)), str(board))
        self.pages.append(page)
        return page.connect()

    def post(self, path: str, name: str = "member", **fields: Any) -> dict[str, Any]:
        """Send a form as the script of a page does; its answer, empty for a page."""
        headers = {
            "Cookie": f"collab={self.cookie(self.world.person(name))}",
            "X-Fragment": "1",
            "X-CSRFToken": self._token(),
            "Referer": self.server.url,
        }
        request = urllib.request.Request(
            self.server.url + self.world.here.url(path),
            data=urllib.parse.urlencode(fields).encode(),
            headers=headers,
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            text = error.read()
        return json.loads(text) if text.startswith(b"{") else {}

    def _token(self) -> str:
        signer = URLSafeTimedSerializer(str(self.app.secret_key), salt="wtf-csrf-token")
        return str(signer.dumps("of the tests"))

    def close(self) -> None:
        """Let all sockets go."""
        while self.pages:
            self.pages.pop().close()


@pytest.fixture(scope="module", params=KINDS)
def building(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Hall]:
    """A server and a world for all tests of a module, as starting it takes a while."""
    folder = tmp_path_factory.mktemp("building")
    with open_hall(request, folder, ForkedServer) as (server, app, world):
        yield Hall(server, app, world)


@pytest.fixture
def hall(building: Hall) -> Iterator[Hall]:
    """The running server; sockets are let go at the end of the test."""
    yield building
    building.close()
