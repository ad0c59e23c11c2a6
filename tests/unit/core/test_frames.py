"""What a client sends is put together as `websockets` does, or ends the connection."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import Protocol, Side

from collab.core.frames import (
    BINARY,
    CLOSE,
    NOT_TEXT,
    PING,
    PROTOCOL_ERROR,
    TEXT,
    TOO_BIG,
    FrameError,
    Incoming,
    build,
)

MASKED = 128


def sent(opcode: int, data: bytes = b"", *, fin: bool = True) -> bytes:
    """A frame as browsers send it."""
    return Frame(Opcode(opcode), data, fin).serialize(mask=True)


def read(*chunks: bytes, largest: int = 1000) -> list[tuple[int, bytes]]:
    incoming = Incoming(largest)
    return [message for chunk in chunks for message in incoming.feed(chunk)]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_messages_of_any_length_come_whole(size):
    data = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert read(sent(BINARY, data), largest=size) == [(BINARY, data)]


def test_what_comes_byte_by_byte_is_put_together():
    stream = sent(TEXT, b"hello") + sent(BINARY, b"x" * 300)
    chunks = [bytes([byte]) for byte in stream]
    assert read(*chunks) == [(TEXT, b"hello"), (BINARY, b"x" * 300)]


def test_parts_make_one_message_and_pings_come_between_them():
    stream = (
        sent(TEXT, b"a", fin=False) + sent(PING, b"!") + sent(0, b"b", fin=False) + sent(0, b"c")
    )
    assert read(stream + sent(BINARY, b"d")) == [(PING, b"!"), (TEXT, b"abc"), (BINARY, b"d")]


@pytest.mark.parametrize(
    "stream",
    [
        build(TEXT, b"not masked"),
        sent(0, b"a part of nothing"),
        sent(TEXT, b"a", fin=False) + sent(TEXT, b"b"),
        bytes((MASKED | 64 | TEXT, MASKED, 0, 0, 0, 0)),  # compressed
        bytes((MASKED | 3, MASKED, 0, 0, 0, 0)),  # an opcode that nobody knows
        bytes((MASKED | 11, MASKED, 0, 0, 0, 0)),
        bytes((PING, MASKED, 0, 0, 0, 0)),  # a ping in parts
        bytes((MASKED | CLOSE, MASKED | 126, 0, 200, 0, 0, 0, 0)),  # a long goodbye
    ],
    ids=range(8),  # the masks differ between workers
)
def test_what_the_protocol_forbids_ends_the_connection(stream):
    with pytest.raises(FrameError) as caught:
        read(stream)
    assert caught.value.code == PROTOCOL_ERROR


def test_a_message_that_is_too_big_is_refused_by_its_head():
    head = sent(BINARY, bytes(1001))[:8]
    with pytest.raises(FrameError) as caught:
        read(head)
    assert caught.value.code == TOO_BIG


def test_parts_together_may_not_be_too_big_either():
    parts = sent(BINARY, bytes(600), fin=False) + sent(0, bytes(600))
    with pytest.raises(FrameError) as caught:
        read(parts)
    assert caught.value.code == TOO_BIG


def test_empty_parts_do_not_add_up():
    incoming = Incoming(10)
    list(incoming.feed(sent(BINARY, b"", fin=False) + sent(0, b"", fin=False) * 10_000))
    assert incoming._parts == []
    assert list(incoming.feed(sent(0, b"x"))) == [(BINARY, b"x")]


def test_codes_of_goodbyes_are_those_of_the_protocol():
    assert (PROTOCOL_ERROR, NOT_TEXT, TOO_BIG) == (1002, 1007, 1009)


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, BINARY, PING]), st.binary(max_size=200))), st.data()
)
@settings(max_examples=60)
def test_any_cut_of_a_stream_says_the_same_as_websockets(frames, data):
    stream = b"".join(sent(opcode, payload[:125]) for opcode, payload in frames)
    cut = data.draw(st.integers(0, len(stream)))
    reader = Protocol(Side.SERVER, max_size=1000)
    reader.receive_data(stream)
    wanted = [(int(each.opcode), bytes(each.data)) for each in reader.events_received()]
    assert read(stream[:cut], stream[cut:]) == wanted


@given(st.binary(max_size=60))
@settings(max_examples=200)
def test_junk_is_refused_or_waited_for(junk):
    with suppress(FrameError):
        assert all(len(payload) <= len(junk) for _opcode, payload in read(junk))


@pytest.mark.parametrize("size", [0, 125, 126, 65_535, 65_536])
def test_frames_are_built_as_websockets_builds_them(size):
    assert build(BINARY, bytes(size)) == Frame(Opcode.BINARY, bytes(size)).serialize(mask=False)
