"""People who type while servers come and go, and keep each change until it has its receipt."""

import socketio

from tests.integration.live.peers import Peer, until


class Writer:
    """Types tokens, and keeps each until it has its receipt."""

    def __init__(self, peer: Peer, name: str, transport: str = "websocket") -> None:
        self.peer, self.name, self.transport = peer, name, transport
        self.outbox: list[tuple[int, bytes, str]] = []
        self.unsent: list[tuple[bytes, str]] = []
        self.saved: list[str] = []
        self.count = self.resyncs = 0

    @property
    def is_settled(self) -> bool:
        """Whether everything has its receipt."""
        return not self.outbox and not self.unsent

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
        """Take in what has arrived; joins again when the server says so."""
        self.peer.read()
        while self.outbox and self.outbox[0][0] <= self.peer.received:
            self.saved.append(self.outbox.pop(0)[2])
        if self.peer.resyncs > self.resyncs:
            self.join_again()

    def come_back(self, url: str | None = None) -> None:
        """Connect, to another server if one is named, and go on."""
        self.peer.resyncs = self.resyncs
        self.listen()  # to what arrived before the connection ended
        self.peer.url = url or self.peer.url
        self.peer.connect(self.transport)
        self.join_again()

    def join_again(self) -> None:
        """Join from what there is, and send again what has no receipt: as it was, in its order."""
        session = self.peer.session
        self.resyncs = self.peer.resyncs
        self.peer.drop_frames()
        self.peer.rejoin()
        # those were on their way while the server had let go of us
        late = [each for each in self.peer.refusals if each["code"] == "not_joined"]
        for each in late:
            self.peer.refusals.remove(each)
        self.listen()
        if self.peer.session == session:
            for n, update, _token in self.outbox:
                self.peer.send(update, n=n)
            self.peer.n = max([self.peer.n, *(n for n, _update, _token in self.outbox)])
        else:
            self.unsent = [(update, token) for _n, update, token in self.outbox] + self.unsent
            self.outbox = []
        self.pump()


def try_to_come_back(writer: Writer, url: str | None = None) -> bool:
    """Whether it worked."""
    try:
        writer.come_back(url)
    except (socketio.exceptions.SocketIOError, OSError):
        if writer.peer.socket.connected:
            writer.peer.socket.disconnect()
        return False
    return True


def attend(writers: list[Writer]) -> None:
    """As a browser does by itself: take in what has arrived, and come back after an end."""
    for writer in writers:
        if writer.peer.socket.connected:
            writer.listen()
        else:
            try_to_come_back(writer)


def settle(writers: list[Writer]) -> None:
    """Wait until everybody has every receipt."""

    def is_settled() -> bool:
        attend(writers)
        return all(writer.is_settled for writer in writers)

    until(is_settled, seconds=20)


def check_that_all_came_once(writers: list[Writer], text: str) -> None:
    """Everybody has this text, and every token that anybody typed is in it exactly once."""
    for writer in writers:
        writer.peer.wait_for_text(text)
        assert not writer.peer.refusals, writer.peer.refusals
        counts = {text.count(f"[{writer.name}{number}]") for number in range(writer.count)}
        assert counts == {1}
