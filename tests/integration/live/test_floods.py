"""Strangers who flood, junk for every event, and what others notice of it: nothing."""

import http.client
import json
import re
import socket
import time
import urllib.parse
from contextlib import suppress
from pathlib import Path

import pytest

from collab.core.lobby import MOST_OF_AN_ADDRESS, STRANGER_BYTES
from tests.conftest import KINDS
from tests.integration.live.peers import until
from tests.integration.live.raw import Raw
from tests.unit.live.updates import hostile_updates, misplaced_updates, valid_updates

pytestmark = pytest.mark.parametrize("harbour", KINDS[:1], indirect=True)

MB = 2**20
MOST_GROWTH = 50 * MB
NAMESPACES = ["/live", "/boards", "/bell", "/pages"]
EVENTS = ["join", "change", "message", "refused", "", "é" * 300]


def memory_of(server, name):
    """VmRSS now, or VmHWM, the most it ever was; in bytes."""
    status = Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024


@pytest.fixture
def strangers(sea):
    """Opens connections without a cookie; all end with the test."""
    opened = []

    def open_stranger():
        made = Raw(sea.server.url, "nobody")
        opened.append(made)
        return made

    yield open_stranger
    for each in opened:
        each.reader.close()
        each.socket.close()


@pytest.fixture
def bounded(sea):
    """Somebody writes before, during and after; and memory stays where it was, even in between."""
    ana = sea.joined("secretary")
    ana.type("before ")
    ana.wait_for_receipt()
    before = memory_of(sea.server, "VmRSS")
    yield ana
    ana.type("after")
    ana.wait_for_receipt()
    assert memory_of(sea.server, "VmHWM") - before < MOST_GROWTH


