"""Two servers over one database, and between them a bus in the hands of a test."""

from collections.abc import Callable, Iterator
from typing import Any

import gevent
from flask import Flask

from collab.live import engine
from collab.live.exchange import LOOK_ALONE_SECONDS, LOOK_SECONDS, Exchange
from tests.property.live.links import Disk, Link
from tests.property.live.shore import Shore
from tests.property.live.sound import End, Sound
from tests.world import World


class Harbour(Shore):
    """One of the servers."""

    def __init__(self, app: Flask, world: World, sound: Sound, place: int) -> None:
        self._sound, self._place = sound, place
        self.receipts: Any = None
        super().__init__(app, world)

    def start(self) -> None:
        super().start()
        self.bus: Any = End(self._sound, self._place)
        here = self.engine
        here.exchange = Exchange(here.rooms, here.committer, here.reopen, self.bus)
        self.bus.on_recovered(here.exchange.recover)
        self.bus.on_recovered(here.check_everybody)
        self.bus.on_process_gone(here.exchange.forget_process)

    def take(self, link: Link) -> None:
        engine._running.engine = self.engine
        super().take(link)

    def _handle(self, link: Link, message: dict[str, Any]) -> None:
        if message["event"] == "change" and (spoken := self.engine.connections[link.sid].member):
            self.receipts.note_sent(spoken.session.number, message["words"][0])
        super()._handle(link, message)

    def notice_loss(self, link: Link) -> None:
        engine._running.engine = self.engine
        super().notice_loss(link)


class Coast:
    """Both servers as if they were one: what comes from a page goes to the one that has it."""

    def __init__(self, app: Flask, world: World) -> None:
        self.world = world
        self.sound = Sound()
        self.both = tuple(Harbour(app, world, self.sound, place) for place in (0, 1))
        self.both[0].readers = self.both[1].readers
        self.readers = self.both[0].readers
        self.now = 1000.0
        self._looked_at = self.now
        self._homes: dict[str, Harbour] = {}
        #: whom the weather hits
        self.hit = self.both[0]
        #: where new sockets go to: None is to the other one each time
        self.towards: int | None = None

    def use(self, receipts: Any) -> None:
        for each in self.both:
            each.receipts = receipts

    @property
    def document_id(self) -> Any:
        return self.both[0].document_id

    def begin(self) -> None:
        """A new document, for the next example."""
        self._homes.clear()
        self.towards, self.sound.works, self.sound.loses = None, True, False
        for each in self.both:
            each.begin()
        self.both[0].document_id = self.both[1].document_id
        for end in self.sound.ends:
            end.coming.clear()

    # what stands for Socket.IO's server, and for the disk

    def emit(self, event: str, message: Any, to: str, namespace: str) -> None:
        if (home := self._homes.get(to)) is not None:
            home.emit(event, message, to, namespace)

    def transport_of(self, sid: str, namespace: str) -> tuple[str, Link]:
        return self._homes[sid].transport_of(sid, namespace)

    def disconnect(self, sid: str) -> None:
        if (home := self._homes.get(sid)) is not None:
            home.disconnect(sid)

    def write(self, call: Callable[..., Any], *arguments: Any) -> Any:
        mine = gevent.getcurrent()
        disk = next(each.disk for each in self.both if mine in each.flushes)
        return disk(call, *arguments)

    @property
    def disk(self) -> Disk:
        return self.hit.disk

    # what comes from the network

    def welcome(self, link: Link) -> None:
        place = link.number + link.page if self.towards is None else self.towards
        home = self._homes[link.sid] = self.both[place % 2]
        home.welcome(link)

    def take(self, link: Link) -> None:
        self._homes[link.sid].take(link)

    def notice_loss(self, link: Link) -> None:
        self._homes[link.sid].notice_loss(link)

    def hear(self, end: End, count: int = 1) -> None:
        """Let a server hear what the other one has told it."""
        while end.coming and count:
            self.sound.carry(end)
            self.rest()
            count -= 1

    def hear_everything(self) -> None:
        while any(end.coming for end in self.sound.ends):
            for end in self.sound.ends:
                self.hear(end, len(end.coming))

    # what goes on

    @property
    def is_calm(self) -> bool:
        """Whether neither server has anything to hear or to tell."""
        is_told = not any(each.engine.committer._due for each in self.both)
        return is_told and not any(end.coming for end in self.sound.ends)

    def rest(self) -> None:
        for each in self.both:
            each.rest()

    def flush(self) -> None:
        self.rest()
        for each in self.both:
            each.flush()
        self.rest()

    def sweep(self) -> None:
        for each in self.both:
            each.sweep()

    def look(self) -> None:
        """Compare the open rooms with their journals, as often as the engine does."""
        period = LOOK_SECONDS if self.sound.works else LOOK_ALONE_SECONDS
        if self.now - self._looked_at >= period:
            self._looked_at = self.now
            for each in self.both:
                each.engine.exchange.look()
            self.rest()

    def announce(self, name: str) -> None:
        for each in self.both:
            each.announce(name)

    def begin_epoch(self) -> None:
        self.hit.begin_epoch()

    def compact(self) -> None:
        self.hit.compact()

    def close_room(self) -> None:
        self.hit.close_room()

    def die(self, *, is_written: bool = False) -> None:
        self.hit.die(is_written=is_written)

    def restore(self, lost: int) -> None:
        for each in self.both:
            each.die()
        self.hit.restore(lost)

    def read(self) -> Any:
        return self.hit.read()

    def list_links(self) -> Iterator[Link]:
        """The sockets at the server that the weather hits."""
        return iter(self.hit.links.values())
