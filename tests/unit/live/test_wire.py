import pytest

from collab.live.lib0 import MAX_SAFE_INTEGER, Cursor, MalformedError, write_bytes, write_varuint
from collab.live.messages import parse_join
from collab.live.wire import (
    Change,
    decode_change,
    decode_changes,
    decode_updates,
    encode_change,
    encode_changes,
    encode_updates,
)

DOCUMENT = "01a202c6-1cf7-7564-831d-ecc2d6d0dca9"


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 2**31, MAX_SAFE_INTEGER])
def test_a_varuint_comes_back(number):
    out = bytearray()
    write_varuint(out, number)
    cursor = Cursor(bytes(out))
    assert cursor.varuint() == number
    cursor.finish()


@pytest.mark.parametrize(
    "blob",
    [b"", b"\x80", b"\xff" * 12, b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f"],
    ids=["nothing", "cut", "endless", "too large"],
)
def test_a_varuint_without_an_end_is_malformed(blob):
    with pytest.raises(MalformedError):
        Cursor(blob).varuint()


def test_bytes_longer_than_the_blob_are_malformed():
    with pytest.raises(MalformedError):
        Cursor(b"\x05abc").bytes()


def test_text_that_is_not_utf8_is_malformed():
    with pytest.raises(MalformedError):
        Cursor(b"\x02\xff\xfe").text()


def test_a_count_of_more_than_is_there_is_malformed():
    with pytest.raises(MalformedError):
        Cursor(b"\x05\x00").count()


@pytest.mark.parametrize("change", [Change(1, b"update", b""), Change(300, b"", b"here")])
def test_a_change_comes_back(change):
    assert decode_change(encode_change(change)) == change


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01\x00", b"\x01\x00\x00\x00", b"\x01\x09a\x00"])
def test_a_change_that_is_cut_or_too_long_is_malformed(blob):
    with pytest.raises(MalformedError):
        decode_change(blob)


def test_a_frame_is_written_as_the_protocol_says():
    blob = encode_changes(7, [b"ab"], {300: 2}, [b"x"])
    assert blob == bytes([7, 1, 2, 97, 98, 1, 0xAC, 2, 2, 1, 1, 120])


def test_a_frame_comes_back():
    frame = decode_changes(encode_changes(9, [b"a", b"b"], {5: 1, 6: 2}, [b"here"]))
    assert frame.seq == 9
    assert frame.updates == (b"a", b"b")
    assert frame.receipts == ((5, 1), (6, 2))
    assert frame.awareness == (b"here",)


def test_the_updates_of_a_join_come_back():
    assert decode_updates(encode_updates([b"a", b"", b"c"])) == (b"a", b"", b"c")
    assert encode_updates([]) == b"\x00"


def test_a_frame_may_not_go_on_after_its_end():
    out = bytearray(encode_changes(1))
    write_bytes(out, b"more")
    with pytest.raises(MalformedError):
        decode_changes(bytes(out))


def test_a_join_names_what_it_wants():
    join = parse_join({"cooperation": "four", "document": DOCUMENT, "seq": 4, "epoch": 9})
    assert (join.cooperation, str(join.document_id), join.seq) == ("four", DOCUMENT, 4)
    assert (join.epoch, join.session) == (9, None)


@pytest.mark.parametrize(
    "changes",
    [
        {"cooperation": ""},
        {"cooperation": "x" * 101},
        {"cooperation": None},
        {"document": "no uuid"},
        {"document": 5},
        {"seq": -1},
        {"seq": 2**53},
        {"seq": "1"},
        {"seq": True},
        {"session": 1.5},
        {"more": 1},
    ],
)
def test_a_join_with_anything_else_is_malformed(changes):
    with pytest.raises(MalformedError):
        parse_join({"cooperation": "four", "document": DOCUMENT, "seq": 0} | changes)


@pytest.mark.parametrize("message", [None, "join", 5, [DOCUMENT]])
def test_a_join_that_is_no_object_is_malformed(message):
    with pytest.raises(MalformedError):
        parse_join(message)
