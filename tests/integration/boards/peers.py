"""A page's side of the wire of boards, with python-socketio."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import socketio
from websocket import WebSocketException

PATIENCE = 10.0
NAMESPACE = "/boards"


def until(check: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What the check says once it says anything; fails when it never does."""
    end = time.monotonic() + seconds
    while not (said := check()):
        assert time.monotonic() < end, "still waiting"
        time.sleep(0.01)
    return said


class Page:
    """A board as one viewer's page knows it: it patches itself by what it is told."""

    def __init__(self, url: str, cookie: str, board: str, cooperation: str = "here") -> None:
        self.url, self.cookie, self.board, self.cooperation = url, cookie, board, cooperation
        #: a new board has the shape 1, so nothing makes the page read all of it again
        self.version, self.shape = 0, 1
        self.cards: dict[str, dict[str, Any]] = {}
        self.counts: dict[str, int] = {}
        self.told: list[dict[str, Any]] = []
        self.reloads = self.resyncs = 0
        self.socket = socketio.Client(
            reconnection=False, websocket_extra_options={"suppress_origin": True}
        )
        trigger = self.socket.eio._trigger_event
        self.socket.eio._trigger_event = lambda event, *words, **options: trigger(
            event, *words, **options | {"run_async": False}
        )
        self.socket.on("changed", self._take, namespace=NAMESPACE)
        self.socket.on("resync", self._on_resync, namespace=NAMESPACE)

    def connect(self, origin: str | None = None) -> "Page":
        """Open the socket; nothing is joined yet."""
        self.socket.connect(
            self.url,
            headers={"Cookie": f"collab={self.cookie}", "Origin": origin or self.url},
            namespaces=[NAMESPACE],
            transports=["websocket"],
            wait_timeout=5,
        )
        return self

    def ask(self, **changes: Any) -> dict[str, Any]:
        """The answer to a join."""
        message = {
            "cooperation": self.cooperation,
            "board": self.board,
            "version": self.version,
            "shape": self.shape,
        }
        answer: dict[str, Any] = self.socket.call(
            "join", message | changes, namespace=NAMESPACE, timeout=10
        )
        return answer

    def join(self) -> "Page":
        """Join, and take in what the page lacks."""
        answer = self.ask()
        assert answer["ok"], answer
        self._apply(answer)
        return self

    def wait_for(self, version: int) -> None:
        """Until the page shows at least that version."""
        until(lambda: self.version >= version)

    def order(self) -> dict[str, list[str]]:
        """The ids of the cards in each column, in their order."""
        columns: dict[str, list[str]] = {}
        for card in sorted(self.cards.values(), key=lambda one: (one["rank"], one["id"])):
            columns.setdefault(card["column"], []).append(card["id"])
        return columns

    def _take(self, changed: dict[str, Any]) -> None:
        self.told.append(changed)
        if changed["version"] > self.version and changed["from"] <= self.version:
            self._apply(changed)

    def _apply(self, patch: dict[str, Any]) -> None:
        self.reloads += bool(patch["reload"])
        self.cards.update({card["id"]: card for card in patch["cards"]})
        for gone in patch["gone"]:
            self.cards.pop(gone, None)
        self.counts = patch["counts"]
        self.version, self.shape = patch["version"], patch["shape"]

    def _on_resync(self, *_nothing: Any) -> None:
        self.resyncs += 1

    def close(self) -> None:
        """Let the socket go."""
        with suppress(socketio.exceptions.SocketIOError, WebSocketException, OSError):
            self.socket.disconnect()
