"""What the engine takes for sockets and for its disk, in the hands of a test."""

from collections import deque
from collections.abc import Callable
from typing import Any

from gevent.event import Event
from sqlalchemy.exc import OperationalError


class Link:
    """One socket: what is on its way up and down, each in the order in which it was sent."""

    closed = closing = False

    def __init__(self, page: int, number: int, person: str) -> None:
        self.page, self.number, self.person = page, number, person
        self.sid = f"{page}/{number}"
        self.up: deque[dict[str, Any]] = deque()
        self.down: deque[dict[str, Any]] = deque()
        #: whether each end still has it
        self.is_here = self.is_there = True
        self.is_connected = False
        self.backlog = 0
        #: what the page knows as its session
        self.session = 0

    def send(self, event: str, *words: Any) -> None:
        if self.is_here and self.is_connected:
            self.down.append({"kind": "event", "event": event, "words": words})

    def end(self) -> None:
        """The server lets go."""
        if self.is_connected and self.is_here:
            self.down.append({"kind": "end", "reason": "io server disconnect"})
        self.up.clear()


class Frame:
    """Stands for `Broadcast`, on the way to a link instead of a transport."""

    def __init__(self, _namespace: str, event: str, blob: bytes) -> None:
        self._event, self._blob = event, blob

    def send(self, link: Link, most_waiting: int = 2**63) -> bool:
        if link.backlog > most_waiting:
            return False
        link.send(self._event, self._blob)
        return True


class Disk:
    """Where the engine's writes go: at once, later, or not at all."""

    def __init__(self) -> None:
        self.mode = "works"
        self._goes_on = Event()

    def __call__(self, call: Callable[..., Any], *arguments: Any) -> Any:
        if self.mode == "hangs":
            self._goes_on.clear()
            self._goes_on.wait()
        mode, self.mode = self.mode, "works"
        if mode == "fails":
            raise OperationalError("", {}, Exception("the disk is full"))
        answer = call(*arguments)
        if mode == "says nothing":
            raise OperationalError("", {}, Exception("the connection is gone"))
        return answer

    def go_on(self, mode: str) -> None:
        self.mode = mode
        self._goes_on.set()
