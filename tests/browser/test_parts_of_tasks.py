"""What hangs on a task, in a browser: its steps by key, and all of it without a script."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.boards import TASKS
from tests.browser.looks import find_overflow
from tests.browser.meetings import find_token
from tests.browser.test_pages_of_tasks import NARROW, WIDE, make_task
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]


def open_task(page: Page, title: str) -> str:
    """The page of a new task, for somebody who reads English; its address."""
    task = make_task(page, title)
    request = page.context.request
    token = find_token(request.get(TASKS).text())
    request.post("/language", form={"csrf_token": token, "language": "en"})
    page.goto(task)
    return task


def steps(page: Page) -> Locator:
    """The words of the steps, in their order."""
    return page.locator("#checklist .step-text")


def menu(page: Page, step: str) -> Locator:
    """What can be done with that step, opened."""
    row = page.locator("#checklist .step", has_text=step)
    row.locator("summary").click()
    return row.locator(".step-actions")


def test_steps_are_added_checked_moved_and_removed_by_key_without_a_new_page(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw")
    open_task(page, "Plan the fair")
    page.evaluate("window.stays = true")
    page.locator("#steps").fill("- Book a room\n- Invite all\n- [x] Ask the mayor")
    page.locator("#steps").press("Tab")
    page.keyboard.press("Enter")
    expect(steps(page)).to_have_text(["Book a room", "Invite all", "Ask the mayor"])
    expect(page.locator("#steps")).to_be_focused()
    expect(page.locator("#steps")).to_have_value("")

    box = page.get_by_role("checkbox", name="Invite all")
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    expect(page.locator("#checklist .part-count")).to_have_text("2 of 3 done")
    expect(page.locator("#history")).to_contain_text("finished the step “Invite all”")

    page.locator("#checklist .step", has_text="Ask the mayor").locator("summary").focus()
    page.keyboard.press("Enter")
    for _key in range(2):  # past the link
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(steps(page)).to_have_text(["Book a room", "Ask the mayor", "Invite all"])
    expect(page.get_by_role("button", name="Up", exact=True)).to_be_focused()

    menu(page, "Book a room").get_by_role("button", name="Remove").press("Enter")
    expect(steps(page)).to_have_text(["Ask the mayor", "Invite all"])
    expect(page.get_by_role("button", name="Take back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(steps(page)).to_have_text(["Book a room", "Ask the mayor", "Invite all"])
    assert page.evaluate("window.stays")


def test_what_is_refused_is_shown_with_what_was_typed(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("422")
    page = person(shared_server, "coordinator.bw")
    open_task(page, "Too much")
    page.locator("#steps").fill("\n".join(f"Step {number}" for number in range(1000)))
    page.locator("#new-steps button").click()
    expect(page.get_by_role("alert")).to_contain_text("there is room for 200 more")
    expect(page.locator("#steps")).to_have_value("\n".join(f"Step {n}" for n in range(1000)))


def test_steps_and_comments_work_without_a_script(
    shared_server: LiveServer, person: Person
) -> None:
    page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    open_task(page, "Plan the fair")
    page.locator("#steps").fill("Book a room\nInvite all")
    page.locator("#new-steps button").click()
    page.get_by_role("checkbox", name="Book a room").click()
    expect(page.get_by_role("checkbox", name="Book a room")).to_be_checked()
    menu(page, "Invite all").get_by_role("button", name="Up").click()
    expect(steps(page)).to_have_text(["Invite all", "Book a room"])

    page.locator("textarea[name=content]").fill("Fine with me.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment-text")).to_have_text("Fine with me.")
    page.locator(".comment-actions button").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.locator(".comment-text")).to_have_text("Fine with me.")


def test_files_links_and_blockers_work_without_a_script(
    shared_server: LiveServer, person: Person, tmp_path: Path
) -> None:
    file = tmp_path / "Übersicht.txt"
    file.write_text("Figures")
    page = person(shared_server, "coordinator.bw", java_script_enabled=False)
    number = make_task(page, "The other one").rpartition("/")[2]
    open_task(page, "Plan the fair")
    page.locator("#files summary").click()
    page.locator("#file").set_input_files(file)
    page.locator("#files form[enctype] button").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Übersicht.txt").click()
    assert download.value.suggested_filename == "Übersicht.txt"
    assert download.value.path().read_text() == "Figures"

    page.locator("#blockers summary").click()
    page.locator("#blocker").fill(f"#{number}")
    page.locator("#blockers form button").last.click()
    expect(page.locator("#blockers")).to_contain_text("The other one")
    page.locator("#links summary").click()
    page.locator("#link-words").fill("Lyon")
    page.locator("#links form[role=search] button").click()
    page.get_by_role("button", name="Link").first.click()
    expect(page.locator("#links li")).to_contain_text("Lyon")
    expect(page.locator(".history-line")).to_have_count(4)


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
@pytest.mark.parametrize("color_scheme", ["light", "dark"])
def test_a_task_with_everything_is_for_everybody(
    shared_server: LiveServer,
    person: Person,
    check_accessibility: Callable[[Page], None],
    color_scheme: str,
    viewport: dict[str, int],
) -> None:
    page = person(shared_server, "coordinator.bw", color_scheme=color_scheme, viewport=viewport)
    page.goto("/c/four-motors/tasks/4")
    menu(page, "Lombardia")
    for part in page.locator(".part-add").all():
        part.locator("summary").click()
    expect(page.locator("[data-rich-text][data-state=open]")).to_be_visible()
    assert find_overflow(page) == []
    check_accessibility(page)
    page.goto("/c/four-motors/tasks/4/links")
    assert find_overflow(page) == []
    check_accessibility(page)
    page.goto("/c/four-motors/tasks/4")
    page.locator(".step-menu a").first.evaluate("link => { location.href = link.href }")
    expect(page.locator("#text")).to_be_visible()
    check_accessibility(page)
