"""Every page is open to everybody: no WCAG rule broken, light and dark, wide and narrow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from collab.demo.cooperations import read_cooperations
from tests.browser.boards import Viewer, make_board
from tests.browser.looks import find_overflow
from tests.browser.meetings import plan_meeting
from tests.browser.writers import Writer
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
_HERE = read_cooperations()[0]
HOME = f"/c/{_HERE.slug}"
NOW = f"{HOME}/meetings/{_HERE.id_of('meeting', 'research-now')}"
BADEN = _HERE.id_of("delegation", "BW")
CANCELLED = f"{HOME}/meetings/{_HERE.id_of('meeting', 'mobility-cancelled')}"
CALL, MUSIC = (f"{HOME}/boards/{_HERE.id_of('board', key)}" for key in ("call", "music-week"))

#: colours have changed and nothing fades any more
SETTLE = """
async () => {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  await Promise.allSettled(document.getAnimations().map((each) => each.finished));
}
"""

#: a name → who looks, and where
PAGES = {
    "sign-in": (None, "/login"),
    "start, signed out": (None, "/"),
    "my work": ("coordinator.bw", "/"),
    "cooperation": ("coordinator.bw", HOME),
    "meetings": ("coordinator.bw", f"{HOME}/meetings"),
    "past meetings": ("member.catalunya", f"{HOME}/meetings?when=past"),
    "meeting": ("coordinator.bw", NOW),
    "meeting for a guest": ("guest.wales", NOW),
    "cancelled meeting": ("coordinator.bw", CANCELLED),
    "minutes to read": ("secretary.ara", f"{NOW}/minutes"),
    "new meeting": ("coordinator.bw", f"{HOME}/meetings/new"),
    "edit meeting": ("coordinator.bw", f"{NOW}/edit"),
    "attendance": ("coordinator.bw", f"{NOW}/attendance"),
    "members": ("coordinator.bw", f"{HOME}/members"),
    "membership": ("coordinator.bw", f"{HOME}/membership"),
    "all cooperations": ("coordinator.bw", "/cooperations/all"),
    "groups": ("coordinator.bw", f"{HOME}/groups"),
    "group": ("coordinator.bw", f"{HOME}/groups/research"),
    "new group": ("coordinator.bw", f"{HOME}/groups/new"),
    "boards": ("coordinator.bw", f"{HOME}/boards"),
    "archived boards": ("coordinator.bw", f"{HOME}/boards?archived=1"),
    "new board": ("coordinator.bw", f"{HOME}/boards/new?group=research"),
    "board's settings": ("coordinator.bw", f"{CALL}/settings"),
    "new column": ("coordinator.bw", f"{CALL}/columns/new"),
    "import": ("coordinator.bw", f"{CALL}/import"),
    "new label": ("coordinator.bw", f"{CALL}/labels/new"),
    "board": ("member.catalunya", MUSIC),
    "board with swimlanes": ("coordinator.bw", CALL),
    "all tasks": ("member.catalunya", f"{HOME}/tasks"),
    "tasks of a board": ("coordinator.bw", f"{CALL}/list?group=delegation&state=all&due=x"),
    "no task fits": ("coordinator.bw", f"{CALL}/list?q=zzz"),
    "calendar of tasks": ("chair.lombardia", f"{HOME}/tasks/calendar"),
    "week of a board": ("coordinator.bw", f"{CALL}/calendar?week=2026-W45"),
    "time line": ("coordinator.bw", f"{CALL}/timeline"),
    "what my region owes": ("coordinator.catalunya", f"{HOME}/tasks/owed"),
    "tasks in my calendar": ("coordinator.bw", f"{HOME}/tasks/calendars"),
    "documents": ("coordinator.bw", f"{HOME}/documents"),
    "library": ("coordinator.bw", f"{HOME}/documents/in/research"),
    "preferences": ("secretary.ara", "/account/preferences"),
    "password": ("secretary.ara", "/account/password"),
    "devices": ("secretary.ara", "/account/sessions"),
    "app passwords": ("secretary.ara", "/account/security/app-passwords"),
    "mails": ("operator", "/operator/mail"),
    "data protection": (None, "/data-protection"),
    "my data": ("secretary.ara", "/account/data"),
    "delete my account": ("secretary.ara", "/account/data/deletion"),
    "retention": ("coordinator.catalunya", f"{HOME}/console/retention?activity_details=1"),
    "console": ("coordinator.bw", f"{HOME}/console"),
    "invitations": ("coordinator.bw", f"{HOME}/invitations"),
    "new invitation": ("coordinator.bw", f"{HOME}/invitations/new"),
    "list of people to invite": ("coordinator.bw", f"{HOME}/invitations/lists/new"),
    "no invitations for me": ("secretary.ara", "/account/invitations"),
    "roles and rights": ("coordinator.bw", f"{HOME}/console/roles"),
    "usage": ("coordinator.bw", f"{HOME}/console/usage"),
    "activity log": ("coordinator.bw", f"{HOME}/console/log?kind=meetings&since=x"),
    "verified activity log": ("coordinator.bw", f"{HOME}/console/log/verification"),
    "settings to read": ("coordinator.bw", f"{HOME}/console/settings"),
    "settings": ("coordinator.catalunya", f"{HOME}/console/settings"),
    "working languages": ("coordinator.catalunya", f"{HOME}/console/languages"),
    "presidency": ("coordinator.catalunya", f"{HOME}/console/presidency"),
    "handing over": ("coordinator.catalunya", f"{HOME}/console/presidency/handover"),
    "propose a cooperation": ("operator", "/foundings"),
    "cooperations of the installation": ("operator", "/operator/cooperations"),
    "emblem": ("coordinator.bw", f"{HOME}/delegations/{BADEN}/emblem/edit"),
    "retention of the installation": ("operator", "/operator/retention"),
}


def look_everywhere(page: Page, check: Callable[[Page], None]) -> None:
    """Check the page light and dark, on a screen and on a phone."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert find_overflow(page) == []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.evaluate(SETTLE)
            check(page)


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_is_broken_on(
    shared_server: LiveServer, person: Person, check_accessibility: Any, name: str
) -> None:
    who, path = PAGES[name]
    page = person(shared_server, who, locale="de-DE")
    page.goto(path)
    if page.locator("[data-live-editor]").count():
        expect(page.locator("[data-surface] .minutes-text")).to_be_visible()
    if page.locator("[data-board]").count():
        expect(page.locator("[data-board]")).to_have_attribute("data-live", "true")
    look_everywhere(page, check_accessibility)


