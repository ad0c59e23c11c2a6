"""Two processes on PostgreSQL with Redis between them: nothing is lost, doubled or different."""

import time
from contextlib import ExitStack, contextmanager

import pytest
from sqlalchemy import func, make_url, select

from collab.app import create_app
from collab.config import Settings
from collab.core.db import database, session, unit_of_work
from collab.live import service
from collab.live.models import LiveUpdate
from tests.databases import copy_postgres
from tests.integration.live.conftest import EngineServer, Sea
from tests.integration.live.peers import until
from tests.integration.live.writers import (
    Writer,
    attend,
    check_that_all_came_once,
    settle,
    try_to_come_back,
)
from tests.nginx import Nginx
from tests.redis import RedisServer
from tests.served import environment_of, find_free_port
from tests.world import make_world

PEOPLE = ("member", "secretary", "chair", "coordinator")


class Coast(Sea):
    """Two servers of one database, and what is between and in front of them."""

    def __init__(self, servers, redis, doors, app, world):
        super().__init__(servers[0], app, world)
        self.servers, self.redis, self.doors = servers, redis, doors

    def peer_at(self, url, name, **options):
        """Somebody who has the document open over this address."""
        plain, self.server.url = self.server.url, url
        try:
            return self.joined(name, **options)
        finally:
            self.server.url = plain

    def writers(self):
        """Four people, two at each server."""
        urls = [server.url for server in self.servers] * 2
        return [
            Writer(self.peer_at(url, name), name[:2])
            for url, name in zip(urls, PEOPLE, strict=True)
        ]

    def check(self, writers):
        """All have the same text, as has whoever comes to either server now."""
        settle(writers)
        readers = [self.peer_at(server.url, "guest") for server in self.servers]

        def is_same() -> bool:
            attend(writers)
            for reader in readers:
                reader.read()
            texts = [str(peer.text) for peer in (*readers, *(writer.peer for writer in writers))]
            return len(set(texts)) == 1

        until(is_same)
        check_that_all_came_once(writers, str(readers[0].text))


@pytest.fixture(scope="module")
def shore(postgres, postgres_template, tmp_path_factory):
    folder = tmp_path_factory.mktemp("shore")
    with ExitStack() as stack:
        redis = RedisServer()
        redis.start()
        stack.callback(redis.stop)
        address = stack.enter_context(copy_postgres(postgres, postgres_template))
        app = create_app(
            Settings(
                database_url=address.app,
                secret_key=environment_of(address)["COLLAB_SECRET_KEY"],
                origins=("http://localhost",),
            )
        )
        stack.callback(database.dispose)
        door = find_free_port()
        servers = [EngineServer(address, folder, {}) for _process in range(2)]
        origins = ",".join(
            f"http://127.0.0.1:{port}" for port in (door, *(s.port for s in servers))
        )
        for number, server in enumerate(servers, start=1):
            server._environment |= {
                "COLLAB_REDIS_URL": redis.url,
                "COLLAB_PROCESS": str(number),
                "COLLAB_ORIGINS": origins,
                "COLLAB_PROXIES": "1",
            }
            stack.enter_context(server)
        nginx = Nginx(folder, door, [server.port for server in servers])
        stack.callback(nginx.stop)
        yield Coast(servers, redis, nginx, app, make_world())


@pytest.fixture
def coast(shore):
    shore.document = shore.add_document()
    yield shore
    shore.close()


