"""What a server of Socket.IO must not let people do, and what its libraries would."""

import base64
import hashlib
import json
import os
import socket
import struct
import time
import urllib.parse
from contextlib import suppress

import pytest

from collab.core.hardening import CONNECT_SECONDS
from collab.core.sockets import MAX_MESSAGE_BYTES
from collab.live.wire import decode_updates
from tests.integration.live.peers import until
from tests.unit.live.updates import typed

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Raw:
    """A websocket by hand, to send what no library would."""

    def __init__(self, url, cookie, **headers):
        address = urllib.parse.urlsplit(url)
        self.socket = socket.create_connection((address.hostname, address.port), timeout=15)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = {
            "Host": address.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": key,
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Extensions": "permessage-deflate",
            "Origin": url,
            "Cookie": f"collab={cookie}",
            **headers,
        }
        request = "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
        request += "".join(f"{name}: {value}\r\n" for name, value in lines.items()) + "\r\n"
        self.socket.sendall(request.encode())
        self.reader = self.socket.makefile("rb")
        self.status = self.reader.readline().decode()
        self.headers = {}
        while line := self.reader.readline().decode().strip():
            name, _colon, value = line.partition(":")
            self.headers[name.lower()] = value.strip()
        self.accept = base64.b64encode(hashlib.sha1(key.encode() + GUID).digest()).decode()

    def frame(self, opcode, payload, *, fin=True, length=None):
        length = len(payload) if length is None else length
        head = bytes([(0x80 if fin else 0) | opcode])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", length)
        mask = os.urandom(4)
        repeated = (mask * (len(payload) // 4 + 1))[: len(payload)]
        masked = bytes(a ^ b for a, b in zip(payload, repeated, strict=True))
        self.socket.sendall(head + mask + masked)

    def text(self, words):
        self.frame(1, words.encode())

    def receive(self):
        """The next message; None when the connection has ended."""
        try:
            head = self.reader.read(2)
            if len(head) < 2 or head[0] & 15 == 8:
                return None
            length = head[1] & 127
            if length > 125:
                size = 2 if length == 126 else 8
                length = int.from_bytes(self.reader.read(size), "big")
            data = self.reader.read(length)
        except OSError:
            return None
        return data.decode() if head[0] & 15 == 1 else data

    def wait_for(self, start):
        while (message := self.receive()) is not None:
            if isinstance(message, str) and message.startswith(start):
                return message
        return None

    def connect(self):
        self.text("40/live,")
        return self.wait_for("40/live,")

    def wait_for_end(self):
        began = time.monotonic()
        while self.receive() is not None:
            pass
        return time.monotonic() - began


@pytest.fixture
def raw(sea):
    opened = []

    def open_raw(name="member", **headers):
        made = Raw(sea.server.url, sea.cookie(sea.world.person(name)), **headers)
        opened.append(made)
        return made

    yield open_raw
    for each in opened:
        each.reader.close()
        each.socket.close()


def joined(raw, sea):
    made = raw()
    made.connect()
    message = {"cooperation": "here", "document": sea.document, "seq": 0}
    made.text(f"42/live,1{json.dumps(['join', message])}")
    assert made.wait_for("461-/live,1")
    made.receive()
    return made


def test_the_handshake_is_answered_and_nothing_is_compressed(raw):
    made = raw()
    assert "101" in made.status
    assert made.headers["sec-websocket-accept"] == made.accept
    assert "sec-websocket-extensions" not in made.headers


def test_a_handshake_that_is_none_is_refused(raw):
    assert "101" not in raw(**{"Sec-WebSocket-Version": "8"}).status


def test_a_transport_without_a_connect_is_ended(raw):
    assert raw().wait_for_end() < CONNECT_SECONDS + 3


def test_a_transport_whose_connect_was_refused_is_ended(raw):
    made = raw(Cookie="collab=nobody")
    made.text("40/live,")
    assert made.wait_for("44/live,")
    assert made.wait_for_end() < CONNECT_SECONDS + 3


def test_who_asks_to_connect_again_and_again_is_ended(raw):
    made = raw(Cookie="collab=nobody")
    with suppress(OSError):  # it may have ended meanwhile
        for _attempt in range(20):
            made.text("40/live,")
    assert made.wait_for_end() < CONNECT_SECONDS - 1


def test_a_message_that_announces_too_much_is_cut_before_it_arrives(raw):
    made = raw()
    made.connect()
    made.frame(2, b"x", length=300 * 2**20)
    assert made.wait_for_end() < 2


def test_a_message_in_many_parts_is_cut_too(raw):
    made = raw()
    made.connect()
    made.frame(2, bytes(MAX_MESSAGE_BYTES // 2), fin=False)
    try:
        for _part in range(4):
            made.frame(0, bytes(MAX_MESSAGE_BYTES // 2), fin=False)
    except OSError:
        return
    assert made.wait_for_end() < 2


def test_many_attachments_are_not_collected(raw):
    made = raw()
    made.connect()
    made.text('451000-/live,["change",{"_placeholder":true,"num":0}]')
    assert made.wait_for_end() < 2


@pytest.mark.parametrize("event", ["connect", "disconnect", "connect_error", "error", "*"])
def test_nobody_calls_what_is_reserved(raw, sea, event):
    made = joined(raw, sea)
    made.text(f"42/live,{json.dumps([event, {}])}")
    message = {"cooperation": "here", "document": sea.document, "seq": 0}
    made.text(f"42/live,2{json.dumps(['join', message])}")
    assert made.wait_for("461-/live,2")


@pytest.mark.parametrize(
    "text",
    [
        "42/live,",
        "42/live,[]",
        "42/live,[5]",
        '42/live,{"a":1}',
        "4",
        "49",
        "42[",
        "5",
        "42/nowhere,[]",
    ],
)
def test_garbage_ends_at_most_its_own_connection(raw, sea, text):
    ana = sea.joined("secretary")
    joined(raw, sea).text(text)
    ana.type("unharmed")
    ana.wait_for_receipt()


def test_a_ping_is_answered(raw):
    made = raw()
    made.connect()
    made.frame(9, b"there?")
    assert until(made.receive) == b"there?"


def test_fragments_are_put_together(raw):
    made = raw()
    made.frame(1, b"40/", fin=False)
    made.frame(9, b"between")
    made.frame(0, b"live,", fin=True)
    assert made.wait_for("40/live,")


def test_a_slow_reader_is_not_sent_more_and_catches_up(raw, sea):
    """It does not read for a while; then it is told to join again, and nothing was cut."""
    slow, ana = joined(raw, sea), sea.joined("secretary")
    size = 200_000
    words = "a" * size
    client = ana.doc.client_id
    for at in range(40):
        origin = (client, at * size - 1) if at else None
        ana.send(typed(client, at * size, words, origin=origin))
    ana.wait_for_receipt()
    frames = resyncs = 0
    while not resyncs:
        message = slow.receive()
        assert message is not None
        frames += isinstance(message, bytes)
        resyncs += message == '42/live,["resync"]'
    assert frames < 40
    message = {"cooperation": "here", "document": sea.document, "seq": 0}
    slow.text(f"42/live,3{json.dumps(['join', message])}")
    assert slow.wait_for("461-/live,3")
    assert sum(len(update) for update in decode_updates(slow.receive())) > 40 * size
