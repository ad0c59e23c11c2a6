"""The agenda that is changed with forms shows in the minutes that others have open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.meetings import Meeting, plan_meeting
from tests.browser.writers import Writer, eventually
from tests.served import LiveServer

Person = Callable[..., Page]


@pytest.fixture
def planner(shared_server: LiveServer, person: Person) -> Page:
    """The page of whoever plans meetings with forms."""
    return person(shared_server, "secretary.ara")


@pytest.fixture
def meeting(planner: Page) -> Meeting:
    """A meeting with three items."""
    return plan_meeting(planner, agenda=["Welcome", "Budget", "Next meeting"])


@pytest.fixture
def katrin(shared_server: LiveServer, person: Person, meeting: Meeting) -> Writer:
    """Somebody who has the minutes open and writes under the second item."""
    writer = Writer(person(shared_server, "coordinator.bw"), meeting.path)
    writer.go_to_item("Budget")
    writer.type("What was said about the budget")
    writer.expect_saved()
    return writer


def titles(writer: Writer) -> list[str]:
    """The agenda items in the text, in order."""
    return writer.text.locator(".agenda-item-title").all_text_contents()


def expect_titles(writer: Writer, *wanted: str) -> None:
    """They come to be these."""
    eventually(lambda: titles(writer), list(wanted), writer.page)


def row(page: Page, title: str) -> Locator:
    """An item's row in the agenda, its form open."""
    found = page.locator(".agenda-row").filter(has_text=title)
    found.locator("details.agenda-edit > summary").click()
    return found


def test_an_item_added_appears_at_the_end(planner: Page, meeting: Meeting, katrin: Writer) -> None:
    planner.goto(meeting.path)
    planner.locator("details.agenda-add > summary").click()
    form = planner.locator("details.agenda-add form")
    form.locator("[name=title]").fill("Évaluation à mi-parcours")
    form.locator("[name=minutes]").fill("25")
    form.locator("[name=title]").press("Enter")
    expect_titles(katrin, "Welcome", "Budget", "Next meeting", "Évaluation à mi-parcours")
    expect(katrin.item("Évaluation à mi-parcours")).to_contain_text("25")
    katrin.type(", and more")  # the caret is where it was
    katrin.expect_text("What was said about the budget, and more")
    katrin.go_to_item("Évaluation à mi-parcours")
    katrin.type("noted")
    katrin.expect_text("What was said about the budget, and more", "noted")
    katrin.expect_saved()


def test_an_item_renamed_keeps_its_notes(planner: Page, meeting: Meeting, katrin: Writer) -> None:
    planner.goto(meeting.path)
    form = row(planner, "Budget").locator("form").first
    form.locator("[name=title]").fill("Budget 2027")
    form.locator("[name=title]").press("Enter")
    expect_titles(katrin, "Welcome", "Budget 2027", "Next meeting")
    katrin.type("!")
    expect(katrin.item("Budget 2027")).to_contain_text("What was said about the budget!")


@pytest.mark.parametrize(("moved", "direction"), [("Budget", "up"), ("Welcome", "down")])
def test_an_item_moved_takes_its_notes_and_the_caret_along(
    planner: Page, meeting: Meeting, katrin: Writer, moved: str, direction: str
) -> None:
    katrin.go_to_item("Welcome")
    katrin.type("Good morning")
    katrin.expect_saved()
    planner.goto(meeting.path)
    row(planner, moved).locator(f"button[value={direction}]").click()
    wanted = ["Budget", "Welcome", "Next meeting"]
    expect_titles(katrin, *wanted)
    expect(katrin.item("Budget")).to_contain_text("What was said about the budget")
    katrin.type(" to all")
    expect(katrin.item("Welcome")).to_contain_text("Good morning to all")
    katrin.expect_saved()
    expect_titles(Writer(planner, meeting.path), *wanted)


def test_an_item_removed_stays_when_something_was_noted(
    planner: Page, meeting: Meeting, katrin: Writer
) -> None:
    planner.goto(meeting.path)
    row(planner, "Budget").locator("form[action$=removal] button").click()
    withdrawn = katrin.text.locator(".agenda-item[data-withdrawn]")
    expect(withdrawn).to_contain_text("What was said about the budget")
    planner.goto(meeting.path)
    row(planner, "Next meeting").locator("form[action$=removal] button").click()
    eventually(lambda: "Next meeting" in titles(katrin), False, katrin.page)
    katrin.expect_text("What was said about the budget")


def test_people_type_while_the_agenda_is_moved_again_and_again(
    planner: Page, meeting: Meeting, katrin: Writer
) -> None:
    planner.goto(meeting.path)
    for turn in range(4):
        button = "up" if turn % 2 == 0 else "down"
        row(planner, "Budget").locator(f"button[value={button}]").click()
        katrin.type(f" {turn} one {turn} two {turn} three")
    said = "".join(f" {turn} one {turn} two {turn} three" for turn in range(4))
    katrin.expect_saved()
    katrin.expect_text(f"What was said about the budget{said}")
    Writer(planner, meeting.path).expect_text(f"What was said about the budget{said}")