def test_no_rule_is_broken_on_pages_that_say_what_is_wrong(
    shared_server: LiveServer, person: Person, check_accessibility: Any, troubles: Troubles
) -> None:
    troubles.allow("status of 4")
    page = person(shared_server, "coordinator.bw")
    page.goto(f"{HOME}/meetings/new")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    look_everywhere(page, check_accessibility)
    page.goto(f"{HOME}/nowhere")
    look_everywhere(page, check_accessibility)


def test_no_rule_is_broken_while_people_write(
    shared_server: LiveServer, person: Person, check_accessibility: Any
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Writer(page, plan_meeting(page, agenda=["Budget", "Next meeting"]).path)
    helene = Writer(person(shared_server, "secretary.ara"), katrin.path)
    helene.go_to_item("Next meeting")
    helene.type("- one")
    katrin.go_to_item("Budget")
    katrin.type("We agree")
    katrin.press("Control+Alt+d", "Enter", "Enter")
    katrin.type("Write the letter")
    katrin.press("Control+Alt+a", "Enter")
    katrin.press("Control+Alt+a")
    katrin.type("[ ] coffee")
    katrin.press("Enter", "Enter")
    katrin.type("@nuria")
    katrin.press("Enter")
    katrin.expect_saved()
    look_everywhere(page, check_accessibility)
    katrin.type("/")
    expect(page.get_by_role("listbox")).to_be_visible()
    look_everywhere(page, check_accessibility)


def test_no_rule_is_broken_while_people_work_on_a_board(
    shared_server: LiveServer, person: Person, check_accessibility: Any
) -> None:
    page = person(shared_server, "coordinator.bw")
    katrin = Viewer(page, make_board(page, "One", "Two", template="event"))
    katrin.card("One").focus()
    katrin.press("Shift+ArrowDown", "n")
    look_everywhere(page, check_accessibility)
    katrin.press("Escape")
    katrin.card("One").focus()
    for key in ("a", "m", "?"):
        katrin.press(key)
        expect(page.get_by_role("dialog")).to_be_visible()
        look_everywhere(page, check_accessibility)
        katrin.press("Escape")
    katrin.press("Delete")
    expect(page.locator(".board-notice")).to_be_visible()
    look_everywhere(page, check_accessibility)


def test_no_rule_is_broken_before_tasks_are_imported(
    shared_server: LiveServer, person: Person, check_accessibility: Any
) -> None:
    page = person(shared_server, "coordinator.bw")
    page.goto(f"{make_board(page).path}/import")
    lines = ["Title;Column;Labels;Owed by;Due", "Right;New;Red, Blue;Nobody;3/4/2026"]
    page.locator("textarea[name=text]").fill("\n".join([*lines, *["Wrong;;;;never"] * 30]))
    page.locator("main form .btn-primary").click()
    expect(page.locator(".import-run")).to_be_visible()
    look_everywhere(page, check_accessibility)


@pytest.mark.parametrize("menu", [0, 1, 2])
def test_no_rule_is_broken_in_the_menus(
    shared_server: LiveServer, person: Person, check_accessibility: Any, menu: int
) -> None:
    page = person(shared_server, "coordinator.bw")
    page.goto("/")
    page.locator(".topbar details[data-menu] > summary").nth(menu).click()
    look_everywhere(page, check_accessibility)
