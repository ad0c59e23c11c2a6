import pytest

from collab.live.guard import MAX_UPDATE_BYTES, TooLargeError, read_update
from collab.live.ledger import Ledger
from collab.live.lib0 import MalformedError
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


def test_structs_say_where_they_are_and_what_they_hang_on():
    (struct,) = read_update(typed(5, 3, "né😀", origin=(7, 9))).structs
    assert (struct.client, struct.clock, struct.origin) == (5, 3, (7, 9))
    assert struct.length == 4  # UTF-16 units


def test_deletions_are_told_by_client_and_clocks():
    assert read_update(deleting(5, 3, 4)).deletes == {5: [(3, 7)]}


def test_an_update_without_anything_is_empty():
    assert read_update(b"\x00\x00").is_empty
