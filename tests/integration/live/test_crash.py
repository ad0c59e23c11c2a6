"""The server is killed while people type: what had its receipt is there, and all the rest too."""

import random
import time

import pytest
import socketio

from tests.integration.live.peers import Peer, until

KILLS = 3


class Writer:
    """Types tokens, and keeps each until it has its receipt."""

    def __init__(self, peer: Peer, name: str) -> None:
        self.peer, self.name = peer, name
        self.outbox: list[tuple[int, bytes, str]] = []
        self.unsent: list[tuple[bytes, str]] = []
        self.saved: list[str] = []
        self.count = 0

    def type(self) -> None:
        token = f"[{self.name}{self.count}]"
        self.count += 1
        self.unsent.append((self.peer.write(token), token))
        self.pump()

    def pump(self) -> None:
        if not self.peer.socket.connected:
            return
        try:
            while self.unsent:
                update, token = self.unsent[0]
                n = self.peer.send(update)
                self.outbox.append((n, update, token))
                self.unsent.pop(0)
        except socketio.exceptions.SocketIOError:
            return

    def listen(self) -> None:
        self.peer.read()
        while self.outbox and self.outbox[0][0] <= self.peer.received:
            self.saved.append(self.outbox.pop(0)[2])

    def come_back(self) -> None:
        """Join again, and send again what has no receipt: as it was, in its order."""
        self.listen()
        session = self.peer.session
        self.peer.frames.queue.clear()
        self.peer.connect()
        self.peer.rejoin()
        self.listen()
        if self.peer.session == session:
            for n, update, _token in self.outbox:
                self.peer.send(update, n=n)
        else:
            self.unsent = [(update, token) for _n, update, token in self.outbox] + self.unsent
            self.outbox = []
        self.pump()


def try_to_come_back(writer: Writer) -> bool:
    try:
        writer.come_back()
    except (socketio.exceptions.SocketIOError, OSError):
        return False
    return True


def type_until_killed(sea, writers, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for writer in writers:
            writer.type()
            writer.listen()
        time.sleep(0.01)
    sea.server.kill()
    for writer in writers:
        until(lambda peer=writer.peer: not peer.socket.connected)
        writer.type()  # typed while nobody answers


def check_that_all_came_once(writers, text):
    for writer in writers:
        writer.peer.wait_for_text(text)
        assert writer.peer.refusals == []
        counts = {text.count(f"[{writer.name}{number}]") for number in range(writer.count)}
        assert counts == {1}


@pytest.mark.slow
def test_what_has_its_receipt_survives_every_kill_and_the_rest_comes_again(sea):
    dice = random.Random(7)
    writers = [Writer(sea.joined(name), name[0]) for name in ("member", "secretary", "chair")]
    for _kill in range(KILLS):
        type_until_killed(sea, writers, dice.uniform(0.4, 1.0))
        saved = [token for writer in writers for token in writer.saved]
        sea.server.start()
        text = str(sea.joined("guest").text)
        assert [token for token in saved if token not in text] == []
        for writer in writers:
            until(lambda who=writer: try_to_come_back(who))
    for writer in writers:
        until(lambda who=writer: who.listen() or not (who.outbox or who.unsent))
    check_that_all_came_once(writers, str(sea.joined("guest").text))
