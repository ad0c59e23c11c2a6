import json
from types import SimpleNamespace
from uuid import uuid4

import pytest
from pycrdt import Doc, XmlElement, XmlText

from collab.live.content import fragment_of
from collab.live.entries import RefusedError
from collab.live.journal import Document, Tail
from collab.live.ledger import Ledger, OvertakenError
from collab.live.lib0 import write_bytes, write_varuint
from collab.live.limits import limits
from collab.live.members import Member, Session
from collab.live.room import Room
from collab.live.wire import Change, decode_changes
from tests.unit.live.updates import deleting, typed

ANA, BEN = uuid4(), uuid4()


def make_room(seq=0):
    document = Document(uuid4(), uuid4(), "minutes", 1, None, 1)
    return Room(document, Tail(seq, Ledger(), 0))


def enter(room, person_id=ANA, *, is_writer=True, session=None):
    actor = SimpleNamespace(person_id=person_id)
    member = Member(
        str(uuid4()), None, actor, session or Session(person_id), is_writer, checked_at=0.0
    )
    room.enter(member)
    return member


def here(client, clock=1, state=None):
    out = bytearray([1])
    write_varuint(out, client)
    write_varuint(out, clock)
    write_bytes(out, json.dumps(state or {}).encode())
    return bytes(out)


def flush(room):
    frame = room.finish_flush(room.begin_flush())
    return None if frame is None else decode_changes(frame)


def send(room, member, n, update=b"", awareness=b""):
    return room.take(member, Change(n, update, awareness))


def refusal(room, member, n, update=b"", awareness=b""):
    with pytest.raises(RefusedError) as refused:
        send(room, member, n, update, awareness)
    return refused.value.code


@pytest.fixture
def room():
    return make_room()


@pytest.fixture
def ana(room):
    return enter(room)


def test_a_change_comes_to_everybody_with_its_receipt(room, ana):
    assert send(room, ana, 1, typed(1, 0, "a"))
    frame = flush(room)
    assert (frame.seq, frame.updates) == (1, (typed(1, 0, "a"),))
    assert frame.receipts == ((ana.session.number, 1),)


