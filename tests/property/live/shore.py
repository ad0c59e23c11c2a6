"""The server's side: the real engine over a real database, and a network that a test controls."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import gevent
import pytest
from flask import Flask
from pycrdt import Doc, Text
from socketio.exceptions import ConnectionRefusedError as RefuseConnection
from sqlalchemy import delete

from collab.core import sockets as core_sockets
from collab.core.db import unit_of_work
from collab.core.errors import NotFound
from collab.core.revocation import AccessChange
from collab.live import committer as committing
from collab.live import compaction, delivery, engine, entries, guard, sockets
from collab.live.guard import read_update
from collab.live.journal import find_snapshot, list_rows, read_last_seq, read_tail
from collab.live.kinds import Kind, register
from collab.live.lib0 import MalformedError
from collab.live.models import LiveClient, LiveUpdate
from collab.live.reader import snapshot
from collab.live.service import begin_epoch
from tests.factories import make_document
from tests.property.live.links import Disk, Frame, Link
from tests.world import World

#: what the server never takes, as if it were malformed
POISON = "☠"
NAMESPACE = delivery.NAMESPACE


class Shore:
    """A server that dies and starts again; what is in its database stays."""

    def __init__(self, app: Flask, world: World) -> None:
        self.app, self.world = app, world
        self.links: dict[str, Link] = {}
        self.disk = self.write = Disk()
        self.handlers = sockets.LiveSockets(app)
        self.readers: set[str] = set()
        self.strangers: set[str] = set()
        self.now = 1000.0
        self.flushes: list[Any] = []
        register(Kind("stage", self._can_write))
        self.start()

    def _can_write(self, actor: Any, _document_id: UUID) -> bool:
        names = {some.actor.person_id: name for name, some in self.world.here.people.items()}
        if names[actor.person_id] in self.strangers:
            raise NotFound
        return names[actor.person_id] not in self.readers

    # what stands for Socket.IO's server

    def emit(self, event: str, message: Any, to: str, namespace: str) -> None:
        assert namespace == NAMESPACE
        if (link := self.links.get(to)) is not None:
            link.send(event, *([] if message is None else [message]))

    def transport_of(self, sid: str, _namespace: str) -> tuple[str, Link]:
        return sid, self.links[sid]

    def disconnect(self, sid: str) -> None:
        if (link := self.links.get(sid)) is not None:
            link.end()
            self.notice_loss(link)

    # the life of the process

    def start(self) -> None:
        self.engine = engine.Engine()
        engine._running.engine = self.engine

    def begin(self) -> None:
        """A new document, for the next example."""
        self.die()
        self.links.clear()
        self.readers.clear()
        self.strangers.clear()
        self.disk.mode = "works"
        with unit_of_work(self.world.here.scope):
            self.document_id = make_document(kind="stage", schema=1).id

    def die(self, *, is_written: bool = False) -> None:
        """End at once; a flush that is under way reaches the disk or does not."""
        if is_written:
            self.disk.go_on("works")
            gevent.sleep(0)
        gevent.killall(self.flushes)
        self.flushes.clear()
        self.disk.mode = "works"
        for link in self.links.values():
            link.is_there = False
            link.up.clear()
        self.start()

    def rest(self) -> None:
        """Let every greenlet that can go on go on."""
        for _turn in range(3):
            gevent.sleep(0)
        self.flushes = [each for each in self.flushes if not each.dead]

    def flush(self) -> None:
        """Write what is due, as the committer's greenlet would."""
        committer = self.engine.committer
        if self.flushes or not committer._due:
            return
        rooms = list(committer._due)
        committer._due.clear()
        self.flushes.append(gevent.spawn(committer._flush, rooms))
        self.rest()

    # what comes from the network

    def welcome(self, link: Link) -> None:
        self.links[link.sid] = link

    def take(self, link: Link) -> None:
        """The next of a page's messages arrives."""
        message = link.up.popleft()
        if message["kind"] == "dial":
            self._connect(link)
        elif message["kind"] == "close":
            self.notice_loss(link)
        elif link.is_connected:
            self._handle(link, message)
        self.rest()

    def _connect(self, link: Link) -> None:
        try:
            self.handlers.on_connect(link.sid, {"person": link.person})
        except RefuseConnection:
            link.down.append({"kind": "fail", "words": [True]})
            link.is_there = False
            return
        link.is_connected = True
        link.down.append({"kind": "connect"})

    def _handle(self, link: Link, message: dict[str, Any]) -> None:
        if message["event"] == "join":
            answer = self.handlers.on_join(link.sid, *message["words"])
            words = answer if isinstance(answer, tuple) else (answer,)
            link.down.append({"kind": "ack", "ack": message["ack"], "words": words})
        else:
            self.handlers.on_change(link.sid, *message["words"])

    def notice_loss(self, link: Link) -> None:
        """The server finds out that the other end has gone."""
        link.is_there = False
        link.up.clear()
        if link.is_connected:
            self.handlers.on_disconnect(link.sid)
        self.rest()

    def sweep(self) -> None:
        for connection in list(self.engine.connections.values()):
            self.engine._attend(connection)
        self.rest()

    def announce(self, name: str) -> None:
        person = self.world.person(name)
        self.engine.on_access_change(
            AccessChange(person_id=person.id, cooperation_id=self.world.here.id)
        )
        self.rest()

    def begin_epoch(self) -> None:
        with unit_of_work(self.world.here.scope):
            begin_epoch(self.document_id)
        self.rest()

    def restore(self, lost: int) -> None:
        """Take the last entries out of the journal, as if it came from a backup."""
        with unit_of_work(self.world.here.scope) as running:
            end = read_last_seq(self.document_id)
            snapshot = find_snapshot(self.document_id)
            upto = max(end - lost, snapshot.upto_seq if snapshot else 0)
            mine = LiveUpdate.document_id == self.document_id
            running.execute(delete(LiveUpdate).where(mine, LiveUpdate.seq > upto))
            known = read_tail(self.document_id).ledger.clocks
            mine = LiveClient.document_id == self.document_id
            running.execute(delete(LiveClient).where(mine, LiveClient.client.not_in(list(known))))
            begin_epoch(self.document_id)
        self.rest()

    def compact(self) -> None:
        """Put a snapshot in the place of the journal, as upkeep does after many entries."""
        found = self.engine.rooms.find(self.document_id)
        if found is None or self.flushes:
            return
        reader: Any = SimpleNamespace(ask=lambda _task, blobs: snapshot(blobs, {}))
        found.tail_length -= compaction.compact(found.document, reader, found.seq)

    def close_room(self) -> None:
        """Nobody is in it for a while."""
        for document_id in self.engine.rooms._used_at:
            self.engine.rooms._used_at[document_id] = -1e9
        if not self.flushes:
            self.engine.rooms.close_idle()

    def read(self) -> Doc[Any]:
        """The document as a fresh reader finds it on disk."""
        with unit_of_work(self.world.here.scope, writes=False):
            rows = list_rows(self.document_id)
        doc: Doc[Any] = Doc()
        doc.get("t", type=Text)
        with doc.transaction():
            for row in rows:
                doc.apply_update(row.payload)
        return doc


