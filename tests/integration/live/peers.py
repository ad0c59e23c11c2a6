"""A browser's side of the wire protocol, with python-socketio and pycrdt."""

import queue
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import socketio
from pycrdt import Doc, Text
from websocket import WebSocketException

from collab.live.wire import Change, decode_changes, decode_updates, encode_change

PATIENCE = 10.0


def until(check: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What the check says once it says anything; fails when it never does."""
    end = time.monotonic() + seconds
    while not (said := check()):
        assert time.monotonic() < end, f"still waiting for {check.__name__}"
        time.sleep(0.01)
    return said


def keep_order(client: socketio.Client) -> None:
    """Let the client take messages as they come; it gives each a thread, and they race."""
    trigger = client.eio._trigger_event
    client.eio._trigger_event = lambda event, *words, **options: trigger(
        event, *words, **options | {"run_async": False}
    )


class Peer:
    """One socket of one person. Frames are kept until `read` applies them to the document."""

    def __init__(self, url: str, cookie: str, document: str, cooperation: str = "here") -> None:
        self.url, self.cookie = url, cookie
        self.document, self.cooperation = document, cooperation
        self.start_over()
        self.seq = self.n = self.received = 0
        self.session: int | None = None
        self.epoch: int | None = None
        self.frames: queue.Queue[bytes] = queue.Queue()
        self.refusals: list[dict[str, Any]] = []
        self.wires: list[Any] = []
        self.resyncs = 0
        self.signed_in: Any = None
        self.awareness: list[bytes] = []
        self.socket = socketio.Client(
            reconnection=False, websocket_extra_options={"suppress_origin": True}
        )
        keep_order(self.socket)
        self.socket.on("changes", self.frames.put, namespace="/live")
        self.socket.on("refused", self.refusals.append, namespace="/live")
        self.socket.on("resync", self._on_resync, namespace="/live")

    def start_over(self, client_id: int | None = None) -> None:
        """An empty document, under another client id."""
        self.doc: Doc = Doc() if client_id is None else Doc(client_id=client_id)
        self.text = self.doc.get("t", type=Text)

    def _on_resync(self, *_nothing: Any) -> None:
        self.resyncs += 1

    def connect(self, transport: str = "websocket", origin: str | None = None) -> "Peer":
        # half an event that came while the last connection ended
        self.socket._binary_packet = None
        self.socket.connect(
            self.url,
            headers={"Cookie": f"collab={self.cookie}", "Origin": origin or self.url},
            namespaces=["/live"],
            transports=transport.split("+"),
            wait_timeout=5,
        )
        # the library forgets them when the server dies, and never closes them
        self.wires += [self.socket.eio.ws, self.socket.eio.http]
        return self

    def ask(self, **changes: Any) -> Any:
        message = {"cooperation": self.cooperation, "document": self.document, "seq": self.seq}
        return self.socket.call("join", message | changes, namespace="/live", timeout=10)

    def join(self, **changes: Any) -> dict[str, Any]:
        answer, blob = self.ask(**changes)
        if answer["session"] != self.session:
            self.n = 0
        self.session, self.epoch = answer["session"], answer["epoch"]
        self.received = answer["received"]
        self.apply(decode_updates(blob))
        self.seq = answer["seq"]
        return answer

    def rejoin(self) -> dict[str, Any]:
        return self.join(epoch=self.epoch, session=self.session)

    def apply(self, updates: Any) -> None:
        with self.doc.transaction():
            for update in updates:
                self.doc.apply_update(update)

    def write(self, words: str) -> bytes:
        """Type at the end of the text; returns the update that says so."""
        made: list[bytes] = []
        seen = self.doc.observe(lambda event: made.append(event.update))
        self.text += words
        self.doc.unobserve(seen)
        return made[0]

    def send(self, update: bytes = b"", awareness: bytes = b"", n: int | None = None) -> int:
        self.n = self.n + 1 if n is None else n
        blob = encode_change(Change(self.n, update, awareness))
        self.socket.emit("change", blob, namespace="/live")
        return self.n

    def type(self, words: str) -> int:
        return self.send(self.write(words))

    def read(self) -> None:
        """Take in what has arrived."""
        while not self.frames.empty():
            frame = decode_changes(self.frames.get())
            first = frame.seq - len(frame.updates) + 1
            assert first <= self.seq + 1, "a gap"
            self.apply(frame.updates[self.seq - first + 1 :])
            self.seq = max(self.seq, frame.seq)
            for session, n in frame.receipts:
                if session == self.session:
                    self.received = max(self.received, n)
            self.awareness.extend(frame.awareness)

    def drop_frames(self) -> None:
        """Forget what has arrived since the last `read`."""
        self.frames.queue.clear()

    def wait_for_receipt(self, n: int | None = None) -> None:
        wanted = self.n if n is None else n

        def has_receipt() -> bool:
            self.read()
            return self.received >= wanted

        until(has_receipt)

    def wait_for_text(self, words: str) -> None:
        def has_text() -> bool:
            self.read()
            return str(self.text) == words

        until(has_text)

    def wait_for_refusal(self) -> dict[str, Any]:
        until(lambda: self.refusals)
        return self.refusals.pop(0)

    def close(self) -> None:
        self.socket.disconnect()
        for wire in self.wires:
            if wire is not None:
                with suppress(OSError, WebSocketException):
                    wire.close()
