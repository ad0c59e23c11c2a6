"""Whoever may write can send attributes that no editor writes: nothing stops at them."""

import json
from importlib.resources import files
from typing import Any
from uuid import UUID

import pytest
from pycrdt import Doc
from sqlalchemy import delete, select

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.live import service as live
from collab.live.building import insert_node
from collab.live.content import fragment_of
from collab.live.journal import find_document
from collab.live.models import LiveDuty, LiveUpdate
from collab.live.projection import project
from collab.live.supervisor import Reader
from collab.minutes.models import Minutes, MinutesMention
from collab.pages.models import Page
from tests.documents import make_library, make_page
from tests.planning import plan_meeting
from tests.world import World

NODES = json.loads(files("collab.live").joinpath("schema.json").read_text("utf-8"))["nodes"]
FOREIGN = "01a206f2-22f1-7722-9617-59c385e3a0bc"
VALUES: list[Any] = [True, -1.0, 1e300, "a\0b\x0b\x1b", "x" * 3000, FOREIGN, {"a": 1}, [None], [[]]]
VALUES += ["javascript:alert(1)", "<script>alert(1)</script>", float("nan"), b"bytes", 2**53]


def odd_text() -> bytes:
    """A document of all nodes with each of the values for all their attributes."""
    doc: Doc = Doc(client_id=7)
    fragment = fragment_of(doc)
    for value in VALUES:
        inside: list[dict] = [{"type": "text", "text": "words\0\x0b"}]
        for kind, each in NODES.items():
            if kind not in ("doc", "text"):
                attrs = dict.fromkeys(each["attrs"], value)
                insert_node(fragment, 0, {"type": kind, "attrs": attrs, "content": inside})
        for kind in ("mention", "paragraph", "listItem", "actionItem", "decision", "agendaItem"):
            attrs = dict.fromkeys(NODES[kind]["attrs"], value)
            inside = [{"type": kind, "attrs": attrs, "content": inside}]
        insert_node(fragment, 0, inside[0])
    return doc.get_update()


@pytest.fixture(scope="module")
def odd() -> bytes:
    return odd_text()


@pytest.fixture
def reader():
    made = Reader()
    yield made
    made.close()


def replace_text(world: World, live_id: UUID, update: bytes, reader: Reader) -> None:
    """The journal holds this alone, and was read."""
    with unit_of_work(world.here.scope):
        document = find_document(live_id)
        session().execute(delete(LiveUpdate).where(LiveUpdate.document_id == live_id))
        session().add(LiveUpdate(document_id=live_id, seq=1, payload=update, at=now()))
    project(document, reader)


def test_minutes_say_odd_things_and_are_read(
    world: World, sign_in: Any, odd: bytes, reader: Reader
) -> None:
    meeting = plan_meeting(world.actor("chair"), world.group, items=["Welcome"])
    live.run_pending_operations()
    with unit_of_work(world.here.scope, writes=False):
        live_id = session().scalars(select(Minutes.document_id)).one()
    replace_text(world, live_id, odd, reader)
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(LiveDuty.id)).all() == []
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(MinutesMention.id)).all() == []  # they name nobody of ours
    client = sign_in(world.person("chair"))
    for path in (f"/meetings/{meeting}", f"/meetings/{meeting}/minutes", "/tasks"):
        answer = client.get(world.here.url(path))
        assert answer.status_code == 200, path
        assert "<script>alert" not in answer.text


def test_a_page_says_odd_things_and_is_read_kept_and_written_into_files(
    world: World, sign_in: Any, odd: bytes, reader: Reader
) -> None:
    with unit_of_work(world.here.scope):
        page = make_page(make_library())
        live_id = session().scalars(select(Page.live_id)).one()
    replace_text(world, live_id, odd, reader)
    client, url = sign_in(world.person("coordinator")), world.here.url(f"/pages/{page.id}")
    assert client.post(f"{url}/history", data={"name": "Odd"}).status_code == 302
    shown = ["", "/read", "/export", "/history", "/history/1", "/history/1/changes"]
    for path in [*shown, *(f"/file?format={kind}" for kind in ("html", "docx", "odt", "md"))]:
        answer = client.get(url + path)
        assert answer.status_code == 200, path
        assert b"<script>alert" not in answer.data
