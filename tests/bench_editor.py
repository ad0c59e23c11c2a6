"""`make bench`: how soon a key is on the screen in a text of 250,000 characters, in Chromium.

Somebody else types in the same text meanwhile. The bars are those of a machine that does nothing
else; exit 1 when one is missed.
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, Page, sync_playwright

from collab.core.db import database
from tests.bench_pages import WATCH, fill, open_page, sign_in
from tests.browser.conftest import QUIET, find_chromium
from tests.databases import sqlite_address
from tests.served import LiveServer

CHARACTERS: Final = 250_000
KEYS: Final = 60
#: milliseconds between two keys of one person
PACE: Final = 120.0
P50_BAR, P95_BAR, OPEN_BAR = 50.0, 100.0, 4_000.0
RESULT: Final = Path("var/bench/editor.json")
#: notes for each key how long it took until the frame with its letter was painted
TIME_KEYS = """
window.keyTimes = [];
addEventListener("keydown", (event) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => window.keyTimes.push(performance.now() - event.timeStamp);
  port2.postMessage(null);
}), true);
"""
PUT_CARET = """
(text, part) => {
  const blocks = text.querySelectorAll("p");
  const block = blocks[Math.floor((blocks.length - 1) * part)];
  block.scrollIntoView({ block: "center" });
  text.focus();
  getSelection().setPosition(block.firstChild, 10);
}
"""


class Bench:
    """A large text that two people have open, and what was measured in it."""

    def __init__(self) -> None:
        self.figures: dict[str, float] = {}
        self.is_good = True

    def say(self, what: str, value: float, bar: float) -> None:
        """Print one line, and remember whether it is within its bar."""
        self.figures[what] = round(value, 1)
        self.is_good &= value <= bar
        verdict = "" if value <= bar else "   MISSED"
        print(f"{what:44}{value:9.1f} ms    bar {bar:6.0f} ms{verdict}")

    def measure(self, writer: Page, other: Page) -> None:
        """Type at the beginning, in the middle and at the end."""
        for where, part in (("beginning", 0.0), ("middle", 0.5), ("end", 1.0)):
            put_caret(writer, part)
            put_caret(other, 0.25)
            times = type_keys(writer, other)
            self.say(f"key to paint, {where}, median", statistics.median(times), P50_BAR)
            slow = statistics.quantiles(times, n=20)[-1]
            self.say(f"key to paint, {where}, p95", slow, P95_BAR)


def put_caret(page: Page, part: float) -> None:
    """Into the paragraph that is so far down in the text."""
    page.locator(".minutes-text").evaluate(PUT_CARET, part)
    page.wait_for_timeout(1_000)


def type_keys(writer: Page, other: Page) -> list[float]:
    """How long the writer's keys took, while the other one types as fast."""
    writer.evaluate("window.keyTimes.length = 0")
    for number in range(KEYS):
        for page in (writer, other):
            page.keyboard.press("abcdefghij"[number % 10])
            page.wait_for_timeout(PACE / 2)
    writer.wait_for_function(f"window.keyTimes.length >= {KEYS}")
    times: list[float] = writer.evaluate("window.keyTimes")
    return times


@contextmanager
def serving() -> Iterator[tuple[str, dict[str, str], str]]:
    """A server with such a text: where it is, the cookies of two people, and the page's script."""
    with tempfile.TemporaryDirectory(prefix="collab-bench-") as name:
        address = sqlite_address(Path(name) / "editor.db")
        app, world, page_id, blocks = fill(address, CHARACTERS)
        cookies = {who: sign_in(app, world, who) for who in ("member", "chair")}
        with LiveServer(address, Path(name), {}) as server:
            url = server.url + world.here.url(f"/pages/{page_id}")
            yield url, cookies, WATCH.replace("BLOCKS", str(blocks)) + TIME_KEYS
        database.dispose()


def enter(browser: Browser, url: str, cookie: str, script: str) -> Page:
    """A page in a browser of one's own."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    kept: Any = {"name": "collab", "value": cookie, "url": url}
    context.add_cookies([kept])
    context.add_init_script(script)
    return context.new_page()


def main() -> None:
    """Measure, print, and write down."""
    bench = Bench()
    print(f"a text of {CHARACTERS:,} characters, two people type")
    with serving() as (url, cookies, script), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*QUIET])
        writer, other = (enter(browser, url, cookie, script) for cookie in cookies.values())
        opened = [open_page(writer, url) for _number in range(4)]
        bench.say("opened, ready to be written, median", statistics.median(opened[1:]), OPEN_BAR)
        open_page(other, url)
        bench.measure(writer, other)
        browser.close()
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(bench.figures, indent=2) + "\n")
    sys.exit(not bench.is_good)


if __name__ == "__main__":
    main()
