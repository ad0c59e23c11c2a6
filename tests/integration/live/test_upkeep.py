"""What a running engine does beside the typing."""

import time

from sqlalchemy import func, select

from collab.core.db import GLOBAL, session, unit_of_work
from collab.live import service
from collab.live.journal import find_document
from collab.live.models import LiveDuty, LiveSnapshot
from collab.live.rebuilding import plan_rebuild, rebuild
from collab.live.supervisor import Reader
from tests.integration.live.peers import until

AGENDA = {
    "op": "arrange",
    "type": "agendaItem",
    "key": "agendaId",
    "nodes": [
        {
            "type": "agendaItem",
            "attrs": {"agendaId": "1", "title": "Budget"},
            "content": [{"type": "paragraph"}],
        }
    ],
}


def projection(sea):
    with unit_of_work(sea.world.here.scope, writes=False):
        return service.find_projection(sea.document_id)


def count_duties():
    with unit_of_work(GLOBAL, writes=False):
        return session().scalar(select(func.count(LiveDuty.id)))


def test_a_second_after_the_last_edit_the_projection_is_there(sea):
    ana = sea.joined("member")
    ana.type("not in the fragment")
    ana.wait_for_receipt()
    assert until(lambda: projection(sea)).seq == 1
    until(lambda: count_duties() == 0)


def test_an_edit_asked_for_elsewhere_comes_to_whoever_has_the_document_open(sea):
    ana = sea.joined("member")
    with unit_of_work(sea.world.here.scope):
        service.request_edit(sea.world.actor("chair"), sea.document_id, AGENDA)
    until(lambda: ana.read() or ana.seq == 1, seconds=15)
    assert until(lambda: projection(sea)).text == "Budget"


def test_what_a_crash_left_undone_is_done_at_the_next_start(sea):
    sea.server.kill()
    with unit_of_work(sea.world.here.scope):
        service.request_edit(sea.world.actor("chair"), sea.document_id, AGENDA)
    sea.server.start()
    assert until(lambda: projection(sea)).text == "Budget"
    until(lambda: count_duties() == 0)


def test_a_long_journal_becomes_a_snapshot_while_people_type(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    for at in range(520):
        ana.type(f"{at} ")
    ana.wait_for_receipt()

    def has_snapshot():
        ana.type(".")
        time.sleep(0.1)
        with unit_of_work(sea.world.here.scope, writes=False):
            found = select(LiveSnapshot).where(LiveSnapshot.document_id == sea.document_id)
            return session().scalar(found)

    assert until(has_snapshot, seconds=20).upto_seq >= 500
    ana.wait_for_receipt()
    ben.wait_for_text(str(ana.text))
    assert str(sea.joined("chair").text) == str(ana.text)
    assert sea.count_rows() < 500


def test_a_server_that_is_stopped_brings_everything_to_disk_first(sea):
    ana = sea.joined("member")
    for at in range(50):
        ana.type(f"{at} ")
    time.sleep(0.3)
    sea.server.stop()
    assert sea.count_rows() == 50
    until(lambda: not ana.socket.connected)
    sea.server.start()


def test_whoever_has_a_document_open_gets_the_rebuilt_one_and_brings_nothing_back(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    for words in ("one ", "bad ", "more "):
        ana.type(words)
        ana.wait_for_receipt()
    ben.type("fine ")
    ben.wait_for_receipt()
    with unit_of_work(sea.world.here.scope, writes=False):
        document = find_document(sea.document_id)
    reader = Reader()
    rebuild(plan_rebuild(document, {2}), reader)
    reader.close()
    until(lambda: ana.resyncs and ben.resyncs)
    ana.seq = 0
    ana.rejoin()
    ana.send(ana.doc.get_update())  # the whole state, offered once
    assert ana.wait_for_refusal()["code"] == "left_out"
    ana.start_over()
    ana.seq, ana.session = 0, None
    ana.join(epoch=ana.epoch)
    assert "one" in str(ana.text)
    assert "fine" in str(ana.text)
    assert "bad" not in str(ana.text)
    assert "more" not in str(ana.text)
    ana.type("again")
    ana.wait_for_receipt()