def ask(sea, method, path, body=b"", cookie=None, **headers):
    """The status and the body of one request."""
    address = urllib.parse.urlsplit(sea.server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    if cookie:
        headers["Cookie"] = f"collab={cookie}"
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    said = answer.status, answer.read()
    connection.close()
    return said


def poll(sea):
    """The path of a transport that polls; it is nobody's yet."""
    _status, body = ask(sea, "GET", "/socket.io/?EIO=4&transport=polling")
    return f"/socket.io/?EIO=4&transport=polling&sid={json.loads(body[1:])['sid']}"


def test_a_message_of_300_mb_from_a_stranger_is_not_kept(sea, strangers, bounded):
    for opcode in (1, 2):
        made = strangers()
        made.frame(opcode, b"x", length=300 * MB)
        made.wait_for_end()
    parts = strangers()
    with suppress(OSError):
        for number in range(300):
            parts.frame(0 if number else 2, bytes(STRANGER_BYTES), fin=False)
    parts.wait_for_end()
    bounded.type("still here ")
    bounded.wait_for_receipt()


def test_a_body_of_300_mb_from_a_stranger_is_not_read(sea, bounded):
    address = urllib.parse.urlsplit(sea.server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as wire:
        head = f"POST {poll(sea)} HTTP/1.1\r\nHost: x\r\nContent-Length: {300 * MB}\r\n\r\n"
        wire.sendall(head.encode() + bytes(65536))
        assert b"400" in wire.recv(100)
    status, _body = ask(sea, "POST", poll(sea), b"4" * (STRANGER_BYTES + 1))
    assert status == 400


def test_a_million_attachments_of_a_stranger_are_not_waited_for(strangers, bounded):
    for head in ('451000000-["join"]', '451000000-/live,["change"]', "461000000-/live,1[]"):
        made = strangers()
        made.text(head)
        with suppress(OSError):
            for _each in range(200):
                made.frame(2, bytes(STRANGER_BYTES))
        made.wait_for_end()


def test_idle_transports_of_strangers_make_room_for_others(sea, strangers, bounded):
    many = [strangers() for _each in range(2 * MOST_OF_AN_ADDRESS)]
    for _each in range(2 * MOST_OF_AN_ADDRESS):
        poll(sea)
    ben = sea.joined("member")
    ben.type("in between ")
    ben.wait_for_receipt()
    assert many[0].wait_for_end() < 2


def test_strangers_who_ask_to_be_let_in_again_and_again_keep_nobody_out(sea, strangers, bounded):
    for _each in range(60):
        made = strangers()
        with suppress(OSError):
            for _attempt in range(6):
                made.text("40/live,")
    for event in ("connect", "disconnect"):
        strangers().text(f'42/live,["{event}",{{"REMOTE_USER":"ana"}}]')
    ben = sea.joined("member")
    bounded.wait_for_text("before ")
    ben.type("let in ")
    ben.wait_for_receipt()


def test_requests_that_never_end_hold_nobody_up(sea, bounded):
    address = urllib.parse.urlsplit(sea.server.url)
    wires = [
        socket.create_connection((address.hostname, address.port), timeout=10) for _ in range(300)
    ]
    for number, wire in enumerate(wires):
        if number % 3:
            wire.sendall(b"GET /socket.io/?EIO=4 HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    sea.joined("member")
    for wire in wires:
        wire.close()


def test_a_transport_polls_and_sends_once_at_a_time(sea):
    path = poll(sea)
    assert ask(sea, "POST", path, b"40/bell,")[0] == 200
    assert ask(sea, "GET", path)[0] == 200
    address = urllib.parse.urlsplit(sea.server.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as waiting:
        waiting.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.2)
        assert ask(sea, "GET", path)[0] == 400
    assert ask(sea, "GET", path)[0] == 400


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_what_yjs_writes_is_taken_and_what_hurts_is_refused(sea, transport):
    ana, ben = sea.joined("member", transport=transport), sea.joined("secretary")
    for update in [*hostile_updates().values(), *misplaced_updates().values()]:
        if update:
            ana.send(update)
            assert ana.wait_for_refusal()["code"] in ("invalid", "too_large")
    ana.close()
    cleo = sea.joined("chair", transport=transport)
    updates = valid_updates()
    for at in range(0, len(updates), 500):  # the library for polling waits 5 s for each request
        for update in updates[at : at + 500]:
            cleo.send(update)
        until(lambda: cleo.read() or cleo.received >= cleo.n or cleo.refusals, seconds=30)
    assert cleo.refusals == []
    ben.type("unharmed")
    ben.wait_for_receipt()


def junk(namespace):
    """Packets that a client can send once it was let in."""
    values = [None, 5, -1, 1.5, True, "", "x" * 5000, [], {}, [[[]]], {"a": {"b": []}}]
    values += [{"cooperation": "here", "document": 5}, {"cooperation": "\u0000", "page": "é"}]
    values += [{"cooperation": "here", "board": "x", "version": -1, "shape": []}]
    for event in EVENTS:
        for value in values:
            yield f"42{namespace},7{json.dumps([event, value])}", None
        yield f"42{namespace},8{json.dumps([event])}", None
        yield f"42{namespace},9{json.dumps([event, 1, 2, 3, 4])}", None
        held = json.dumps([event, {"_placeholder": True, "num": 0}])
        for blob in (b"", b"\xff" * 9, b"\x01" + b"\xff" * 8, bytes(5000)):
            yield f"451-{namespace},{held}", blob
            yield f"451-{namespace},6{held}", blob


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_no_event_of_any_namespace_minds_junk(sea, namespace):
    ana, before = sea.joined("secretary"), len(sea.server.log())
    cookie = sea.cookie(sea.world.person("member"))
    made = Raw(sea.server.url, cookie)
    made.text(f"40{namespace},")
    assert made.wait_for(f"40{namespace},")
    for text, blob in junk(namespace):
        made.text(text)
        if blob is not None:
            made.frame(2, blob)
    made.text(f"41{namespace},")
    made.text(f"40{namespace},")
    assert made.wait_for(f"40{namespace},")
    made.reader.close()
    made.socket.close()
    ana.type("unharmed")
    ana.wait_for_receipt()
    assert "Traceback" not in sea.server.log()[before:]
