"""Whatever breaks while people type: every character is there in the end, once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.meetings import plan_meeting, send
from tests.browser.writers import Writer, expect_same_text
from tests.browsing import Troubles, sign_in_with_form
from tests.served import LiveServer

Person = Callable[..., Page]
ITEM = "State of the call"
#: what browsers say of a server that does not answer
UNREACHABLE = ("WebSocket connection to", "net::ERR_")


def numbers(start: int, stop: int) -> str:
    """Words that show by themselves when one is missing, doubled or in the wrong place."""
    return "".join(f"{n:03} " for n in range(start, stop))


def open_minutes(page: Page) -> tuple[Writer, str]:
    """A new meeting's minutes, the caret under its only agenda item."""
    meeting = plan_meeting(page, agenda=[ITEM])
    writer = Writer(page, meeting.path)
    writer.go_to_item(ITEM)
    return writer, meeting.path


def expect_everywhere(writer: Writer, other: Page, *blocks: str) -> None:
    """The writer and somebody who comes now see exactly this, and it is saved."""
    writer.expect_saved()
    writer.expect_text(*blocks)
    Writer(other, writer.path).expect_text(*blocks)


@pytest.mark.both_ways
def test_a_server_killed_while_two_people_type_loses_nothing(
    live_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin, path = open_minutes(person(live_server, "coordinator.bw"))
    helene = Writer(person(live_server, "secretary.ara"), path)
    katrin.type(numbers(0, 5))
    katrin.press("Enter")
    katrin.type("K ")
    katrin.expect_saved()
    helene.expect_text(numbers(0, 5), "K ")
    helene.go_to(helene.text.locator("p", has_text="000"))
    for start in range(10, 40, 3):
        if start == 19:
            live_server.kill()
        if start == 31:
            live_server.start()
        katrin.type(numbers(start, start + 3))
        helene.type(numbers(500 + start, 503 + start))
    wanted = (numbers(0, 5) + numbers(510, 540), "K " + numbers(10, 40))
    helene.expect_saved()
    expect_everywhere(katrin, person(live_server, "chair.lombardia"), *wanted)
    helene.expect_text(*wanted)


def test_what_is_typed_offline_joins_what_others_wrote_meanwhile(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin, path = open_minutes(person(shared_server, "coordinator.bw"))
    helene = Writer(person(shared_server, "secretary.ara"), path)
    katrin.type("before ")
    helene.expect_text("before ")
    katrin.page.context.set_offline(True)
    katrin.expect_state("offline")
    katrin.press("Enter")
    katrin.type(numbers(0, 20))
    helene.go_to_item(ITEM)
    helene.type(numbers(500, 510))
    helene.expect_saved()
    # stands for a minute: several attempts to connect have failed by then
    katrin.page.wait_for_timeout(7_000)
    katrin.type(numbers(20, 40))
    katrin.page.context.set_offline(False)
    wanted = ("before " + numbers(500, 510), numbers(0, 40))
    expect_everywhere(katrin, person(shared_server, "chair.lombardia"), *wanted)
    helene.expect_text(*wanted)


def test_what_is_typed_offline_into_a_block_that_is_replaced_meanwhile_is_kept_beside_the_text(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin, path = open_minutes(person(shared_server, "coordinator.bw"))
    helene = Writer(person(shared_server, "secretary.ara"), path)
    katrin.type("before ")
    helene.expect_text("before ")
    katrin.page.context.set_offline(True)
    katrin.expect_state("offline")
    katrin.type(numbers(0, 5))
    helene.go_to_item(ITEM)
    helene.press("Home")
    helene.type("# ")
    helene.expect_saved()
    katrin.page.context.set_offline(False)
    katrin.expect_saved()
    box = katrin.page.locator("[data-refused=buried] textarea")
    expect(box).to_have_value(numbers(0, 5).strip())
    sign = katrin.line.locator(".status-kept")
    sign.click()
    expect(katrin.page.locator(".kept")).to_be_focused()
    # on this device until its author throws it away
    katrin.page.reload()
    expect(box).to_have_value(numbers(0, 5).strip())
    katrin.page.locator("[data-refused=buried] button").last.click()
    expect(box).to_have_count(0)
    expect(sign).to_be_hidden()
    expect_same_text(katrin, helene)


def test_a_tab_closed_offline_sends_its_text_when_the_minutes_are_opened_again(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin, path = open_minutes(person(shared_server, "coordinator.bw"))
    katrin.type("before ")
    katrin.expect_saved()
    context = katrin.page.context
    context.set_offline(True)
    katrin.expect_state("offline")
    katrin.type(numbers(0, 20))
    expect(katrin.line).to_contain_text("80")  # one change a character, all on this device
    katrin.page.close()
    context.set_offline(False)
    later = context.new_page()
    expect_everywhere(
        Writer(later, path), person(shared_server, "secretary.ara"), "before " + numbers(0, 20)
    )
    later.reload()
    again = Writer(later, path)
    again.expect_text("before " + numbers(0, 20))


def test_a_browser_that_crashes_right_after_a_key_sends_it_later(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    katrin, path = open_minutes(person(shared_server, "coordinator.bw"))
    katrin.type(numbers(0, 10))
    katrin.page.context.set_offline(True)
    katrin.type("last")
    expect(katrin.line).to_have_attribute("data-state", "offline")
    other = katrin.page.context.new_page()
    katrin.page.close(run_before_unload=False)
    katrin.page.context.set_offline(False)
    expect_everywhere(
        Writer(other, path), person(shared_server, "secretary.ara"), numbers(0, 10) + "last"
    )


def end_other_sessions(context: BrowserContext) -> None:
    """As a person does who left a device somewhere, with the page of their sessions."""
    send(context.request, "/account/sessions/end-others", "/account/sessions")


def test_a_session_that_ended_while_typing_goes_on_after_signing_in_again(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE, "status of 401", "status of 400")
    page = person(shared_server, "member.catalunya", session="own")
    elsewhere = person(shared_server, "member.catalunya", session="own")
    path = plan_meeting(person(shared_server, "coordinator.bw"), agenda=[ITEM]).path
    nuria = Writer(page, path)
    nuria.go_to_item(ITEM)
    nuria.type(numbers(0, 5))
    nuria.expect_saved()
    end_other_sessions(elsewhere.context)
    nuria.type(numbers(5, 15))
    nuria.expect_state("signed-out")
    nuria.type(numbers(15, 20))
    expect(nuria.line.get_by_role("link")).to_be_visible()
    second = page.context.new_page()
    sign_in_with_form(second, "member.catalunya@collab.example")
    nuria.type(numbers(20, 25))
    expect_everywhere(nuria, person(shared_server, "secretary.ara"), numbers(0, 25))


def test_the_link_to_sign_in_again_leads_back_to_the_minutes_and_sends_what_was_kept(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE, "status of 401", "status of 400")
    page = person(shared_server, "member.catalunya", session="own")
    elsewhere = person(shared_server, "member.catalunya", session="own")
    path = plan_meeting(person(shared_server, "coordinator.bw"), agenda=[ITEM]).path
    nuria = Writer(page, path)
    nuria.go_to_item(ITEM)
    end_other_sessions(elsewhere.context)
    nuria.expect_state("signed-out")
    nuria.type(numbers(0, 10))
    nuria.line.get_by_role("link").click()
    page.locator("input[name=email]").fill("member.catalunya@collab.example")
    page.locator("input[name=password]").fill("Zusammenarbeit-2026")
    page.locator("input[name=password]").press("Enter")
    nuria.wait_until_open()
    expect_everywhere(nuria, person(shared_server, "secretary.ara"), numbers(0, 10))


def test_two_tabs_of_one_person_write_side_by_side(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow(*UNREACHABLE)
    page = person(shared_server, "coordinator.bw")
    path = plan_meeting(page, agenda=["Left", "Right"]).path
    left, right = Writer(page, path), Writer(page.context.new_page(), path)
    left.go_to_item("Left")
    right.go_to_item("Right")
    for start in range(0, 30, 5):
        left.type(numbers(start, start + 5))
        right.type(numbers(500 + start, 505 + start))
        if start == 10:
            page.context.set_offline(True)
        if start == 20:
            page.context.set_offline(False)
    for tab in (left, right):
        tab.expect_saved()
        tab.expect_text(numbers(0, 30), numbers(500, 530))
    names = page.locator("[data-presence] li")
    expect(names).to_have_count(1)  # one person, however many tabs
    third = Writer(person(shared_server, "secretary.ara"), path)
    assert expect_same_text(left, right, third) == [numbers(0, 30), numbers(500, 530)]
