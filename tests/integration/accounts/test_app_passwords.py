"""Passwords for programs: made, shown once, used, revoked."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from collab.accounts import service
from collab.accounts.models import AppPassword
from collab.accounts.service.app_passwords import MAX_APP_PASSWORDS
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.accounts.inbox import subjects
from tests.world import World

URL = "/account/security/app-passwords"


@pytest.fixture
def member(world: World):
    return world.person("member")


def make(browser, name: str = "Explorer at work") -> str:
    page = browser.post(URL, data={"name": name})
    assert page.status_code == 200, page.text
    return re.search(r"<code>((?:[a-z2-9]{4}-){5}[a-z2-9]{4})</code>", page.text)[1]


def find(email: str, password: str):
    with unit_of_work(GLOBAL, writes=False):
        return service.find_app_user(email, password)


def test_it_is_shown_once_and_only_its_hash_is_kept(sign_in, member) -> None:
    mine = sign_in(member)
    password = make(mine)
    assert "Explorer at work" in mine.get(URL).text
    assert password not in mine.get(URL).text
    with unit_of_work(GLOBAL, writes=False):
        kept = session().scalars(select(AppPassword)).one()
    assert password not in (kept.digest, kept.name)
    assert "An app password was added" in subjects(member.email)


def test_it_opens_with_the_persons_email_however_it_is_typed(sign_in, member, world) -> None:
    password = make(sign_in(member))
    typed = password.upper().replace("-", " ")
    assert find(member.email.upper(), typed).person_id == member.id
    assert find(world.person("chair").email, password) is None
    assert find(member.email, password[:-1]) is None
    assert find(member.email, "") is None


def test_revoked_it_opens_nothing_any_more_and_the_person_is_told(sign_in, member) -> None:
    mine = sign_in(member)
    password = make(mine)
    url = re.search(rf'action="({URL}/[^"]+/removal)"', mine.get(URL).text)[1]
    assert mine.post(url).status_code == 302
    assert find(member.email, password) is None
    assert "An app password was revoked" in subjects(member.email)
    assert mine.post(url).status_code == 404


def test_nobody_revokes_those_of_others(sign_in, member, world) -> None:
    mine = sign_in(member)
    password = make(mine)
    url = re.search(rf'action="({URL}/[^"]+/removal)"', mine.get(URL).text)[1]
    assert sign_in(world.person("chair")).post(url).status_code == 404
    assert find(member.email, password) is not None


@pytest.mark.parametrize("name", ["", "   ", "\u202e\x07"])
def test_it_needs_a_name(sign_in, member, name) -> None:
    answer = sign_in(member).post(URL, data={"name": name.replace("\u202e", "")})
    assert answer.status_code == 422
    assert "Please enter a name." in answer.text


def test_there_are_not_more_than_anybody_needs(sign_in, member) -> None:
    mine = sign_in(member)
    with unit_of_work(GLOBAL):
        for number in range(MAX_APP_PASSWORDS):
            service.make_app_password(member.id, f"Program {number}")
    answer = mine.post(URL, data={"name": "One more"})
    assert answer.status_code == 409
    assert "twenty app passwords" in answer.text


@pytest.mark.parametrize("field", ["suspended_at", "erased_at"])
def test_whoever_is_out_has_no_programs_inside(sign_in, member, field) -> None:
    password = make(sign_in(member))
    with unit_of_work(GLOBAL):
        setattr(service.find_person(member.id), field, now())
    assert find(member.email, password) is None


def test_suspending_an_account_ends_its_programs_for_good(sign_in, member) -> None:
    password = make(sign_in(member))
    with unit_of_work(GLOBAL):
        person = service.find_person(member.id)
        service.keep_out(person)
        person.suspended_at = None
    assert find(member.email, password) is None


def test_one_that_ended_opens_nothing(sign_in, member) -> None:
    password = make(sign_in(member))
    with unit_of_work(GLOBAL):
        session().execute(update(AppPassword).values(expires_at=now() - timedelta(seconds=1)))
    assert find(member.email, password) is None


def test_making_one_asks_for_the_password_again_after_a_while(sign_in, member, monkeypatch) -> None:
    mine = sign_in(member)
    later = now() + timedelta(hours=2)
    monkeypatch.setattr("collab.accounts.service.sessions.now", lambda: later)
    answer = mine.post(URL, data={"name": "Explorer"})
    assert answer.status_code == 302
    assert "/account/proof" in answer.location
