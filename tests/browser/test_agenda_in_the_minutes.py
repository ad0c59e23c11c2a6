"""The agenda that is changed with forms shows in the minutes that others have open."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.browser.meetings import Meeting, plan_meeting
from tests.browser.writers import Writer, eventually
from tests.browsing import Troubles
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


def move_while_away(helene: Writer, katrin: Writer, said: str) -> None:
    """Hélène types under the first item without a network, while Katrin moves it down."""
    helene.go_to_item("Welcome")
    helene.page.context.set_offline(True)
    helene.expect_state("offline")
    helene.type(said)
    katrin.page.goto(katrin.path)
    row(katrin.page, "Welcome").locator("button[value=down]").click()
    expect_titles(Writer(katrin.page, katrin.path), "Budget", "Welcome", "Next meeting")
    helene.page.context.set_offline(False)


def test_what_was_typed_offline_in_an_item_that_moved_is_kept_for_its_author(
    shared_server: LiveServer, person: Person, katrin: Writer, meeting: Meeting, troubles: Troubles
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_")
    helene = Writer(person(shared_server, "chair.lombardia"), meeting.path)
    move_while_away(helene, katrin, "Good morning")
    kept = helene.page.locator("[data-refused=moved]")
    expect(kept.locator("textarea")).to_have_value("Good morning")
    expect(kept).to_contain_text("il punto all’ordine del giorno è stato spostato")
    expect_titles(helene, "Budget", "Welcome", "Next meeting")
    helene.expect_text("What was said about the budget")
    helene.go_to_item("Welcome")
    helene.type("Good morning again")
    helene.expect_saved()
    katrin.expect_text("What was said about the budget", "Good morning again")
    expect(kept.locator("textarea")).to_have_value("Good morning")


def test_what_was_typed_in_a_tab_that_was_closed_before_the_item_moved_is_kept(
    shared_server: LiveServer, person: Person, katrin: Writer, meeting: Meeting, troubles: Troubles
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_")
    helene = Writer(person(shared_server, "chair.lombardia"), meeting.path)
    helene.go_to_item("Welcome")
    helene.page.context.set_offline(True)
    helene.expect_state("offline")
    helene.type("Good morning")
    expect(helene.line).to_contain_text("12")  # one change a character, all on this device
    later = helene.page.context.new_page()
    helene.page.close()
    katrin.page.goto(katrin.path)
    row(katrin.page, "Welcome").locator("button[value=down]").click()
    expect_titles(Writer(katrin.page, katrin.path), "Budget", "Welcome", "Next meeting")
    later.context.set_offline(False)
    again = Writer(later, meeting.path)
    expect(later.locator("[data-refused=moved] textarea")).to_have_value("Good morning")
    expect_titles(again, "Budget", "Welcome", "Next meeting")


class Delay:
    """Holds back what goes to the server by a connection that begins after a refusal."""

    def __init__(self, page: Page) -> None:
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        self._has_refused = self._is_over = False
        page.route_web_socket("**/socket.io/**", self._carry)
        page.route("**/socket.io/**", lambda route: route.abort())

    @property
    def is_on(self) -> bool:
        """Whether something is held back."""
        return bool(self._held) and not self._is_over

    def _carry(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        is_late = self._has_refused

        def up(message: str | bytes) -> None:
            if is_late and not self._is_over:
                self._held.append((server, message))
            else:
                server.send(message)

        def down(message: str | bytes) -> None:
            self._has_refused |= '"refused"' in str(message)
            socket.send(message)

        socket.on_message(up)
        server.on_message(down)

    def end(self) -> None:
        """Let everything through."""
        self._is_over = True
        for server, message in self._held:
            server.send(message)


@pytest.mark.websockets
def test_keys_are_kept_until_the_fresh_text_is_there_and_go_on_in_it(
    shared_server: LiveServer, person: Person, katrin: Writer, meeting: Meeting, troubles: Troubles
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_")
    page = person(shared_server, "chair.lombardia")
    delay = Delay(page)
    helene = Writer(page, meeting.path)
    move_while_away(helene, katrin, "Good")
    kept = page.locator("[data-refused=moved] textarea")
    expect(kept).to_have_value("Good")
    helene.type(" morning")
    expect(kept).to_have_value("Good morning")
    assert delay.is_on
    delay.end()
    expect(helene.text).not_to_contain_text("morning")
    expect(helene.text).to_be_focused()
    helene.type("everybody")
    helene.expect_saved()
    expect(helene.item("Welcome")).to_contain_text("everybody")
    expect(kept).to_have_value("Good morning")


def test_who_types_in_an_item_while_it_is_moved_finds_every_character(
    planner: Page, shared_server: LiveServer, person: Person, katrin: Writer, meeting: Meeting
) -> None:
    helene = Writer(person(shared_server, "chair.lombardia"), meeting.path)
    planner.goto(meeting.path)
    for direction, said in (("down", "0123"), ("up", "456"), ("down", "789")):
        helene.go_to_item("Welcome")
        row(planner, "Welcome").locator(f"button[value={direction}]").click()
        helene.type(said)
        helene.wait_until_open()
    expect_titles(helene, "Budget", "Welcome", "Next meeting")
    helene.expect_saved()

    def missing() -> set[str]:
        kept = [each.input_value() for each in helene.page.locator("[data-refused] textarea").all()]
        return set("0123456789") - set("".join(helene.read() + kept))

    eventually(missing, set(), helene.page)
