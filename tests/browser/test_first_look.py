"""What somebody meets who opens minutes for the first time: nothing strange, nothing that jumps."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer
from tests.served import LiveServer

Person = Callable[..., Page]


def test_minutes_without_an_agenda_begin_with_a_paragraph(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Writer(page, plan_meeting(page, agenda=[]).path)
    expect(katrin.text.locator(".agenda-item")).to_have_count(0)
    katrin.text.locator("p").click()
    katrin.type("Grüß Gott")
    katrin.expect_text("Grüß Gott")
    expect(katrin.text.locator(".agenda-item")).to_have_count(0)


def test_a_list_opens_by_the_caret_and_the_page_stays(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Writer(page, plan_meeting(page, agenda=[f"TOP {n}" for n in range(1, 21)]).path)
    katrin.go_to_item("TOP 1")
    before = page.evaluate("scrollY")
    katrin.type("@")
    expect(page.get_by_role("listbox").get_by_role("option").first).to_be_in_viewport()
    assert page.evaluate("scrollY") == before
