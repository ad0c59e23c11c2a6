"""The minutes as a page to read: what was written, decided and agreed, and the agenda in it."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.live import service as live
from collab.minutes.models import Minutes
from tests.factories import make_attendance
from tests.planning import plan_meeting
from tests.world import World


class Written:
    """A meeting of the research group, and what its minutes say."""

    def __init__(self, world: World, sign_in: Any) -> None:
        self.world = world
        self.id = plan_meeting(world.actor("chair"), world.group, items=["Welcome", "Budget"])
        self.url = world.here.url(f"/meetings/{self.id}")
        self.chair = sign_in(world.person("chair"))
        with unit_of_work(world.here.scope, writes=False):
            self.document_id = session().scalars(select(Minutes.document_id)).one()

    def write(self, *content: dict) -> None:
        with unit_of_work(self.world.here.scope):
            operation = {"op": "write", "content": list(content)}
            live.request_edit(self.world.actor("chair"), self.document_id, operation)
        live.run_pending_operations()

    def content(self) -> list[dict]:
        live.run_pending_operations()
        with unit_of_work(self.world.here.scope, writes=False):
            projection = live.find_projection(self.document_id)
        return projection.content["content"] if projection else []

    def agenda(self) -> list[tuple[str, bool]]:
        items = [node["attrs"] for node in self.content() if node["type"] == "agendaItem"]
        return [(attrs["title"], attrs.get("withdrawn", False)) for attrs in items]

    def page(self) -> str:
        return self.chair.get(f"{self.url}/minutes").text


@pytest.fixture
def written(world: World, sign_in) -> Written:
    return Written(world, sign_in)


def paragraph(words: str) -> dict:
    return {"type": "paragraph", "content": [{"type": "text", "text": words}]}


def test_the_agenda_is_in_the_minutes_from_the_start(written: Written) -> None:
    assert written.agenda() == [("Welcome", False), ("Budget", False)]
    page = written.page()
    assert "<h2>1. Welcome</h2>" in page
    assert "<h2>2. Budget</h2>" in page


def test_before_the_first_word_the_page_says_so(written: Written) -> None:
    assert "Nothing has been written yet." in written.page()


def test_what_is_written_is_read(written: Written) -> None:
    written.write(
        paragraph("Everybody is welcome."),
        {"type": "decision", "content": [paragraph("We meet in Lyon.")]},
        {
            "type": "actionItem",
            "attrs": {"assigneeLabel": "Ana Puig", "due": "2026-12-04"},
            "content": [{"type": "text", "text": "Book the room"}],
        },
    )
    page = written.page()
    assert "<p>Everybody is welcome.</p>" in page
    assert '<a href="#decision-1" lang="de">We meet in Lyon.</a>' in page
    assert '<a href="#action-1" lang="de">Book the room</a>' in page
    assert "Ana Puig · due Fri, 4 Dec 2026 · open" in page
    assert "Text as of" in page
    assert '<article class="reading-text" lang="de">' in page


def test_the_readers_language_frames_the_meetings_text(written: Written, world, sign_in) -> None:
    written.write({"type": "decision", "content": [paragraph("Wir treffen uns in Lyon.")]})
    page = written.chair.get(f"{written.url}/minutes").text
    assert '<span lang="en">Decision 1</span>' in page


def test_attendance_is_part_of_the_minutes(written: Written, world: World) -> None:
    with unit_of_work(world.here.scope):
        meeting = type("Meeting", (), {"id": written.id})
        make_attendance(meeting, world.membership("chair"))
        make_attendance(
            meeting,
            world.membership("member"),
            status="represented",
            represented_by=world.membership("outsider").id,
        )
    page = " ".join(written.page().split())
    assert "Chair of here" in page
    assert "Member of here (represented: Outsider of here)" in page


def item_id(written: Written, title: str) -> UUID:
    items = [node["attrs"] for node in written.content() if node["type"] == "agendaItem"]
    return next(UUID(attrs["agendaId"]) for attrs in items if attrs["title"] == title)


def test_the_minutes_follow_the_agenda(written: Written, world: World) -> None:
    presenter = world.membership("member").id
    written.chair.post(f"{written.url}/agenda", data={"title": "Outlook", "presenter": presenter})
    assert [title for title, _gone in written.agenda()] == ["Welcome", "Budget", "Outlook"]
    budget = f"{written.url}/agenda/{item_id(written, 'Budget')}"
    written.chair.post(budget, data={"title": "Money", "minutes": "30"})
    written.chair.post(f"{budget}/move", data={"direction": "up"})
    assert [title for title, _gone in written.agenda()] == ["Money", "Welcome", "Outlook"]
    outlook = next(n["attrs"] for n in written.content() if n["attrs"].get("title") == "Outlook")
    assert outlook["presenter"] == "Member of here"
    money = next(n["attrs"] for n in written.content() if n["attrs"].get("title") == "Money")
    assert money["minutes"] == 30


def test_an_item_without_notes_leaves_with_the_agenda(written: Written) -> None:
    url = f"{written.url}/agenda/{item_id(written, 'Budget')}"
    written.chair.post(f"{url}/removal")
    assert written.agenda() == [("Welcome", False)]
    written.chair.post(f"{url}/removal/undo")
    assert written.agenda() == [("Welcome", False), ("Budget", False)]


def test_notes_stay_when_their_item_is_removed_and_come_back_with_it(written: Written) -> None:
    welcome, budget = written.content()
    budget["content"] = [paragraph("Twelve thousand euros.")]
    written.write(welcome, budget)
    url = f"{written.url}/agenda/{budget['attrs']['agendaId']}"
    written.chair.post(f"{url}/removal")
    assert written.agenda() == [("Welcome", False), ("Budget", True)]
    page = written.page()
    assert "Twelve thousand euros." in page
    assert "taken off the agenda" in page
    written.chair.post(f"{url}/removal/undo")
    assert written.agenda() == [("Welcome", False), ("Budget", False)]
    assert "Twelve thousand euros." in written.page()


def test_reading_takes_few_queries(written: Written, count_queries) -> None:
    written.write(paragraph("Everybody is welcome."))
    with count_queries() as queries:
        assert written.chair.get(f"{written.url}/minutes").status_code == 200
    assert len(queries) <= 12, queries
