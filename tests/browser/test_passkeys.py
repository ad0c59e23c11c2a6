"""Second factors in a real browser; its device is one that Chromium makes up."""

from collections.abc import Callable, Iterator

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, Route, expect

from tests.browser.looks import find_overflow
from tests.browsing import lose_cookies, sign_in_with_form
from tests.databases import copy_sqlite
from tests.forked import ForkedServer
from tests.served import LiveServer

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
NAME = "secretary.ara"
EMAIL = f"{NAME}@collab.example"


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """A server that is reached by a name, for browsers bind passkeys to names only."""
    folder = tmp_path_factory.mktemp("named")
    made = ForkedServer(copy_sqlite(request.getfixturevalue("demo_template"), folder), folder, {})
    made.url = f"http://localhost:{made.port}"
    made._environment |= {"COLLAB_URL": made.url, "COLLAB_ORIGINS": made.url}
    with made:
        yield made
    print(made.log())


def give_device(page: Page, **changes: bool) -> tuple[CDPSession, str]:
    """A device with a fingerprint reader, at which somebody always puts their finger."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    made = line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})
    return line, made["authenticatorId"]


def read_english(page: Page) -> None:
    """The demo's people read in their own languages; the words of this test are English."""
    page.goto("/account/preferences")
    page.locator("select[name=language]").select_option("en")
    page.locator("main form button.btn-primary").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def enter_password(page: Page, name: str) -> None:
    page.goto("/login")
    page.locator("input[name=email]").fill(f"{name}@collab.example")
    page.locator("input[name=password]").fill("Zusammenarbeit-2026")
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url("**/login/second-step")


def add_passkey(page: Page, name: str) -> None:
    page.goto("/account/security/passkeys/new")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Make a passkey").click()


def test_a_passkey_is_made_asked_for_and_enough_alone(
    server: LiveServer, person: Callable[..., Page], check_accessibility: Callable[[Page], None]
) -> None:
    page = person(server, NAME, session="own")
    read_english(page)
    give_device(page)
    page.goto("/account/security")
    page.get_by_role("link", name="Add").click()
    check_accessibility(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    check_accessibility(page)
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My laptop")).to_be_visible()
    check_accessibility(page)

    lose_cookies(page)
    enter_password(page, NAME)
    check_accessibility(page)
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url(f"{server.url}/")

    lose_cookies(page)
    page.goto("/login")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{server.url}/")


def test_whoever_cancels_is_told_and_can_try_again(
    server: LiveServer, person: Callable[..., Page]
) -> None:
    page = person(server, "member.ara", session="own")
    read_english(page)
    line, device = give_device(page)
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    lose_cookies(page)
    page.goto("/login")
    button = page.get_by_role("button", name="Sign in with a passkey")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("cancelled, or it took too long")
    expect(button).to_be_enabled()
    expect(button).to_be_focused()


def test_a_device_has_one_passkey_for_an_account(
    server: LiveServer, person: Callable[..., Page]
) -> None:
    page = person(server, "member.lombardia", session="own")
    read_english(page)
    give_device(page)
    add_passkey(page, "First")
    expect(page.locator(".recovery-codes")).to_be_visible()
    add_passkey(page, "Second")
    expect(page.get_by_role("alert")).to_contain_text("has a passkey for your account already")


def test_a_click_before_the_words_have_come_is_not_sent_without_its_passkey(
    server: LiveServer, person: Callable[..., Page]
) -> None:
    page = person(server, "guest.wales", session="own")
    read_english(page)
    give_device(page)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/i18n/*.json*", hold)
    page.goto("/account/security/passkeys/new", wait_until="commit")
    page.get_by_label("Name").fill("Early")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("button", name="Make a passkey")).to_be_disabled()
    assert waiting
    for route in waiting:
        route.continue_()
    expect(page.locator(".recovery-codes li")).to_have_count(10)


def test_a_browser_without_passkeys_says_so(
    server: LiveServer, person: Callable[..., Page]
) -> None:
    page = person(server, "member.catalunya", session="own")
    read_english(page)
    page.add_init_script("delete window.PublicKeyCredential")
    page.goto("/account/security/passkeys/new")
    expect(page.get_by_role("alert")).to_contain_text("This browser cannot use passkeys.")
    expect(page.get_by_role("button", name="Make a passkey")).to_be_disabled()
    lose_cookies(page)
    page.goto("/login")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


def test_an_app_by_keyboard_on_a_telephone(
    server: LiveServer, person: Callable[..., Page], check_accessibility: Callable[[Page], None]
) -> None:
    page = person(server, "chair.lombardia", session="own", viewport={"width": 390, "height": 844})
    read_english(page)
    page.goto("/account/security")
    page.get_by_role("button", name="Set up").press("Enter")
    secret = page.locator(".secret").inner_text().replace(" ", "")
    expect(page.locator(".qr svg")).to_be_visible()
    assert find_overflow(page) == []
    check_accessibility(page)
    page.get_by_label("Code").fill(pyotp.TOTP(secret).now())
    page.get_by_label("Code").press("Enter")
    codes = page.locator(".recovery-codes code").all_inner_texts()
    assert len(codes) == 10
    assert find_overflow(page) == []

    lose_cookies(page)
    enter_password(page, "chair.lombardia")
    expect(page.get_by_label("Code")).to_be_focused()
    page.get_by_role("link", name="Use a recovery code").press("Enter")
    page.get_by_label("Recovery code").fill(codes[0].lower())
    page.get_by_label("Recovery code").press("Enter")
    page.wait_for_url(f"{server.url}/")


@pytest.mark.parametrize("path", ["/login", "/login/forgotten", "/login/reset/unknown"])
def test_pages_around_signing_in_are_for_everybody(
    server: LiveServer,
    person: Callable[..., Page],
    check_accessibility: Callable[[Page], None],
    troubles,
    path: str,
) -> None:
    troubles.allow("status of 404")
    page = person(server, viewport={"width": 390, "height": 844})
    page.goto(path)
    assert find_overflow(page) == []
    check_accessibility(page)


def test_the_form_signs_in_as_before(server: LiveServer, person: Callable[..., Page]) -> None:
    page = person(server)
    sign_in_with_form(page, "coordinator.bw@collab.example")
    assert page.url == f"{server.url}/"
