"""The browser tests notice what goes wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Troubles
from tests.served import LiveServer


def test_people_see_the_page_in_their_language(
    shared_server: LiveServer, person: Callable[..., Page]
) -> None:
    pages = {tag: person(shared_server, locale=tag) for tag in ("de-DE", "fr-FR")}
    for tag, page in pages.items():
        page.goto("/login")
        expect(page.locator("html")).to_have_attribute("lang", tag[:2])


def test_a_name_of_the_demo_is_signed_in(
    shared_server: LiveServer, person: Callable[..., Page]
) -> None:
    page = person(shared_server, "secretary.ara", locale="fr-FR")
    page.goto("/cooperations")
    expect(page.get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize(
    "wrong",
    [
        "console.error('planted')",
        "setTimeout(() => { throw new Error('planted') })",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">planted</p>')",
        "document.head.append(Object.assign(document.createElement('script'), {text: 'planted'}))",
    ],
)
def test_what_goes_wrong_is_noticed(
    shared_server: LiveServer, person: Callable[..., Page], troubles: Troubles, wrong: str
) -> None:
    page = person(shared_server)
    page.goto("/login")
    troubles.allow(".*")
    page.evaluate(f"() => {{ {wrong} }}")
    page.wait_for_timeout(200)
    assert len(troubles) > 0


def test_a_planted_barrier_is_found(
    shared_server: LiveServer, person: Callable[..., Page], check_accessibility: Any
) -> None:
    page = person(shared_server)
    page.goto("/login")
    page.evaluate("() => document.querySelectorAll('label').forEach((one) => one.remove())")
    with pytest.raises(AssertionError, match="label"):
        check_accessibility(page)
