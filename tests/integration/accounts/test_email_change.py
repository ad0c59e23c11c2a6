"""Another e-mail: confirmed at the new address, undone from the old one."""

from datetime import timedelta

import pytest

from collab.accounts.throttle import MAILS_PER_ACCOUNT, PER_ACCOUNT
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.factories import PASSWORD
from tests.integration.accounts.inbox import list_mails, path_in, subjects, words
from tests.integration.accounts.steps import at, is_signed_in, log_in, reload
from tests.world import World

NEW = "new.address@collab.example"


@pytest.fixture
def member(world: World):
    return world.person("member")


def ask(browser, email: str = NEW, password: str = PASSWORD):
    return browser.post("/account/email", data={"email": email, "password": password})


def confirm_path(email: str = NEW) -> str:
    return path_in(list_mails(email)[-1])


def change(browser, email: str = NEW) -> None:
    ask(browser, email)
    assert browser.post(confirm_path(email)).status_code == 302


def test_nothing_changes_before_the_link_is_confirmed(sign_in, client, member) -> None:
    mine = sign_in(member)
    answer = ask(mine)
    assert "A mail is on its way to new.address@collab.example." in answer.text
    path = confirm_path()
    assert member.email in mine.get(path).text  # looking changes nothing
    assert reload(member).email == member.email
    assert mine.post(path).location == "/account/security"
    assert reload(member).email == NEW
    assert log_in(client, member).status_code == 401
    data = {"email": NEW, "password": PASSWORD}
    assert client.post("/login", data=data).status_code == 302


def test_the_mail_names_the_account_it_is_about(sign_in, member) -> None:
    ask(sign_in(member))
    assert member.email in words(list_mails(NEW)[0])


def test_the_old_address_is_told_and_can_take_it_back(sign_in, client, member) -> None:
    mine = sign_in(member)
    change(mine)
    mail = list_mails(member.email)[-1]
    assert mail.subject == "Your e-mail was changed"
    assert NEW in words(mail)
    back = path_in(mail)
    assert member.email in client.get(back).text
    answer = client.post(back)
    assert reload(member).email == member.email
    assert not is_signed_in(mine)
    assert answer.location.startswith("/login/reset/")
    typed = {"new": "four words in a row", "again": "four words in a row"}
    assert client.post(answer.location, data=typed).status_code == 302
    assert log_in(client, member, "four words in a row").status_code == 302
    assert client.post(back).status_code == 410


def test_the_way_back_is_open_for_seven_days(sign_in, client, member, monkeypatch) -> None:
    change(sign_in(member))
    back = path_in(list_mails(member.email)[-1])
    at(monkeypatch, now() + timedelta(days=6, hours=23))
    assert client.get(back).status_code == 200
    at(monkeypatch, now() + timedelta(days=7, minutes=1))
    assert client.post(back).status_code == 410
    assert reload(member).email == NEW


def test_a_thief_cannot_take_the_owners_way_back(sign_in, client, member) -> None:
    thief = sign_in(member)
    change(thief, "thief@evil.example")
    change(thief, "thief.too@evil.example")
    assert client.post(path_in(list_mails("thief@evil.example")[-1])).status_code == 302
    assert client.post(path_in(list_mails(member.email)[-1])).status_code == 302
    assert reload(member).email == member.email


def test_an_address_with_an_account_gets_the_same_answer_and_its_owner_a_mail(
    sign_in, world: World, member
) -> None:
    mine, chair = sign_in(member), world.person("chair")
    free, taken = (answer.text.split("<main")[1] for answer in (ask(mine), ask(mine, chair.email)))
    assert free.replace(NEW, "X") == taken.replace(chair.email, "X")
    assert subjects(chair.email) == ["You have an account already"]
    assert member.email not in words(list_mails(chair.email)[0])


def test_an_address_taken_in_the_meantime_is_refused(sign_in, world: World, member) -> None:
    mine, chair = sign_in(member), world.person("chair")
    ask(mine)
    with unit_of_work(GLOBAL):
        session().merge(chair).email = NEW
    answer = mine.post(confirm_path())
    assert answer.status_code == 409
    assert "This e-mail is in use" in answer.text
    assert reload(member).email == member.email


def test_a_link_works_once_for_a_day_and_for_its_person(
    sign_in, client, world: World, member, monkeypatch
) -> None:
    mine = sign_in(member)
    ask(mine)
    path = confirm_path()
    assert sign_in(world.person("chair")).post(path).status_code == 404
    assert client.get(path).location.startswith("/login")
    assert client.post(path).status_code == 401
    later = now() + timedelta(hours=25)
    with monkeypatch.context() as tomorrow:
        tomorrow.setattr("collab.accounts.links.now", lambda: later)
        assert "has expired" in mine.post(path).text
    assert mine.post(path).status_code == 302
    assert "used already" in mine.post(path).text


def test_a_newer_request_replaces_the_older(sign_in, member) -> None:
    mine = sign_in(member)
    ask(mine)
    old = confirm_path()
    ask(mine, "another@collab.example")
    assert mine.post(old).status_code == 410
    assert mine.post(confirm_path("another@collab.example")).status_code == 302


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        (NEW, "not it", "This is not your current password."),
        (NEW, "", "Please enter your current password."),
        ("", PASSWORD, "Please enter your e-mail."),
        ("no address", PASSWORD, "This is no e-mail address."),
        ("member@here.example", PASSWORD, "This is your e-mail already."),
        ("MEMBER@here.example", PASSWORD, "This is your e-mail already."),
    ],
)
def test_a_mistake_is_named(sign_in, member, email: str, password: str, message: str) -> None:
    answer = ask(sign_in(member), email, password)
    assert answer.status_code == 422
    assert message in answer.text
    assert list_mails(NEW) == []


def test_guessing_the_password_here_is_slowed_down_too(sign_in, member) -> None:
    mine = sign_in(member)
    for _each in range(PER_ACCOUNT):
        ask(mine, password="not it")
    assert ask(mine).status_code == 429


def test_nobody_writes_to_strangers_again_and_again(sign_in, member) -> None:
    mine = sign_in(member)
    for number in range(MAILS_PER_ACCOUNT):
        assert ask(mine, f"stranger{number}@collab.example").status_code == 200
    assert ask(mine).status_code == 429
