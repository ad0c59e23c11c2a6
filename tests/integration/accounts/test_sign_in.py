from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collab.accounts.models import SignedInSession, Throttle
from collab.accounts.throttle import PER_ACCOUNT, PER_ADDRESS
from collab.core.db import GLOBAL, session, unit_of_work
from tests.factories import PASSWORD
from tests.world import World

WRONG = "E-mail or password is not right."
TOO_MANY = "Too many attempts."


def attempt(client: FlaskClient, email: str, password: str = PASSWORD, **more: str):
    return client.post("/login", data={"email": email, "password": password, **more})


def count_failures() -> int:
    with unit_of_work(GLOBAL, writes=False):
        keys = Throttle.key.startswith("password:")
        return session().scalar(select(func.sum(Throttle.count)).where(keys)) or 0


def count(model: type) -> int:
    with unit_of_work(GLOBAL, writes=False):
        return session().scalar(select(func.count(model.id))) or 0


def test_a_page_for_members_sends_strangers_to_the_form_and_back(client: FlaskClient, world: World):
    sent = client.get("/account/preferences?a=1")
    assert sent.status_code == 302
    form = client.get(sent.location)
    assert 'value="/account/preferences?a=1"' in form.text
    email = world.person("member").email
    back = attempt(client, email, next="/account/preferences?a=1")
    assert (back.status_code, back.location) == (302, "/account/preferences?a=1")
    assert client.get(back.location).status_code == 200


def test_the_email_may_have_capitals_and_spaces(client: FlaskClient, world: World) -> None:
    assert attempt(client, f"  {world.person('member').email.upper()} ").status_code == 302


def test_the_email_can_be_given_in_the_address(client: FlaskClient) -> None:
    form = client.get("/login?email=ana%40collab.example%22%3E")
    assert 'value="ana@collab.example&#34;&gt;"' in form.text


def test_a_wrong_password_is_said_and_the_email_kept(client: FlaskClient, world: World) -> None:
    email = world.person("member").email
    answer = attempt(client, email, "not the password")
    assert answer.status_code == 401
    assert WRONG in answer.text
    assert f'value="{email}"' in answer.text
    assert "not the password" not in answer.text
    assert client.get("/account/session").status_code == 401


def test_unknown_people_get_the_same_answer(client: FlaskClient, world: World) -> None:
    answer = attempt(client, "nobody@collab.example", "not the password")
    assert answer.status_code == 401
    assert WRONG in answer.text


@pytest.mark.parametrize("known", [True, False])
def test_too_many_failures_of_an_account_are_slowed_down(client, world: World, known) -> None:
    email = world.person("member").email if known else "nobody@collab.example"
    for _each in range(PER_ACCOUNT):
        assert attempt(client, email, "not the password").status_code == 401
    answer = attempt(client, email)
    assert answer.status_code == 429
    assert TOO_MANY in answer.text
    assert f'value="{email}"' in answer.text


def test_other_accounts_are_not_slowed_down(client: FlaskClient, world: World) -> None:
    for _each in range(PER_ACCOUNT):
        attempt(client, world.person("member").email, "not the password")
    assert attempt(client, world.person("chair").email).status_code == 302


def test_an_address_that_tries_many_accounts_is_slowed_down(client, world: World, monkeypatch):
    monkeypatch.setattr("collab.accounts.throttle.PER_ADDRESS", 5)
    for number in range(5):
        attempt(client, f"nobody{number}@collab.example", "guess")
    assert attempt(client, world.person("member").email).status_code == 429
    assert PER_ADDRESS > PER_ACCOUNT


def test_successes_are_not_counted_and_forget_the_failures(client, world: World) -> None:
    email = world.person("member").email
    for _each in range(PER_ACCOUNT - 1):
        attempt(client, email, "not the password")
    assert count_failures() == PER_ACCOUNT - 1
    for _each in range(PER_ACCOUNT + 1):
        assert attempt(client, email).status_code == 302
        client.post("/logout")
    assert count_failures() == 0


@pytest.mark.parametrize(
    ("email", "password", "message"),
    [
        ("", PASSWORD, "Please enter your e-mail."),
        ("ana@collab.example", "", "Please enter your password."),
        ("a" * 10_000, PASSWORD, "This e-mail is too long."),
    ],
)
def test_an_incomplete_form_says_what_is_missing(client, world, email, password, message) -> None:
    answer = attempt(client, email, password)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert count_failures() == 0


def test_a_very_long_password_is_just_wrong(client: FlaskClient, world: World) -> None:
    assert attempt(client, world.person("member").email, "x" * 100_000).status_code == 401


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "javascript:alert(1)",
        "/\tevil",
        "evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, world: World, target: str) -> None:
    answer = attempt(client, world.person("member").email, next=target)
    assert urlsplit(answer.location)[:3] == ("", "", "/")


def test_whoever_is_signed_in_does_not_see_the_form(sign_in, world: World) -> None:
    mine = sign_in(world.person("member"))
    assert mine.get("/login?next=/account/sessions").location == "/account/sessions"


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, world: World) -> None:
    attempt(client, world.person("member").email)
    assert count(SignedInSession) == 1
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    assert client.post("/logout").status_code == 302
    assert count(SignedInSession) == 0
    with client.session_transaction() as cookie:
        cookie.update(stolen)
    assert client.get("/account/session").status_code == 401


def test_signing_out_twice_is_no_error(client: FlaskClient) -> None:
    assert client.post("/logout").status_code == 302


def test_open_pages_can_ask_whether_they_are_still_signed_in(client, world: World) -> None:
    assert client.get("/account/session").status_code == 401
    attempt(client, world.person("member").email)
    assert client.get("/account/session").status_code == 204


def test_the_cookie_is_strict(client: FlaskClient, world: World) -> None:
    answer = attempt(client, world.person("member").email)
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("collab="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_what_was_planted_in_the_session_before_is_gone(client: FlaskClient, world: World) -> None:
    with client.session_transaction() as cookie:
        cookie["csrf_token"] = "planted"
    attempt(client, world.person("member").email)
    with client.session_transaction() as cookie:
        assert cookie.get("csrf_token") != "planted"


@pytest.mark.csrf
def test_an_expired_form_keeps_the_email_and_works_when_sent_again(client, world: World) -> None:
    email = world.person("member").email
    answer = attempt(client, email, csrf_token="long ago")
    assert answer.status_code == 422
    assert "The form had been open for too long." in answer.text
    assert f'value="{email}"' in answer.text
    token = answer.text.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    assert attempt(client, email, csrf_token=token).status_code == 302
