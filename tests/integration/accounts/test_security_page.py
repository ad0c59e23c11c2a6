"""One page about how I sign in."""

import re

import pytest

from tests.integration.accounts.steps import give_app, log_in
from tests.world import World

PAGES = (
    "/account/security",
    "/account/password",
    "/account/email",
    "/account/proof",
    "/account/sessions",
    "/account/security/app-passwords",
)


@pytest.fixture
def member(world: World):
    return world.person("member")


def test_it_shows_what_is_there(sign_in, member) -> None:
    mine = sign_in(member)
    before = mine.get("/account/security").text
    assert member.email in before
    assert "Make new codes" not in before
    give_app(mine, member)
    after = mine.get("/account/security").text
    assert "10 codes are left" in after
    assert "set up on" in after
    assert 'action="/account/security/app/removal"' in after


def test_it_shows_the_last_sign_ins_and_this_one(sign_in, app, member) -> None:
    mine = sign_in(member)
    for _each in range(7):
        log_in(app.test_client(), member)
    page = mine.get("/account/security").text
    assert page.count("Address ") == 5
    assert page.count("this one") == 0
    assert mine.get("/account/sessions").text.count("this one") == 1


def test_few_queries_are_enough(sign_in, member, count_queries) -> None:
    mine = sign_in(member)
    give_app(mine, member)
    with count_queries() as queries:
        mine.get("/account/security")
    assert len(queries) <= 8


def test_strangers_are_sent_to_the_sign_in(client) -> None:
    for path in PAGES:
        assert client.get(path).location.startswith("/login?next="), path


def test_no_page_has_what_the_policy_forbids(sign_in, member) -> None:
    mine = sign_in(member)
    mine.post("/account/security/app")
    for path in (*PAGES, "/account/security/app", "/account/security/passkeys/new"):
        page = mine.get(path)
        assert page.status_code == 200, path
        assert not re.search(r"<[^>]+\s(style|on\w+)=", page.text), path


def test_secrets_are_not_given_back(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    log_in(client, member)
    answer = client.post("/login/second-step", data={"way": "app", "code": "135790"})
    assert "135790" not in answer.text


def test_everybody_has_a_page_of_their_own(sign_in, world: World, member) -> None:
    give_app(sign_in(member), member)
    page = sign_in(world.person("chair")).get("/account/security").text
    assert "set up on" not in page
    assert member.email not in page
