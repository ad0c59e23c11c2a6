"""Mails about devices that were not seen before."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.accounts.models import KnownDevice
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.accounts.inbox import list_mails, path_in, words
from tests.integration.accounts.steps import log_in
from tests.world import World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


@pytest.fixture
def member(world: World):
    return world.person("member")


def visit(app, person, browser=None, agent: str = FIREFOX):
    """Sign in and out, in a new browser unless one is given."""
    browser = browser or app.test_client()
    data = {"email": person.email, "password": "a-password-of-tests"}
    answer = browser.post("/login", data=data, headers={"User-Agent": agent})
    browser.post("/logout")
    return browser, answer


def test_the_very_first_sign_in_is_no_news(app, member) -> None:
    visit(app, member)
    assert list_mails(member.email) == []


def test_another_browser_is(app, member) -> None:
    visit(app, member)
    visit(app, member)
    (mail,) = list_mails(member.email)
    assert mail.subject == "Your account was used on a new device"
    assert "Firefox on Linux" in words(mail)
    assert path_in(mail) == "/account/sessions"


def test_a_browser_that_says_nothing_of_itself_is_told_of_too(app, member) -> None:
    visit(app, member)
    visit(app, member, agent="")
    (mail,) = list_mails(member.email)
    assert "on a device that we have not seen before" in words(mail)


def test_the_same_browser_is_known_again(app, member) -> None:
    browser, _answer = visit(app, member)
    visit(app, member, browser)
    assert list_mails(member.email) == []


def test_a_browser_known_for_one_person_is_new_for_another(app, world: World, member) -> None:
    chair = world.person("chair")
    visit(app, chair)
    browser, _answer = visit(app, member)
    visit(app, chair, browser)
    assert len(list_mails(chair.email)) == 1
    visit(app, chair, browser)
    assert len(list_mails(chair.email)) == 1


def test_the_cookie_is_long_lived_and_out_of_reach_of_scripts(app, member) -> None:
    _browser, answer = visit(app, member)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("device="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=34560000" in cookie
    token = cookie.removeprefix("device=").split(";")[0]
    with unit_of_work(GLOBAL, writes=False):
        (known,) = session().scalars(select(KnownDevice)).all()
    assert token not in known.token_hash


def test_a_made_up_cookie_is_not_known(app, member) -> None:
    visit(app, member)
    browser = app.test_client()
    for number, planted in enumerate(("planted by a stranger", "x" * 4000), start=1):
        browser.set_cookie("device", planted)
        visit(app, member, browser)
        assert len(list_mails(member.email)) == number
        kept = browser.get_cookie("device")
        assert kept is not None
        assert kept.value != planted


def test_after_a_year_unused_it_is_forgotten(app, member, monkeypatch) -> None:
    browser, _answer = visit(app, member)
    visit(app, member)
    with unit_of_work(GLOBAL):
        for known in session().scalars(select(KnownDevice)):
            known.last_seen_at = now() - timedelta(days=401)
    log_in(browser, member)
    with unit_of_work(GLOBAL, writes=False):
        assert len(session().scalars(select(KnownDevice)).all()) == 1


def test_a_wrong_password_makes_no_device_known(app, client, member) -> None:
    visit(app, member)
    log_in(client, member, "wrong password")
    assert list_mails(member.email) == []
