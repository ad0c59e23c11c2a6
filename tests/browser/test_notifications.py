"""The bell: how much is new, at once, on every page, and without scripts a plain link."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boards import make_board
from tests.browser.looks import find_overflow
from tests.browser.meetings import find_token

READER = "coordinator.ara"
WIDTHS = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}


def count_of(page: Page) -> int:
    """What the bell says, once it says it."""
    badge = page.locator("[data-bell-count]")
    expect(badge).to_be_visible()
    return int(badge.inner_text())


def test_every_open_page_of_mine_follows_what_i_read(shared_server, person) -> None:
    page, other = person(shared_server, READER), person(shared_server, READER)
    other.goto("/account/preferences")
    before = count_of(other)
    page.goto("/notifications")
    assert count_of(page) == before
    bell = other.get_by_role("link", name=re.compile("Notifications"))
    expect(bell).to_have_accessible_name(re.compile(f"{before} "))
    page.locator(".notice.is-new").first.get_by_role("button").click()
    expect(page.locator(".notice.is-new")).to_have_count(before - 1)
    expect(other.locator("[data-bell-count]")).to_have_text(str(before - 1))
    # what is opened from the list is read
    page.locator(".notice.is-new a").first.click()
    page.wait_for_url(re.compile(r"/tasks/\d+"))
    expect(other.locator("[data-bell-count]")).to_have_text(str(before - 2))


def assign(page: Page, title: str, name: str) -> None:
    """Somebody makes a task on a board of their own and gives it to a member."""
    board = make_board(page, title)
    request = page.context.request
    shown = request.get(board.path).text()
    key = re.search(
        r'"key": "(p:[0-9a-f-]+)", "name": "' + re.escape(json.dumps(name)[1:-1]), shown
    )
    card = re.search(r'data-card="([0-9a-f-]+)"', shown)
    assert key, shown[:5000]
    assert card, shown[:5000]
    answer = request.post(
        f"{board.path}/bulk",
        form={
            "csrf_token": find_token(shown),
            "action": "assign",
            "task": card[1],
            "owner": key[1],
        },
        headers={"X-Fragment": "1"},
    )
    assert answer.ok, answer.text()[:3000]


def test_what_somebody_does_rings_at_the_other_at_once(shared_server, person) -> None:
    mine, theirs = person(shared_server, "member.bw"), person(shared_server, "coordinator.bw")
    mine.goto("/c/four-motors/membership")
    before = count_of(mine)
    news = mine.locator("[data-bell-news]")
    expect(news).to_be_empty()
    assign(theirs, "Ring the bell", "Selin Aydın")
    expect(mine.locator("[data-bell-count]")).to_have_text(str(before + 1))
    expect(news).to_have_text(re.compile(f"^{before + 1} "))
    mine.locator("[data-bell]").click()
    expect(mine.locator(".notice.is-new").first).to_contain_text("Ring the bell")


def test_without_scripts_the_bell_is_a_link_and_everything_can_be_read(
    shared_server, person
) -> None:
    with_scripts = person(shared_server, "coordinator.catalunya")
    page = person(shared_server, "coordinator.catalunya", java_script_enabled=False)
    with_scripts.close()
    page.goto("/")
    page.locator("[data-bell]").click()
    expect(page).to_have_url(re.compile("/notifications$"))
    fresh = page.locator(".notice.is-new")
    count = fresh.count()
    assert count >= 2
    fresh.first.get_by_role("button").click()
    expect(fresh).to_have_count(count - 1)
    page.locator(".page-actions button").click()
    expect(fresh).to_have_count(0)


def test_nobody_listens_before_signing_in(shared_server, person) -> None:
    page = person(shared_server)
    opened: list[str] = []
    page.on("request", lambda request: opened.append(request.url))
    page.on("websocket", lambda socket: opened.append(socket.url))
    page.goto("/login", wait_until="networkidle")
    assert not [url for url in opened if "socket.io" in url or "/bell" in url]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_its_pages_can_be_used_by_everybody(
    shared_server, person, check_accessibility, scheme: str, width: str
) -> None:
    page = person(shared_server, "chair.bw", color_scheme=scheme, viewport=WIDTHS[width])
    for path in ("/notifications", "/c/four-motors/notifications/choices"):
        page.goto(path)
        expect(page.locator("h1")).to_be_visible()
        check_accessibility(page)
        assert find_overflow(page) == []
