"""A real server of live documents, and people who open them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live.models import LiveUpdate
from tests.conftest import KINDS
from tests.factories import make_document, make_session
from tests.forked import ForkedServer
from tests.halls import open_hall
from tests.integration.live.peers import Peer
from tests.world import World


class EngineServer(ForkedServer):
    """The program of these tests instead of `collab serve`."""

    program = "tests.integration.live.program:main"


class Sea:
    """A running engine, the world it serves, and the sockets that a test opened."""

    def __init__(self, server: EngineServer, app: Flask, world: World) -> None:
        self.server, self.app, self.world = server, app, world
        self.peers: list[Peer] = []
        self.document = self.add_document()

    @property
    def document_id(self) -> UUID:
        """The document of the running test."""
        return UUID(self.document)

    def add_document(self) -> str:
        with unit_of_work(self.world.here.scope):
            return str(make_document(kind="scratch").id)

    def cookie(self, person: Person) -> str:
        """What a browser has once the person is signed in."""
        with unit_of_work(GLOBAL):
            self.signed_in, token = make_session(person)
        signer: Any = self.app.session_interface
        return signer.get_signing_serializer(self.app).dumps({"_user_id": token, "_fresh": True})

    def peer(self, name: str = "member", document: str | None = None, **options: Any) -> Peer:
        """A socket of somebody of `here`, connected; not joined yet."""
        person = self.world.person(name)
        peer = Peer(self.server.url, self.cookie(person), document or self.document)
        peer.signed_in = self.signed_in
        self.peers.append(peer)
        return peer.connect(**options)

    def joined(self, name: str = "member", **options: Any) -> Peer:
        peer = self.peer(name, **options)
        peer.join()
        return peer

    def count_rows(self, document: str | None = None) -> int:
        found = select(func.count(LiveUpdate.id)).where(
            LiveUpdate.document_id == UUID(document or self.document)
        )
        with unit_of_work(self.world.here.scope, writes=False):
            return session().scalar(found) or 0

    def close(self) -> None:
        """Let all sockets go."""
        while self.peers:
            self.peers.pop().close()


@pytest.fixture(scope="module", params=KINDS)
def harbour(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sea]:
    """A server and a world for all tests of a module, as starting it takes a while."""
    folder = tmp_path_factory.mktemp("harbour")
    with open_hall(request, folder, EngineServer) as (server, app, world):
        yield Sea(server, app, world)


@pytest.fixture
def sea(harbour: Sea) -> Iterator[Sea]:
    """The running engine, with a document that nobody has opened yet."""
    harbour.document = harbour.add_document()
    yield harbour
    harbour.close()
