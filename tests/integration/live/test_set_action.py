"""An action that a task changes, while people are in the document."""

from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.live import service
from collab.live.content import fragment_of, read_content
from collab.live.models import LiveOperation
from tests.integration.live.peers import until
from tests.integration.live.test_moved import payloads, wait_for_rows

BLOCK = "0198f3a4-0000-7000-8000-00000000000a"


def write_action(sea, words):
    runs = [{"type": "text", "text": words}]
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "above"}]}
    action = {"type": "actionItem", "attrs": {"id": BLOCK}, "content": runs}
    request(sea, {"op": "write", "content": [paragraph, action]})


def set_action(sea, attrs=None, **more):
    request(sea, {"op": "set_action", "block": BLOCK, "attrs": attrs or {}, **more})


def request(sea, operation):
    with unit_of_work(sea.world.here.scope):
        service.request_edit(sea.world.actor("chair"), sea.document_id, operation)


def action_of(peer):
    peer.read()
    content = read_content(peer.doc)["content"]
    return next((each for each in content if each["type"] == "actionItem"), {"attrs": {}})


def words_of(node):
    return "".join(each["text"] for each in node.get("content", ()))


def type_in_block(peer, at, words):
    """Type at the end of a block; returns the update that says so."""
    made = []
    text = fragment_of(peer.doc).children[at].children[0]
    seen = peer.doc.observe(lambda event: made.append(event.update))
    text.insert(len(text), words)
    peer.doc.unobserve(seen)
    return made[0]


def test_everybody_sees_what_a_task_says_of_its_action(sea):
    ana = sea.joined("member")
    write_action(sea, "Book the room")
    wait_for_rows(sea, ana, rows=1)
    set_action(sea, {"done": True, "due": "2026-12-04"}, text="Book the hall", was="Book the room")
    until(lambda: action_of(ana)["attrs"].get("done") is True, seconds=15)
    node = action_of(ana)
    assert node["attrs"] == {"id": BLOCK, "done": True, "due": "2026-12-04"}
    assert words_of(node) == "Book the hall"


def test_what_is_typed_while_the_task_is_renamed_is_taken(sea):
    ana = sea.joined("member")
    write_action(sea, "Book the room")
    wait_for_rows(sea, ana, rows=1)
    late = type_in_block(ana, 1, " and the beamer")
    set_action(sea, {"due": "2026-12-04"}, text="Reserve the room", was="Book the room")
    wait_for_rows(sea, rows=2)
    ana.send(late)
    ana.wait_for_receipt()
    assert late in payloads(sea)
    until(lambda: words_of(action_of(ana)) == "Reserve the room and the beamer", seconds=15)
    assert not ana.refusals


def test_what_was_deleted_in_the_action_takes_nothing_else_along(sea):
    ana = sea.joined("member")
    write_action(sea, "Book the room")
    wait_for_rows(sea, ana, rows=1)
    set_action(sea, text="Book it", was="Book the room")
    wait_for_rows(sea, ana, rows=2)
    ana.send(type_in_block(ana, 0, " all"))
    ana.wait_for_receipt()


def test_an_action_that_somebody_deleted_stays_deleted(sea):
    ana = sea.joined("member")
    write_action(sea, "Book the room")
    wait_for_rows(sea, ana, rows=1)
    made = []
    seen = ana.doc.observe(lambda event: made.append(event.update))
    del fragment_of(ana.doc).children[1]
    ana.doc.unobserve(seen)
    ana.send(made[0])
    ana.wait_for_receipt()
    set_action(sea, {"done": True}, text="Book it", was="Book the room")
    until(lambda: count_owed(sea) == 0, seconds=15)
    assert sea.count_rows() == 2


def count_owed(sea):
    with unit_of_work(sea.world.here.scope, writes=False):
        return len(session().scalars(select(LiveOperation.id)).all())
