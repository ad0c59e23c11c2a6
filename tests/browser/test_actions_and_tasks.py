"""An action in open minutes and the task on an open board are the same thing."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.meetings import COOPERATION, Meeting, plan_meeting, send
from tests.browser.writers import Writer, eventually
from tests.served import LiveServer

Person = Callable[..., Page]
DONE = ".action-item-done input"


def write_action(writer: Writer, item: str, words: str) -> Locator:
    """Type an action under an agenda item; returns it as the editor shows it."""
    writer.go_to_item(item)
    writer.press("Control+Alt+a")
    writer.type(words)
    found = writer.actions.last
    expect(found.locator(".action-item-text")).to_have_text(words)
    return found


def open_task(page: Page, action: Locator) -> None:
    """Follow the link of an action to its task, as soon as there is one."""
    link = action.locator(".action-item-task")
    expect(link).to_be_visible()
    address = link.get_attribute("href") or ""
    for _attempt in range(20):
        page.goto(address)
        if "/tasks/" in page.url:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{address} leads to no task")


def open_board(page: Page, words: str) -> Locator:
    """From the page of a task to its board; returns the card with these words."""
    page.locator(".d-print-none a[href*='/boards/']").first.click()
    expect(page.locator("[data-board]")).to_be_visible()
    return page.locator("[data-card]").filter(has_text=words)


def meet(page: Page) -> Meeting:
    """A meeting with one item on its agenda."""
    return plan_meeting(page, agenda=["Tasks"])


def test_an_action_that_is_typed_appears_on_the_board_and_closed_there_is_done_here(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    board = person(shared_server, "chair.bw")
    meeting = meet(ours)
    katrin, helene = Writer(ours, meeting.path), Writer(theirs, meeting.path)
    action = write_action(katrin, "Tasks", "Book the observatory")
    open_task(board, helene.actions.last)
    card = open_board(board, "Book the observatory")
    expect(card).to_have_count(1)

    # what is typed on shows on the open board
    katrin.type(" for June")
    expect(board.get_by_text("Book the observatory for June").first).to_be_visible()

    # closed on the board, it is done in everybody's open minutes
    number = card.get_attribute("data-number")
    other = theirs.context.new_page()
    other.goto(f"/c/four-motors/tasks/{number}")
    other.locator("form[action$='/close'] button").click()
    for writer in (katrin, helene):
        expect(writer.actions.last.locator(DONE)).to_be_checked()

    # and not done after all in the minutes, it is back in work on the board
    done = card.get_attribute("data-column")
    action.locator(DONE).uncheck()
    expect(card).not_to_have_attribute("data-column", done or "")
    expect(helene.actions.last.locator(DONE)).not_to_be_checked()


def test_a_task_that_is_renamed_while_somebody_types_in_its_action_loses_nothing(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    katrin = Writer(ours, meet(ours).path)
    action = write_action(katrin, "Tasks", "Ask the rectors")
    open_task(theirs, action)
    number = theirs.url.rsplit("/", 1)[1].split("?")[0]
    katrin.type(" today")
    send(
        theirs.context.request,
        f"/c/{COOPERATION}/tasks/{number}/rename",
        theirs.url,
        title="Ask all the rectors",
    )
    katrin.type(" by mail")
    # the caret stayed where it was, and what was typed is there
    expect(action.locator(".action-item-text")).to_have_text("Ask all the rectors today by mail")
    katrin.expect_saved()
    eventually(
        lambda: "Ask all the rectors today by mail" in theirs.request.get(theirs.url).text(),
        True,
        theirs,
    )


def test_a_deleted_action_leaves_the_board_and_undo_brings_it_back(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw")
    board = person(shared_server, "secretary.ara")
    katrin = Writer(ours, meet(ours).path)
    action = write_action(katrin, "Tasks", "Count the telescopes")
    open_task(board, action)
    card = open_board(board, "Count the telescopes")
    expect(card).to_have_count(1)
    katrin.press("Shift+Home", "Backspace", "Backspace")  # the words, then the action itself
    expect(katrin.actions).to_have_count(0)
    expect(card).to_have_count(0)
    for _key in range(6):
        katrin.press("Control+z")
        if katrin.actions.count():
            break
    expect(katrin.actions.last.locator(".action-item-text")).to_have_text("Count the telescopes")
    expect(card).to_have_count(1)


def test_what_the_form_of_the_task_says_shows_in_the_open_minutes(
    shared_server: LiveServer, person: Person
) -> None:
    ours = person(shared_server, "coordinator.bw")
    theirs = person(shared_server, "secretary.ara")
    katrin = Writer(ours, meet(ours).path)
    action = write_action(katrin, "Tasks", "Thank the observatory")
    open_task(theirs, action)
    theirs.locator("a[href$='/edit']").first.click()
    theirs.locator("input[name=due_on]").fill("2027-05-04")
    theirs.locator("input[name=due_on]").press("Enter")
    expect(action.locator("input[type=date]")).to_have_value("2027-05-04")