def type_for(writers, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for writer in writers:
            writer.type()
        attend(writers)
        time.sleep(0.02)


def test_people_of_two_processes_write_in_one_text(coast):
    writers = coast.writers()
    type_for(writers, 0.5)
    coast.check(writers)


def test_who_goes_from_one_process_to_the_other_takes_along_what_is_not_saved(coast):
    writers = coast.writers()
    for turn in range(6):
        type_for(writers, 0.15)
        hopper = writers[turn % 4]
        hopper.peer.socket.disconnect()
        hopper.type()
        other = coast.servers[(turn + turn // 4 + 1) % 2].url
        until(lambda who=hopper, url=other: try_to_come_back(who, url))
    coast.check(writers)


def test_what_the_server_owes_is_done_by_one_of_two_processes(coast):
    writers = coast.writers()
    nodes = []
    for number in range(3):
        attrs = {"agendaId": str(number), "title": "Budget"}
        content = [{"type": "paragraph"}]
        nodes.append({"type": "agendaItem", "attrs": attrs, "content": content})
        with unit_of_work(coast.world.here.scope):
            edit = {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": nodes}
            service.request_edit(coast.world.actor("chair"), coast.document_id, edit)
        type_for(writers, 0.1)
    by_server = select(func.count(LiveUpdate.id)).where(
        LiveUpdate.document_id == coast.document_id, LiveUpdate.session.is_(None)
    )

    def is_done():
        with unit_of_work(coast.world.here.scope, writes=False):
            return not service.list_owed(coast.document_id, "arrange")

    until(is_done)
    coast.check(writers)
    with unit_of_work(coast.world.here.scope, writes=False):
        assert session().scalar(by_server) == 3


def test_what_was_saved_elsewhere_is_known_where_its_author_comes_next(coast):
    here, there = (server.url for server in coast.servers)
    ana, _ben = coast.peer_at(here, "member"), coast.peer_at(there, "secretary")
    coast.redis.stall()
    try:
        ana.type("saved, ")
        until(coast.count_rows)
        ana.socket.disconnect()
        ana.drop_frames()  # the receipt has not arrived
        ana.url = there
        ana.connect().rejoin()
        assert ana.received == ana.n
        ana.type("and so on")
        ana.wait_for_receipt()
        assert ana.refusals == []
    finally:
        coast.redis.go_on()


def test_one_process_is_killed_and_its_people_go_on_in_the_other(coast):
    writers = coast.writers()
    here, there = coast.servers
    type_for(writers, 0.4)
    here.kill()
    for writer in writers[::2]:
        until(lambda peer=writer.peer: not peer.socket.connected)
        writer.type()
        until(lambda who=writer: try_to_come_back(who, there.url))
    type_for(writers, 0.3)
    here.start()
    writers[0].peer.socket.disconnect()
    until(lambda: try_to_come_back(writers[0], here.url))
    type_for(writers, 0.2)
    coast.check(writers)


def test_redis_stalls_and_dies_and_comes_again_and_nobody_need_do_anything(coast):
    writers = coast.writers()
    type_for(writers, 0.2)
    coast.redis.stall()
    type_for(writers, 0.4)
    coast.redis.go_on()
    type_for(writers, 0.2)
    coast.redis.kill()
    type_for(writers, 0.4)
    coast.check(writers)
    coast.redis.start()
    type_for(writers, 0.4)
    coast.check(writers)


@contextmanager
def database_away(postgres, address):
    """All connections end, and nobody gets a new one meanwhile: as when PostgreSQL restarts."""
    name = make_url(address.app).database
    postgres.execute(
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    yield
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    database.engine.dispose()  # the connections of the tests have ended too


def test_the_database_goes_away_for_a_moment_and_everything_goes_on(coast, postgres):
    writers = coast.writers()
    type_for(writers, 0.3)
    with database_away(postgres, coast.server.address):
        type_for(writers, 0.6)
    coast.check(writers)


def test_behind_nginx_people_are_spread_and_who_polls_stays_where_they_are_known(coast):
    coast.doors.start()
    writers = [
        Writer(coast.peer_at(coast.doors.url, name, transport=transport), name[:2], transport)
        for name, transport in zip(PEOPLE, ["polling", "websocket"] * 2, strict=True)
    ]
    type_for(writers, 0.5)
    processes = {writer.peer.socket.eio.sid.partition("-")[0] for writer in writers}
    assert processes == {"1", "2"}
    for server in coast.servers:  # a rolling restart
        server.stop()
        type_for(writers, 0.5)
        server.start()
    coast.check(writers)
