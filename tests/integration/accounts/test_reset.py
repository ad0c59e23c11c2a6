"""A new password by mail."""

import threading
from datetime import timedelta

import pytest

from collab.accounts import service
from collab.accounts.links import LinkUsed
from collab.accounts.throttle import MAILS_PER_ACCOUNT
from collab.core import addresses
from collab.core.clock import now
from collab.core.db import GLOBAL, unit_of_work
from tests.factories import PASSWORD
from tests.integration.accounts.inbox import list_mails, path_in, subjects, words
from tests.integration.accounts.steps import at, give_app, is_signed_in, log_in
from tests.world import World

NEW = "four words in a row"
SENT = "If there is an account for"


@pytest.fixture
def member(world: World):
    return world.person("member")


def ask(client, email: str):
    return client.post("/login/forgotten", data={"email": email})


def link_for(client, person) -> str:
    ask(client, person.email)
    return path_in(list_mails(person.email)[-1])


def choose(client, path: str, new: str = NEW, again: str | None = None):
    return client.post(path, data={"new": new, "again": new if again is None else again})


def test_the_sign_in_page_leads_to_it(client) -> None:
    assert 'href="/login/forgotten"' in client.get("/login").text
    assert 'value="ana@x.example"' in client.get("/login/forgotten?email=ana@x.example").text


def test_a_link_sets_a_new_password_and_signs_out_everywhere(sign_in, client, member) -> None:
    elsewhere = sign_in(member)
    path = link_for(client, member)
    assert member.email in client.get(path).text
    answer = choose(client, path)
    assert answer.location == f"/login?email={member.email}"
    assert not is_signed_in(elsewhere)
    assert not is_signed_in(client)
    assert log_in(client, member).status_code == 401
    assert log_in(client, member, NEW).status_code == 302
    assert "Your password was changed" in subjects(member.email)


def test_the_link_leads_to_our_own_address_whatever_the_browser_says(client, member) -> None:
    addresses.set_base("https://collab.example")
    client.post("/login/forgotten", data={"email": member.email}, headers={"Host": "evil.example"})
    (mail,) = list_mails(member.email)
    (url,) = [part["url"] for part in mail.parts or () if part["kind"] == "button"]
    assert url.startswith("https://collab.example/login/reset/")


def test_the_answer_is_the_same_for_people_without_an_account(client, member) -> None:
    known, unknown = ask(client, member.email), ask(client, "nobody@collab.example")
    assert known.status_code == unknown.status_code == 200
    assert SENT in known.text
    assert known.text.replace(member.email, "X").count(SENT) == 1
    assert SENT in unknown.text
    assert list_mails("nobody@collab.example") == []
    assert len(list_mails(member.email)) == 1


def test_a_link_works_once(client, member) -> None:
    path = link_for(client, member)
    choose(client, path)
    for answer in (client.get(path), choose(client, path, "another row of words")):
        assert answer.status_code == 410
        assert "used already" in answer.text
        assert 'href="/login/forgotten"' in answer.text
    assert log_in(client, member, NEW).status_code == 302


def test_a_link_works_for_an_hour(client, member, monkeypatch) -> None:
    path = link_for(client, member)
    at(monkeypatch, now() + timedelta(minutes=61))
    answer = choose(client, path)
    assert answer.status_code == 410
    assert "has expired" in answer.text


def test_a_newer_link_replaces_the_older(client, member) -> None:
    old = link_for(client, member)
    new = link_for(client, member)
    answer = client.get(old)
    assert answer.status_code == 410
    assert "newer link" in answer.text
    assert client.get(new).status_code == 200


@pytest.mark.parametrize("token", ["x", "a" * 5000, "%00", "ä"])
def test_links_that_nobody_made_are_unknown(client, token: str) -> None:
    answer = client.get(f"/login/reset/{token}")
    assert answer.status_code == 404


def test_a_link_for_something_else_is_unknown(client, member) -> None:
    path = link_for(client, member)
    token = path.rsplit("/", 1)[1]
    assert client.get(f"/login/email/{token}").status_code == 404


@pytest.mark.parametrize(
    ("typed", "words_"),
    [
        ({"new": "short", "again": "short"}, "between 12 and 256"),
        ({"new": NEW, "again": "something else here"}, "not the same"),
        ({"new": "password123456", "again": "password123456"}, "Many people use this password"),
        ({"new": "member@here.example", "again": "member@here.example"}, "your name or e-mail"),
    ],
)
def test_a_bad_password_is_explained_and_the_link_still_works(client, member, typed, words_):
    path = link_for(client, member)
    answer = client.post(path, data=typed)
    assert answer.status_code == 422
    assert words_ in answer.text
    assert log_in(client, member).status_code == 302
    client.post("/logout")
    assert choose(client, path).status_code == 302


def test_the_second_factor_is_still_asked_for(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    choose(client, link_for(client, member))
    assert log_in(client, member, NEW).location == "/login/second-step"


def test_a_sign_in_that_was_half_way_is_over(sign_in, app, client, member) -> None:
    codes = give_app(sign_in(member), member)
    thief = app.test_client()
    log_in(thief, member)
    choose(client, link_for(client, member))
    answer = thief.post("/login/second-step", data={"way": "recovery", "code": codes[0]})
    assert answer.location.startswith("/login")
    assert not is_signed_in(thief)


def test_asking_too_often_is_slowed_down_for_known_and_unknown_alike(client, member) -> None:
    for email in (member.email, "nobody@collab.example"):
        for _each in range(MAILS_PER_ACCOUNT):
            assert ask(client, email).status_code == 200
        assert ask(client, email).status_code == 429
    assert len(list_mails(member.email)) == MAILS_PER_ACCOUNT


def test_one_address_cannot_write_to_everybody(client, world, monkeypatch) -> None:
    monkeypatch.setattr("collab.accounts.throttle.MAILS_PER_ADDRESS", 3)
    answers = [ask(client, f"nobody{n}@collab.example").status_code for n in range(4)]
    assert answers == [200, 200, 200, 429]


def test_failed_sign_ins_are_forgotten_with_the_old_password(client, member) -> None:
    for _each in range(9):
        log_in(client, member, "wrong password")
    assert log_in(client, member).status_code == 429
    choose(client, link_for(client, member))
    assert log_in(client, member, NEW).status_code == 302


def test_suspended_people_get_no_mail_and_the_same_answer(client, member) -> None:
    with unit_of_work(GLOBAL):
        service.keep_out(service.find_person(member.id))
    assert SENT in ask(client, member.email).text
    assert list_mails(member.email) == []


@pytest.mark.parametrize("email", ["", "no address", "a@b@c", "x" * 300 + "@x.example"])
def test_what_is_no_address_is_refused(client, email: str) -> None:
    assert ask(client, email).status_code == 422


def test_the_mail_is_written_in_the_persons_language_and_says_what_to_do(client, member) -> None:
    ask(client, member.email)
    (mail,) = list_mails(member.email)
    assert mail.subject == "Choose a new password"
    assert "one hour" in words(mail)
    assert mail.language == "en"


def test_two_who_follow_one_link_at_the_same_moment(client, member) -> None:
    token = link_for(client, member).rsplit("/", 1)[1]
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def follow(new: str) -> None:
        start.wait()
        try:
            with unit_of_work(GLOBAL):
                service.reset_password(token, new)
            outcomes.append(new)
        except LinkUsed:
            outcomes.append("too late")

    threads = [threading.Thread(target=follow, args=(f"{NEW} {n}",)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1] == "too late"
    assert log_in(client, member, min(outcomes)).status_code == 302
    assert log_in(client, member, PASSWORD).status_code == 401
