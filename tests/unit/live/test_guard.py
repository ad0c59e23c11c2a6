import pytest

from collab.live.guard import MAX_PARTS, MAX_UPDATE_BYTES, TooLargeError, read_ahead, read_update
from collab.live.ledger import Ledger
from collab.live.lib0 import MalformedError, write_bytes, write_varuint
from tests.unit.live.updates import deleting, hostile_updates, typed, valid_updates


def test_everything_that_yjs_writes_is_taken():
    for update in valid_updates():
        read_update(update)


def test_a_ledger_takes_them_in_their_order():
    ledger = Ledger()
    for update in valid_updates():
        ledger.absorb(read_update(update))
    assert len(ledger.clocks) > 1


@pytest.mark.parametrize("name", list(hostile_updates()))
def test_what_hurts_a_reader_is_refused(name):
    with pytest.raises(MalformedError):
        Ledger().admit(read_update(hostile_updates()[name]), None)


def test_every_cut_of_an_update_is_refused():
    update = valid_updates()[200]
    for end in range(len(update)):
        with pytest.raises(MalformedError):
            read_update(update[:end])


def test_an_update_that_is_too_long_is_not_even_read():
    with pytest.raises(TooLargeError):
        read_update(bytes(MAX_UPDATE_BYTES + 1))


def of_structs(count, struct):
    """That many structs of client 5, and nothing deleted."""
    out = bytearray()
    for number in (1, count, 5, 0):
        write_varuint(out, number)
    return bytes(out + struct * count + b"\x00")


def of_content(ref, content):
    return of_structs(1, bytes([ref]) + b"\x01\x01t" + content)


def prefixed(count, content):
    out = bytearray()
    write_varuint(out, count)
    return bytes(out + content)


def json_text(text):
    out = bytearray()
    write_bytes(out, text)
    return bytes(out)


GARBAGE = b"\x00\x01"
LAVISH = {
    "structs": of_structs(MAX_PARTS + 1, GARBAGE),
    "values": of_content(8, prefixed(MAX_PARTS + 1, b"\x7e" * (MAX_PARTS + 1))),
    "lists in a list": of_content(
        8, b"\x01\x75" + prefixed(MAX_PARTS + 1, b"\x75\x00" * (MAX_PARTS + 1))
    ),
    "brackets in JSON": of_content(5, json_text(b"[" + b"{}," * MAX_PARTS + b"{}]")),
    "strings in JSON": of_content(5, json_text(b"[" + b'"",' * MAX_PARTS + b'""]')),
    "characters of two clocks": of_content(4, json_text("😀".encode() * (MAX_PARTS + 1))),
    "deletions": b"\x00\x01\x05" + prefixed(MAX_PARTS + 1, GARBAGE * (MAX_PARTS + 1)),
}


@pytest.mark.parametrize("name", list(LAVISH))
def test_an_update_of_too_many_parts_is_left_alone(name):
    found = read_ahead(LAVISH[name], lambda: None)
    assert isinstance(found, TooLargeError)


def test_what_is_in_the_journal_may_have_more_parts():
    assert len(read_update(LAVISH["structs"]).structs) == MAX_PARTS + 1


def test_others_have_a_turn_while_a_long_update_is_read():
    pauses = []
    found = read_ahead(of_structs(MAX_PARTS - 1, GARBAGE), lambda: pauses.append(1))
    assert len(found.structs) == MAX_PARTS - 1
    assert len(pauses) > MAX_PARTS // 2048


def test_nothing_that_yjs_writes_has_too_many_parts():
    for update in valid_updates():
        assert not isinstance(read_ahead(update, lambda: None), MalformedError)


def test_structs_say_where_they_are_and_what_they_hang_on():
    (struct,) = read_update(typed(5, 3, "né😀", origin=(7, 9))).structs
    assert (struct.client, struct.clock, struct.origin) == (5, 3, (7, 9))
    assert struct.length == 4  # UTF-16 units


def test_deletions_are_told_by_client_and_clocks():
    assert read_update(deleting(5, 3, 4)).deletes == {5: [(3, 7)]}


def test_an_update_without_anything_is_empty():
    assert read_update(b"\x00\x00").is_empty


@pytest.mark.parametrize("text", ["NaN", "1e400", '"\\ud83d"', "{", "", "undefined", '"\x01"'])
def test_json_that_strict_readers_do_not_read_is_refused(text):
    with pytest.raises(MalformedError):
        read_update(of_content(5, json_text(text.encode())))


@pytest.mark.parametrize("text", ["null", "-1.5e3", '"\\ud83d\\ude00"', '{"href":"/"}', "[]"])
def test_json_is_taken(text):
    assert read_update(of_content(5, json_text(text.encode()))).structs[0].length == 1


@pytest.mark.parametrize("number", [b"\xff" * 9 + b"\x01", b"\xbf\xff\xff\xff\xff\xff\xff\x20"])
def test_a_number_at_which_browsers_throw_is_refused(number):
    with pytest.raises(MalformedError):
        read_update(of_content(8, b"\x01\x7d" + number))


def test_the_largest_number_of_browsers_is_taken():
    assert read_update(of_content(8, b"\x01\x7d\xbf\xff\xff\xff\xff\xff\xff\x1f"))


def test_a_kind_that_readers_read_differently_is_refused():
    for content in (of_content(2, b"\x00"), of_content(7, b"\x05\x01p")):
        with pytest.raises(MalformedError):
            read_update(content)
