"""Who may not write reads along; whoever may not any more is told, and keeps what they typed."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from collab.demo.cooperations import read_cooperations
from tests.browser.meetings import COOPERATION, Meeting, plan_meeting, send
from tests.browser.writers import Writer
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
MEMBERS = f"/c/{COOPERATION}/members"
SECONDS = 8_000


def membership(handle: str) -> str:
    """The id of somebody's membership."""
    found = next(each for each in read_cooperations() if each.slug == COOPERATION)
    return str(found.membership_id(handle))


def change(page: Page, handle: str, what: str, **fields: str) -> None:
    """Change a member as the forms of the list do: with the version that it shows."""
    path = f"{MEMBERS}/{membership(handle)}/{what}"
    shown = page.context.request.get(f"{MEMBERS}?ended={membership(handle)}").text()
    version = re.search(rf'action="{path}".*?name="version" value="(\d+)"', shown, re.DOTALL)
    assert version, f"no form for {path}"
    send(page.context.request, path, MEMBERS, version=version[1], **fields)


@pytest.fixture
def planner(shared_server: LiveServer, person: Person) -> Page:
    """The page of whoever planned the meeting."""
    return person(shared_server, "coordinator.bw")


@pytest.fixture
def meeting(planner: Page) -> Meeting:
    """A meeting of the working group."""
    return plan_meeting(planner, agenda=["Budget"])


@pytest.fixture
def guest(shared_server: LiveServer, person: Person, meeting: Meeting) -> Iterator[Writer]:
    """Somebody who may read these minutes."""
    return Writer(person(shared_server, "guest.wales"), meeting.path)


@pytest.fixture
def federica(shared_server: LiveServer, person: Person, meeting: Meeting) -> Writer:
    """A member who writes."""
    writer = Writer(person(shared_server, "member.lombardia"), meeting.path)
    writer.go_to_item("Budget")
    writer.type("before ")
    writer.expect_saved()
    return writer


def expect_closed(writer: Writer, *typed: str) -> None:
    """Nothing can be typed any more, and what was typed is there to be copied."""
    expect(writer.text).to_have_attribute("contenteditable", "false", timeout=SECONDS)
    page = writer.page
    shown = [page.locator("[data-surface]").inner_text()]
    shown += [each.input_value() for each in page.locator("[data-refused] textarea").all()]
    for words in typed:
        assert any(words in each for each in shown), shown


def test_who_may_not_write_reads_every_word_at_once(
    shared_server: LiveServer, person: Person, meeting: Meeting, guest: Writer
) -> None:
    helene = Writer(person(shared_server, "secretary.ara"), meeting.path)
    helene.go_to_item("Budget")
    helene.type("Read this")
    guest.expect_text("Read this")
    guest.expect_state("read-only")
    expect(guest.text).to_have_attribute("contenteditable", "false")
    expect(guest.page.locator("[data-toolbar]")).to_be_hidden()
    guest.text.click()
    guest.type("Guests cannot write")
    guest.press("Control+Alt+d", "Control+z", "Delete")
    guest.page.reload()
    guest.expect_text("Read this")


def test_somebody_of_another_cooperation_finds_nothing(
    shared_server: LiveServer, person: Person, meeting: Meeting, troubles: Troubles
) -> None:
    troubles.allow("status of 404")
    stranger = person(shared_server, "member.alliance")
    answer = stranger.goto(meeting.path)
    assert answer
    assert answer.status == 404
    expect(stranger.locator("[data-live-editor]")).to_have_count(0)


def test_a_membership_that_ends_closes_the_open_minutes(
    shared_server: LiveServer, person: Person, federica: Writer
) -> None:
    coordinator = person(shared_server, "coordinator.lombardia")
    try:
        change(coordinator, "member.lombardia", "end")
        federica.type("while it ends")
        expect(federica.line).to_have_attribute("data-state", "denied", timeout=SECONDS)
        expect(federica.line).to_contain_text("Non ha più accesso a questo testo")
        expect_closed(federica, "before ")
        federica.type("and after")
        expect(federica.text).not_to_contain_text("and after")
    finally:
        change(coordinator, "member.lombardia", "end/undo")


def test_a_member_who_becomes_a_guest_reads_on(
    shared_server: LiveServer, person: Person, planner: Page, meeting: Meeting
) -> None:
    selin = Writer(person(shared_server, "member.bw"), meeting.path)
    selin.go_to_item("Budget")
    selin.type("before ")
    selin.expect_saved()
    try:
        change(planner, "member.bw", "role", role="guest")
        expect(selin.line).to_have_attribute("data-state", "read-only", timeout=SECONDS)
        expect_closed(selin, "before ")
        katrin = Writer(planner, meeting.path)
        katrin.go_to_item("Budget")
        katrin.type("and on")
        selin.expect_text("before and on")
        change(planner, "member.bw", "role", role="member")
        selin.expect_saved()
        selin.go_to_item("Budget")
        selin.type(" again")
        katrin.expect_text("before and on again")
    finally:
        change(planner, "member.bw", "role", role="member")


def test_what_was_typed_offline_meanwhile_is_kept_to_be_copied(
    shared_server: LiveServer, person: Person, planner: Page, meeting: Meeting, troubles: Troubles
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_")
    selin = Writer(person(shared_server, "member.bw"), meeting.path)
    selin.go_to_item("Budget")
    selin.page.context.set_offline(True)
    selin.expect_state("offline")
    selin.type("Typed without rights")
    try:
        change(planner, "member.bw", "role", role="guest")
        selin.page.context.set_offline(False)
        selin.expect_state("read-only")
        kept = selin.page.locator("[data-refused] textarea")
        expect(kept).to_have_value("Typed without rights")
        expect(selin.text).not_to_contain_text("Typed without rights")
        selin.page.reload()
        expect(kept).to_have_value("Typed without rights")
        Writer(planner, meeting.path).expect_text()
        selin.page.locator("[data-refused]").get_by_role("button").last.click()
        expect(kept).to_have_count(0)
    finally:
        change(planner, "member.bw", "role", role="member")


def test_a_meeting_that_is_cancelled_can_only_be_read(
    planner: Page, meeting: Meeting, federica: Writer
) -> None:
    send(planner.context.request, f"{meeting.path}/cancellation", meeting.path)
    expect(federica.line).to_have_attribute("data-state", "read-only", timeout=SECONDS)
    expect_closed(federica, "before ")
    send(planner.context.request, f"{meeting.path}/cancellation/undo", meeting.path)
    federica.expect_saved()
    expect(federica.text).to_have_attribute("contenteditable", "true")


def test_a_meeting_deleted_while_open_says_so_and_keeps_the_text(
    planner: Page, meeting: Meeting, federica: Writer, troubles: Troubles
) -> None:
    troubles.allow("status of 410", "status of 404")
    before = federica.line.inner_text()
    send(planner.context.request, f"{meeting.path}/deletion", meeting.path)
    expect(federica.line).to_have_attribute("data-state", "denied", timeout=SECONDS)
    assert federica.line.inner_text() not in ("", before)
    expect_closed(federica, "before ")
    federica.page.reload()
    expect(federica.page.get_by_role("heading", level=1)).not_to_be_empty()
    send(planner.context.request, f"{meeting.path}/deletion/undo", "/")
    Writer(federica.page, meeting.path).expect_text("before ")