def test_no_receipt_goes_out_before_the_disk_has_it(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    entries = room.begin_flush()
    assert (room.seq, ana.session.committed) == (0, 0)
    room.restore(entries)
    assert flush(room).receipts == ((ana.session.number, 1),)


def test_what_comes_during_a_flush_waits_for_the_next(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    entries = room.begin_flush()
    send(room, ana, 2, typed(1, 1, "b", origin=(1, 0)))
    assert len(decode_changes(room.finish_flush(entries)).updates) == 1
    assert flush(room).seq == 2


def test_what_could_not_be_written_stays_before_what_came_later(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    entries = room.begin_flush()
    send(room, ana, 2, typed(1, 1, "b", origin=(1, 0)))
    room.restore(entries)
    assert [entry.n for entry in room.pending] == [1, 2]


def test_a_gap_in_the_numbers_is_told_once_and_ends_the_session(room, ana):
    assert refusal(room, ana, 2, typed(1, 0, "a")) == "gap"
    assert not send(room, ana, 1, typed(1, 0, "a"))
    assert not room.wants_flush


def test_a_gap_in_the_clocks_ends_the_session_too(room, ana):
    assert refusal(room, ana, 1, typed(1, 5, "a")) == "gap"
    assert not send(room, ana, 2, typed(1, 0, "a"))


def test_other_refusals_use_up_their_number_only(room, ana):
    assert refusal(room, ana, 1, b"garbage") == "invalid"
    assert refusal(room, ana, 2, bytes(1_000_001)) == "too_large"
    assert send(room, ana, 3, typed(1, 0, "a"))


def test_a_resent_change_gets_its_receipt_again_and_no_second_entry(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    flush(room)
    assert not send(room, ana, 1, typed(1, 0, "a"))
    frame = flush(room)
    assert (frame.seq, frame.updates) == (1, ())
    assert frame.receipts == ((ana.session.number, 1),)


def test_what_is_known_already_gets_a_receipt_without_an_entry(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    flush(room)
    again = enter(room)
    send(room, again, 1, typed(1, 0, "a"))
    frame = flush(room)
    assert frame.updates == ()
    assert frame.receipts == ((again.session.number, 1),)


def test_a_receipt_without_an_entry_does_not_overtake_the_disk(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    send(room, ana, 2, typed(1, 0, "a"))
    entries = room.begin_flush()
    assert room.wants_flush is False
    assert [bool(entry.update) for entry in entries] == [True, False]


def test_deletions_are_always_written(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    send(room, ana, 2, deleting(1, 0, 1))
    assert flush(room).seq == 2


def test_who_may_not_write_may_still_show_where_they_are(room):
    reader = enter(room, is_writer=False)
    assert refusal(room, reader, 1, typed(1, 0, "a")) == "forbidden"
    assert not send(room, reader, 2, awareness=here(5))
    assert flush(room).awareness == (here(5),)


def test_what_was_taken_before_its_author_lost_the_right_gets_its_receipt(room, ana):
    send(room, ana, 1, typed(1, 0, "a"))
    reader = enter(room, is_writer=False)
    assert send(room, reader, 1, typed(1, 0, "a"))
    frame = flush(room)
    assert frame.updates == (typed(1, 0, "a"),)
    assert (reader.session.number, 1) in frame.receipts
    assert refusal(room, reader, 2, typed(1, 1, "b", origin=(1, 0))) == "forbidden"
    assert refusal(room, reader, 3, deleting(1, 0, 1)) == "forbidden"


def test_the_client_id_of_somebody_else_is_refused(room, ana):
    ben = enter(room, BEN)
    send(room, ana, 1, typed(1, 0, "a"))
    assert refusal(room, ben, 1, typed(1, 1, "b", origin=(1, 0))) == "foreign_client"


def test_nobody_speaks_for_two(room, ana):
    send(room, ana, 1, awareness=here(5))
    assert refusal(room, ana, 2, awareness=here(6)) == "foreign_client"


def test_nobody_speaks_for_somebody_else(room, ana):
    ben = enter(room, BEN)
    send(room, ana, 1, typed(1, 0, "a"), here(5))
    assert refusal(room, ben, 1, awareness=here(5)) == "foreign_client"
    assert refusal(room, ben, 2, awareness=here(1)) == "foreign_client"


def test_the_last_word_of_those_present_is_kept_for_joiners(room, ana):
    send(room, ana, 1, awareness=here(5, 1))
    send(room, ana, 2, awareness=here(5, 2))
    assert room.presence.list_all() == [here(5, 2)]
    assert flush(room).awareness == (here(5, 2),)


def test_the_end_of_somebody_is_told(room, ana):
    send(room, ana, 1, awareness=here(5, 4))
    flush(room)
    room.leave(ana.sid)
    assert flush(room).awareness == (b"\x01\x05\x04\x04null",)
    assert room.presence.list_all() == []


def test_a_page_that_is_back_on_a_new_socket_has_not_gone(room, ana):
    send(room, ana, 1, awareness=here(5, 4))
    back = enter(room)
    send(room, back, 1, awareness=here(5, 5))
    flush(room)
    room.leave(ana.sid)
    assert flush(room) is None


def test_a_resumed_session_may_have_holes_where_only_awareness_was(room, ana):
    ana.session.is_resumed = True
    assert send(room, ana, 4, typed(1, 0, "a"))


def test_one_offer_may_hold_what_others_wrote(room):
    session = Session(BEN, may_offer=True)
    ben = enter(room, BEN, session=session)
    room.ledger.owners[1] = ANA
    assert send(room, ben, 1, typed(1, 0, "a"))
    assert refusal(room, ben, 2, typed(1, 1, "b", origin=(1, 0))) == "foreign_client"


def test_memory_answers_who_was_away_for_a_moment(room, ana):
    for at in range(3):
        send(room, ana, at + 1, typed(1, at, "a", origin=(1, at - 1) if at else None))
    flush(room)
    assert room.recall(3) == []
    assert len(room.recall(1)) == 2
    assert make_room(seq=9).recall(3) is None


def test_a_frame_is_not_larger_than_a_megabyte_or_one_update(room, ana):
    for at in range(4):
        send(room, ana, at + 1, typed(1, at * 600_000, "a" * 600_000, origin=None))
    sizes = []
    while room.wants_flush:
        sizes.append(len(flush(room).updates))
    assert sizes == [2, 2]


def test_an_edit_of_the_server_needs_no_session(room, ana):
    entry = room.take_from_server(typed(9, 0, "a"), uuid4(), ANA, room.on_disk)
    assert flush(room).receipts == ()
    assert entry.is_done
    assert room.ledger.owners == {9: None}
    assert refusal(room, ana, 1, typed(9, 1, "b", origin=(9, 0))) == "foreign_client"


def test_what_lies_in_what_the_server_deleted_is_refused_as_moved(room, ana):
    page = Doc(client_id=1)
    element = fragment_of(page).children.append(XmlElement("paragraph"))
    send(room, ana, 1, page.get_update())
    flush(room)
    seen = page.get_state()
    element.children.append(XmlText("late"))
    late = page.get_update(seen)
    room.take_from_server(deleting(1, 0, 1), uuid4(), None, room.on_disk)
    assert refusal(room, ana, 2, late) == "moved"


def test_an_edit_of_the_server_sees_what_is_on_disk_only(room, ana):
    page = Doc(client_id=1)
    element = fragment_of(page).children.append(XmlElement("paragraph"))
    send(room, ana, 1, page.get_update())
    flush(room)
    seen = page.get_state()
    element.children.append(XmlText("waits"))
    send(room, ana, 2, page.get_update(seen))
    with pytest.raises(OvertakenError):
        room.take_from_server(deleting(1, 0, 1), uuid4(), None, room.on_disk)
    flush(room)
    room.take_from_server(deleting(1, 0, 1), uuid4(), None, room.on_disk)


def test_a_document_of_little_but_places_is_full_before_its_bytes_are(room, monkeypatch):
    monkeypatch.setattr(limits, "_document_bytes", 2000)
    ana, taken = enter(room), 0
    with pytest.raises(RefusedError) as refused:
        for client in range(1, 200):
            send(room, ana, client, typed(client, 0, "a"))
            flush(room)
            taken += len(typed(client, 0, "a"))
    assert refused.value.code == "full"
    assert taken < 1000
