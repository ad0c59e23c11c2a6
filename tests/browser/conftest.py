"""Browsers for tests: one Chromium a run, one context for each person, nothing wrong unnoticed."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browsing import PATIENCE, Troubles, sign_in_with_form
from tests.databases import copy_sqlite, take_back_choices
from tests.forked import ForkedServer
from tests.served import LiveServer

FRONTEND = Path(__file__).resolve().parents[2] / "collab" / "frontend"
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BROKEN_RULES = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
}
"""


#: a file whose tests only look, so that several workers may share it
SHARED_FILE = "test_accessibility.py"
SHARES = 4


#: how pages reach the server; `TRANSPORT=polling` blocks websockets in the whole run
TRANSPORTS = ("websocket", "polling")
#: as a network that blocks them does it, without a word on the console
NO_WEBSOCKETS = """
window.WebSocket = class extends EventTarget {
  constructor() {
    super();
    setTimeout(() => { this.onerror?.(new Event("error")); this.onclose?.(new Event("close")); });
  }
  close() {}
};
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what is marked `both_ways` with websockets and without."""
    marked = metafunc.definition.get_closest_marker("both_ways")
    if marked and "TRANSPORT" not in os.environ:
        metafunc.parametrize("transport", TRANSPORTS, scope="session")


@pytest.fixture(scope="session")
def transport() -> str:
    """How pages of this test reach the server."""
    wanted = os.environ.get("TRANSPORT", TRANSPORTS[0])
    if wanted not in TRANSPORTS:
        pytest.fail(f"TRANSPORT is one of {', '.join(TRANSPORTS)}", pytrace=False)
    return wanted


@pytest.fixture(autouse=True)
def websockets_are_there_when_needed(request: pytest.FixtureRequest) -> None:
    """Skip what is marked `websockets` when they are blocked."""
    if request.node.get_closest_marker("websockets") and os.environ.get("TRANSPORT") == "polling":
        pytest.skip("looks into websockets")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m "not browser"` leaves it out.

    A worker takes a whole file at a time, as tests of a file keep their order.
    """
    for number, item in enumerate(items):
        if "browser" in item.path.parts:
            item.add_marker("browser")
            share = f"{number % SHARES}" if item.path.name == SHARED_FILE else ""
            item.add_marker(pytest.mark.xdist_group(f"{item.path.name}{share}"))


def find_chromium() -> str:
    """The browser to drive; without one the tests are skipped, but never by CI."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found:
        return found
    words = "No Chromium here: browser tests need `apt-get install chromium-headless-shell`."
    if os.environ.get("CI"):
        pytest.fail(words, pytrace=False)
    pytest.skip(words)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    program = find_chromium()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=[*QUIET])
        yield launched
        launched.close()


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """`troubles.allow("status of 422")` announces a complaint; any other fails the test."""
    heard = Troubles()
    yield heard
    assert heard.unexpected() == []


@pytest.fixture(scope="session")
def shared_server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """One `collab serve` with the demo for all tests that do not disturb each other."""
    folder = tmp_path_factory.mktemp("shared")
    address = copy_sqlite(request.getfixturevalue("demo_template"), folder)
    with ForkedServer(address, folder, {"COLLAB_DEMO": "1"}) as server:
        yield server
    print(server.log())


@pytest.fixture(autouse=True)
def choices_are_taken_back(request: pytest.FixtureRequest) -> Iterator[None]:
    """Languages, time zones and appearances of the shared server are the demo's for each test."""
    if "shared_server" not in request.fixturenames:
        yield
        return
    template, server = map(request.getfixturevalue, ("demo_template", "shared_server"))
    yield
    take_back_choices(server.address, template)


@pytest.fixture(scope="session")
def signed_in() -> dict[tuple[str, str], Any]:
    """Cookies of people who have signed in before: server and name → Playwright's storage state."""
    return {}


def _is_signed_in(context: BrowserContext, known: Any) -> bool:
    """Whether the session of the kept cookies goes on; a test of sessions may have ended it."""
    return known is not None and context.request.get("/account/session").ok


@pytest.fixture
def person(
    browser: Browser, troubles: Troubles, signed_in: dict[tuple[str, str], Any], transport: str
) -> Iterator[Callable[..., Page]]:
    """`person(server, "secretary.ara", locale="fr-FR")`: a page in a browser of their own.

    Signed in when a name of the demo is given; `session="own"` makes that a session which nobody
    else uses, for tests that end it. `locale` sets Accept-Language; further options are
    Playwright's for contexts, such as `viewport` and `color_scheme`.
    """
    opened: list[BrowserContext] = []

    def open_page(
        server: LiveServer,
        name: str | None = None,
        *,
        locale: str = "en-GB",
        session: str = "shared",
        **options: Any,
    ) -> Page:
        key = (server.url, name or "")
        known = signed_in.get(key) if session == "shared" else None
        options = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
        context = browser.new_context(
            base_url=server.url, locale=locale, storage_state=known, **options
        )
        context.set_default_timeout(PATIENCE)
        troubles.watch(context)
        if transport == "polling":
            context.add_init_script(NO_WEBSOCKETS)
        opened.append(context)
        page = context.new_page()
        if name and not _is_signed_in(context, known):
            sign_in_with_form(page, f"{name}@collab.example")
            if session == "shared":
                signed_in[key] = context.storage_state()
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def axe_source() -> str:
    """The accessibility checker that the front end's lock names."""
    return (FRONTEND / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture
def check_accessibility(axe_source: str) -> Callable[[Page], None]:
    """`check_accessibility(page)` fails with every WCAG 2.2 AA rule the page breaks, and where."""

    def check(page: Page) -> None:
        if not page.evaluate("() => 'axe' in window"):
            page.evaluate(axe_source)
        # only what is broken comes back: all that was looked at is long
        broken = page.evaluate(BROKEN_RULES, WCAG)
        assert broken == [], page.url

    return check
