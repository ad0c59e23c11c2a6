"""The wire protocol against a real server, on both databases."""

import urllib.request

import pytest
import socketio

from collab.live.guard import MAX_UPDATE_BYTES
from tests.integration.live.peers import until
from tests.unit.live.test_room import here
from tests.unit.live.updates import hostile_updates, typed


def test_two_people_write_one_text(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    ana.type("Bonjour ")
    ben.wait_for_text("Bonjour ")
    ben.type("会议 😀")
    ana.wait_for_text("Bonjour 会议 😀")
    ana.wait_for_receipt()
    ben.wait_for_receipt()
    late = sea.joined("chair")
    assert str(late.text) == "Bonjour 会议 😀"
    assert sea.count_rows() == 2


def test_long_polling_and_websockets_meet(sea):
    poll, socket = sea.joined("member", transport="polling"), sea.joined("secretary")
    poll.type("a")
    socket.wait_for_text("a")
    socket.type("b")
    poll.wait_for_text("ab")
    poll.wait_for_receipt()


def test_a_socket_that_is_upgraded_loses_nothing(sea):
    ana, ben = sea.joined("member", transport="polling+websocket"), sea.joined("secretary")
    for at in range(20):
        ana.type(f"{at} ")
        ben.type("x")
    ana.wait_for_receipt()
    ben.wait_for_receipt()
    ana.wait_for_text(str(sea.joined("chair").text))
    assert ana.socket.transport() == "websocket"


def test_the_largest_update_comes_through_by_polling_too(sea):
    ana, ben = sea.joined("member", transport="polling"), sea.joined("secretary")
    words = "é" * (MAX_UPDATE_BYTES // 2 - 100)
    ana.type(words)
    ana.wait_for_receipt()
    ben.wait_for_text(words)
    ana.type("é" * (MAX_UPDATE_BYTES // 2))
    assert ana.wait_for_refusal()["code"] == "too_large"


def test_who_comes_back_gets_what_follows_and_goes_on_in_the_same_session(sea):
    ana = sea.joined("member")
    ana.type("one ")
    ana.wait_for_receipt()
    lost = ana.write("two ")
    ana.socket.disconnect()
    ben = sea.joined("secretary")
    ben.type("three ")
    ben.wait_for_receipt()
    session = ana.session
    ana.connect()
    answer = ana.rejoin()
    assert (answer["session"], answer["received"], answer["seq"]) == (session, 1, 2)
    ana.send(lost)
    ana.wait_for_receipt(2)
    until(lambda: ben.read() or len(str(ben.text)) == len("one two three "))
    assert sea.count_rows() == 3


def test_a_resent_change_makes_no_second_row_even_after_a_crash(sea):
    ana = sea.joined("member")
    update = ana.write("once")
    ana.send(update)
    ana.wait_for_receipt()
    ben = sea.joined("chair")
    for change in (typed(1, 0, "A"), b"garbage", typed(2, 0, "B")):
        ben.send(change)
    ben.wait_for_receipt(3)
    ana.read()
    sea.server.kill()
    ana.socket.disconnect()
    ben.socket.disconnect()
    sea.server.start()
    ana.connect()
    assert ana.rejoin()["received"] == 1
    ana.send(update, n=1)
    ana.type(" more")
    ana.wait_for_receipt(2)
    assert sea.count_rows() == 4
    # a receipt for all three would cover up the refusal, which may have got lost
    assert ben.connect().rejoin()["received"] == 0
    assert str(ben.text).replace("A", "").replace("B", "") == "once more"


def test_the_session_of_somebody_else_is_not_resumed(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    ana.type("a")
    ana.wait_for_receipt()
    answer, _blob = ben.ask(epoch=ana.epoch, session=ana.session)
    assert answer["session"] not in (ana.session, ben.session)
    assert answer["received"] == 0


def test_a_gap_is_refused_once_and_a_new_join_heals_it(sea):
    ana = sea.joined("member")
    first, second = ana.write("a"), ana.write("b")
    ana.send(second, n=2)
    assert ana.wait_for_refusal()["code"] == "gap"
    ana.send(first, n=1)
    old = ana.session
    ana.rejoin()
    assert ana.session != old
    ana.send(first)
    ana.send(second)
    ana.wait_for_receipt()
    assert ana.refusals == []
    assert str(sea.joined("secretary").text) == "ab"


def test_nobody_waits_for_an_update_that_never_came(sea):
    ana = sea.joined("member")
    ana.write("lost")
    ana.send(ana.write("seen"))
    assert ana.wait_for_refusal()["code"] == "gap"
    assert sea.count_rows() == 0


def test_hostile_updates_are_refused_and_change_nothing(sea):
    ana = sea.joined("member")
    for update in hostile_updates().values():
        if update:
            ana.send(update)
            assert ana.wait_for_refusal()["code"] == "invalid"
    ana.type("still here")
    ana.wait_for_receipt()
    assert sea.count_rows() == 1


def test_garbage_is_refused_in_the_readers_language(sea):
    ana = sea.joined("member")
    ana.socket.emit("change", b"\xff", namespace="/live")
    refusal = ana.wait_for_refusal()
    assert refusal["code"] == "invalid"
    assert refusal["message"]


def test_nothing_is_taken_before_the_join(sea):
    ana = sea.peer("member")
    ana.send(b"\x00\x00")
    assert ana.wait_for_refusal()["code"] == "not_joined"


@pytest.mark.parametrize(
    "changes", [{"seq": -1}, {"document": "nothing"}, {"more": 1}, {"cooperation": ""}]
)
def test_a_malformed_join_is_answered(sea, changes):
    answer = sea.peer("member").ask(**changes)
    assert (answer["ok"], answer["code"]) == (False, "invalid")


def test_a_guest_reads_live_and_may_not_write(sea):
    guest, ana = sea.peer("guest"), sea.joined("member")
    assert guest.join()["writable"] is False
    ana.type("for all")
    guest.wait_for_text("for all")
    guest.type("!")
    assert guest.wait_for_refusal()["code"] == "forbidden"
    guest.send(awareness=here(guest.doc.client_id))
    until(lambda: ana.read() or ana.awareness)


def test_awareness_reaches_those_present_and_those_who_come_and_ends(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    word = here(ana.doc.client_id, 1, {"user": {"name": "Ana"}})
    ana.send(awareness=word)
    until(lambda: ben.read() or word in ben.awareness)
    late = sea.joined("chair")
    until(lambda: late.read() or word in late.awareness)
    ana.close()
    until(lambda: ben.read() or ben.awareness[-1].endswith(b"null"))
    assert sea.count_rows() == 0


def test_a_join_for_another_document_leaves_the_first(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    other = sea.add_document()
    ana.document, ana.seq = other, 0
    ana.join()
    ben.type("not for Ana")
    ben.wait_for_receipt()
    ana.type("elsewhere")
    ana.wait_for_receipt()
    assert str(ana.text) == "elsewhere"
    assert (sea.count_rows(), sea.count_rows(other)) == (1, 1)


def test_a_new_epoch_gives_the_whole_and_takes_one_offer(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    ben.type("by Ben ")
    ana.wait_for_text("by Ben ")
    ana.type("by Ana")
    ben.wait_for_text("by Ben by Ana")
    before = ana.epoch
    urllib.request.urlopen(f"{sea.server.url}/test/epoch/{sea.world.here.id}/{sea.document}")
    until(lambda: ana.resyncs)
    answer = ana.rejoin()
    assert answer["epoch"] != before
    ana.send(ana.doc.get_update())
    ana.wait_for_receipt()
    assert ana.refusals == []


def test_a_seq_beyond_the_last_is_answered_with_everything(sea):
    ana = sea.joined("member")
    ana.type("all of it")
    ana.wait_for_receipt()
    late = sea.peer("secretary")
    late.seq = 500
    assert late.join()["seq"] == 1
    assert str(late.text) == "all of it"


def test_a_stranger_learns_nothing(sea):
    stranger = sea.peer("member")
    stranger.socket.disconnect()
    stranger.cookie = sea.cookie(sea.world.stranger)
    stranger.connect()
    for cooperation in ("here", "elsewhere", "nowhere"):
        answer = stranger.ask(cooperation=cooperation)
        assert (answer["ok"], answer["code"]) == (False, "not_found")


def test_nobody_comes_in_without_signing_in(sea):
    peer = sea.peer("member")
    peer.socket.disconnect()
    peer.cookie = "nonsense"
    with pytest.raises(socketio.exceptions.ConnectionError):
        peer.connect()


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_pages_of_other_origins_do_not_come_in(sea, transport):
    with pytest.raises(socketio.exceptions.ConnectionError):
        sea.peer("member", transport=transport, origin="https://evil.example")
