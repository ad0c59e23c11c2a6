"""What a server of Socket.IO must not let people do, and what its libraries would."""

import json
from contextlib import suppress

import pytest

from collab.core.hardening import CONNECT_SECONDS
from collab.core.sockets import MAX_MESSAGE_BYTES
from collab.live.wire import decode_updates
from tests.integration.live.peers import until
from tests.integration.live.raw import Raw
from tests.unit.live.updates import typed


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
