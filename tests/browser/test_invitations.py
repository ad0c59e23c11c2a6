"""A list is corrected and sent, the link in the mail leads in: with and without scripts."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from collab.demo.cooperations import read_cooperations
from tests.browser.test_accessibility import look_everywhere
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]
HOME = f"/c/{read_cooperations()[0].slug}"
LIST = """E-mail;Name;Role;Groups;Language;Phone
ines@region.example.org;Inès Martin;;Research;fr;1
nobody;Ben;boss;Nowhere;Klingon;2;more
member.bw@collab.example;Member;;;;
"""


CORRECTIONS = {
    "email": "ben@region.example.org",
    "role": "chair",
    "groups": "",
    "language": "German",
    "surplus": "",
}


def find_link(page: Page, address: str) -> str:
    """The path behind the button of the last mail to this address, as the operator reads it."""
    page.goto(f"/operator/mail?search={address}")
    page.locator(".row-title a").first.click()
    url = page.locator("a[href*='/invitations/']").first.get_attribute("href")
    assert url is not None
    return url[url.index("/invitations/") :]


def test_a_list_is_corrected_and_sent_and_the_link_leads_in(
    start_server: Callable[..., LiveServer],
    person: Person,
    check_accessibility: Any,
    troubles: Troubles,
) -> None:
    troubles.allow("status of 422", "status of 410")
    server = start_server()
    page = person(server, "coordinator.bw")
    page.goto(f"{HOME}/invitations/lists/new")
    page.locator("[name=list]").fill(LIST)
    page.locator("main button.btn-primary").click()
    expect(page.locator("tr.is-wrong [aria-invalid=true]")).to_have_count(6)
    look_everywhere(page, check_accessibility)
    send = page.locator(".invitation-send button.btn-primary")
    send.click()
    expect(page.locator(".alert-danger")).to_be_visible()
    for name, text in CORRECTIONS.items():
        page.locator(f"[name=line-1-{name}]").fill(text)
    page.locator(".invitation-send button:not(.btn-primary)").click()
    expect(page.locator("tr.is-wrong")).to_have_count(1)
    page.locator("[name=leave_out]").check()
    send.click()
    expect(page.locator(".invitation").filter(has_text="region.example.org")).to_have_count(2)

    path = find_link(person(server, "operator"), "ines@region.example.org")
    newcomer = person(server)
    newcomer.goto(path)
    expect(newcomer.get_by_label("Your name")).to_have_value("Inès Martin")
    look_everywhere(newcomer, check_accessibility)
    newcomer.get_by_label("Password").fill("correct-horse-battery")
    newcomer.get_by_role("button", name="Make my account and join").click()
    expect(newcomer.get_by_text("Welcome to Four Motors")).to_be_visible()
    assert newcomer.url.endswith(HOME)
    newcomer.goto(path)
    expect(newcomer.get_by_role("heading", name="used already")).to_be_visible()


def test_somebody_with_an_account_joins_without_scripts(
    start_server: Callable[..., LiveServer], person: Person, check_accessibility: Any
) -> None:
    server = start_server()
    page = person(server, "coordinator.bw")
    page.goto(f"{HOME}/invitations/new")
    page.locator("[name=email]").fill("member.alliance@collab.example")
    page.locator("main form button.btn-primary").click()
    expect(page.locator(".invitation").filter(has_text="member.alliance")).to_be_visible()
    path = find_link(person(server, "operator"), "member.alliance@collab.example")
    page.goto(path)
    expect(page.locator("form[action$='/another-account']")).to_be_visible()
    look_everywhere(page, check_accessibility)
    invited = person(server, "member.alliance", java_script_enabled=False)
    invited.goto("/account/invitations")
    expect(invited.get_by_role("heading", name="Four Motors for Europe")).to_be_visible()
    invited.get_by_role("button", name="Accept the invitation").click()
    expect(invited.get_by_text("Welcome to Four Motors")).to_be_visible()
