"""What somebody typed into an agenda item while it was moved comes back to them."""

from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.live import service
from collab.live.content import fragment_of
from collab.live.models import LiveUpdate
from tests.integration.live.peers import until


def item(key, words):
    content = [{"type": "paragraph", "content": [{"type": "text", "text": words}]}]
    attrs = {"agendaId": key, "title": f"Item {key}"}
    return {"type": "agendaItem", "attrs": attrs, "content": content}


ONE, TWO = item("1", "short"), item("2", "so long that it stays where it is")


def arrange(sea, *nodes):
    operation = {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": list(nodes)}
    with unit_of_work(sea.world.here.scope):
        service.request_edit(sea.world.actor("chair"), sea.document_id, operation)


def wait_for_rows(sea, *peers, rows):
    until(lambda: sea.count_rows() == rows, seconds=15)
    for peer in peers:
        until(lambda peer=peer: peer.read() or peer.seq == rows)


def type_in(peer, at, words):
    """Type at the end of an item; returns the update that says so."""
    made = []
    text = fragment_of(peer.doc).children[at].children[0].children[0]
    seen = peer.doc.observe(lambda event: made.append(event.update))
    text.insert(len(text), words)
    peer.doc.unobserve(seen)
    return made[0]


def payloads(sea):
    found = select(LiveUpdate.payload).where(LiveUpdate.document_id == sea.document_id)
    with unit_of_work(sea.world.here.scope, writes=False):
        return set(session().scalars(found))


def test_what_was_typed_offline_in_an_item_that_moved_is_refused(sea):
    ana = sea.joined("member")
    arrange(sea, ONE, TWO)
    wait_for_rows(sea, ana, rows=1)
    ana.socket.disconnect()
    late, elsewhere = type_in(ana, 0, " lost?"), type_in(ana, 1, " indeed")
    arrange(sea, TWO, ONE)
    wait_for_rows(sea, rows=2)
    back = sea.joined("member")
    back.send(late)
    refusal = back.wait_for_refusal()
    assert (refusal["n"], refusal["code"]) == (1, "moved")
    assert "moved" in refusal["message"]
    assert late not in payloads(sea)
    back.send(elsewhere)  # hangs on what was refused, as it has the same client id
    assert back.wait_for_refusal()["code"] == "gap"
    assert sea.count_rows() == 2


def test_a_server_that_starts_again_knows_what_moved(sea):
    ana = sea.joined("member")
    arrange(sea, ONE, TWO)
    wait_for_rows(sea, ana, rows=1)
    late = type_in(ana, 0, " lost?")
    arrange(sea, TWO, ONE)
    wait_for_rows(sea, rows=2)
    sea.server.kill()
    sea.server.start()
    back = sea.joined("member")
    back.send(late)
    assert back.wait_for_refusal()["code"] == "moved"


def test_what_is_typed_in_an_item_that_stays_is_taken(sea):
    ana = sea.joined("member")
    arrange(sea, ONE, TWO)
    wait_for_rows(sea, ana, rows=1)
    late = type_in(ana, 1, " indeed")
    arrange(sea, TWO, ONE)
    wait_for_rows(sea, rows=2)
    ana.send(late)
    ana.wait_for_receipt()
    assert late in payloads(sea)


def test_whoever_types_in_an_item_while_it_is_moved_loses_nothing_that_has_a_receipt(sea):
    ana, chair = sea.joined("member"), sea.joined("chair")
    arrange(sea, ONE, TWO)
    wait_for_rows(sea, ana, chair, rows=1)
    sent = {}
    for at in range(30):
        if at == 10:
            arrange(sea, TWO, ONE)
        words = f" w{at}."
        sent[ana.send(type_in(ana, 0, words))] = words
        # in time with the receipts, without reading what the server does
        until(lambda: ana.frames.qsize() >= len(sent) or ana.refusals, seconds=15)
    until(lambda: chair.read() or has_moved(chair), seconds=20)
    refused = min((each["n"] for each in ana.refusals), default=len(sent) + 1)
    said = str(fragment_of(sea.joined("chair").doc))
    for n, words in sent.items():
        assert (words in said) == (n < refused), (words, said)


def has_moved(peer):
    return fragment_of(peer.doc).children[0].attributes.get("agendaId") == "2"