def _refuse_poison(blob: bytes, *words: Any, **options: Any) -> Any:
    if POISON.encode() in blob:
        raise MalformedError("poison")
    return read_update(blob, *words, **options)


@contextmanager
def open_shore(shore: Any, identities: dict[str, Any]) -> Iterator[None]:
    """Have the engine take the shore for its network, clock and disk, and these for its people."""
    with pytest.MonkeyPatch.context() as patch:
        clock = SimpleNamespace(**vars(time) | {"monotonic": lambda: shore.now})
        for name, module in list(sys.modules.items()):
            if name.startswith("collab.live.") and getattr(module, "time", None) is time:
                patch.setattr(module, "time", clock)
        patch.setattr(
            sockets, "identify_caller", lambda _app, environ: identities[environ["person"]]
        )
        patch.setattr(core_sockets, "transport_of", shore.transport_of)
        patch.setattr(core_sockets, "server", lambda: shore)
        patch.setattr(engine, "disconnect", shore.disconnect)
        patch.setattr(delivery, "disconnect", shore.disconnect)
        patch.setattr(delivery, "Broadcast", Frame)
        patch.setattr(delivery, "backlog_of", lambda link: link.backlog)
        patch.setattr(committing, "off_the_loop", shore.write)
        patch.setattr(committing, "_RETRY_SECONDS", 0)
        for module in (guard, entries):
            patch.setattr(module, "read_update", _refuse_poison)
        yield
        shore.die()
        patch.setattr(engine._running, "engine", None)
