"""Boards for tests, made through the platform's own forms, and people who look at them."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.meetings import COOPERATION, find_token

BOARDS = f"/c/{COOPERATION}/boards"
TASKS = f"/c/{COOPERATION}/tasks"
_numbers = count(1)


@dataclass(frozen=True)
class MadeBoard:
    """A board that a test has for itself, with the columns To do, In progress, Done."""

    path: str
    name: str


def make_board(page: Page, *tasks: str, **changes: Any) -> MadeBoard:
    """A board of the cooperation, made by whoever the page belongs to, its tasks in To do."""
    request = page.context.request
    name = f"Board {next(_numbers)} of the tests"
    fields: dict[str, Any] = {
        "name": name,
        "home": "cooperation",
        "language": "en",
        "template": "simple",
    }
    token = find_token(request.get(f"{BOARDS}/new").text())
    answer = request.post(BOARDS, form={"csrf_token": token} | fields | changes)
    assert answer.ok, f"{answer.status}\n{answer.text()[:3000]}"
    path = answer.url.split("?")[0].split("#")[0]
    path = path[path.index("/c/") :].removesuffix("/settings")
    assert path != BOARDS, answer.text()[:5000]
    for title in tasks:
        added = request.post(
            f"{path}/tasks",
            form={"csrf_token": token, "title": title},
            headers={"X-Fragment": "1"},
        )
        assert added.ok, added.text()[:3000]
    return MadeBoard(path, name)


class Viewer:
    """Somebody who has a board open."""

    def __init__(self, page: Page, board: MadeBoard) -> None:
        self.page = page
        self.root = page.locator("[data-board]")
        page.goto(board.path)
        expect(self.root).to_have_attribute("data-ready", "true")
        expect(self.root).to_have_attribute("data-live", "true")

    def card(self, title: str) -> Locator:
        """The card with that title."""
        return self.page.locator("[data-card]", has=self.page.get_by_text(title, exact=True))

    def cell(self, column: str, lane: str = "") -> Locator:
        """The place for cards in a column, by its name."""
        named = f"{column}, {lane}" if lane else column
        return self.page.locator(f'[data-cell][aria-label="{named}"]')

    def expect_titles(self, column: str, *titles: str) -> None:
        """The column has exactly these cards, in this order."""
        expect(self.cell(column).locator("[data-title]")).to_have_text(list(titles))

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def pick_up(self, title: str) -> None:
        """Press the mouse on a card and begin to drag it."""
        box = self.card(title).locator(".card-facts").bounding_box()
        assert box, title
        self.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2 + 8, steps=3)

    def carry_to(self, column: str, *, above: str | None = None) -> None:
        """Carry what was picked up over a column: below its cards, or above one of them."""
        over = self.card(above) if above else self.cell(column)
        box = over.bounding_box()
        assert box, column
        y = box["y"] + 4 if above else box["y"] + box["height"] - 8
        self.page.mouse.move(box["x"] + box["width"] / 2, min(y, 850) - 10, steps=4)
        self.page.mouse.move(box["x"] + box["width"] / 2, min(y, 850), steps=2)
        expect(self.page.locator(".board-gap")).to_be_attached()

    def let_go(self) -> None:
        """Drop what was picked up."""
        self.page.mouse.up()

    def drag(self, title: str, column: str, *, above: str | None = None) -> None:
        """Drag a card to a column."""
        self.pick_up(title)
        self.carry_to(column, above=above)
        self.let_go()
