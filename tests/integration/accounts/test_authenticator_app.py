"""Six digits after the password."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.accounts import requirements
from collab.accounts.models import AuthenticatorApp, Challenge, RecoveryCode
from collab.accounts.throttle import PER_ACCOUNT
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.accounts.inbox import subjects
from tests.integration.accounts.steps import (
    at,
    code_of,
    give_app,
    grow_old,
    is_signed_in,
    log_in,
    reload,
    second_step,
    secret_of,
)
from tests.world import World


@pytest.fixture
def member(world: World):
    return world.person("member")


def test_setting_up_shows_a_picture_and_the_secret_until_a_code_is_entered(sign_in, member) -> None:
    mine = sign_in(member)
    mine.post("/account/security/app")
    page = mine.get("/account/security/app").text
    secret = secret_of(member)
    assert " ".join(secret[start : start + 4] for start in range(0, 32, 4)) in page
    assert "<svg" in page
    assert "style=" not in page
    assert reload(member).second_factor_at is None
    answer = mine.post("/account/security/app/confirmation", data={"code": code_of(member)})
    assert "shown only now" in answer.text
    assert reload(member).second_factor_at is not None
    assert mine.get("/account/security/app").status_code == 404
    assert secret not in mine.get("/account/security").text
    assert "An authenticator app was added" in subjects(member.email)


def test_the_secret_is_sealed_in_the_database(sign_in, member) -> None:
    give_app(sign_in(member), member)
    with unit_of_work(GLOBAL, writes=False):
        stored = session().scalars(select(AuthenticatorApp.secret)).one()
    assert secret_of(member) not in stored


def test_a_wrong_code_turns_nothing_on(sign_in, member) -> None:
    mine = sign_in(member)
    mine.post("/account/security/app")
    for wrong in ("000000", "", "abcdef", "٣٤٥٦٧٨"):
        answer = mine.post("/account/security/app/confirmation", data={"code": wrong})
        assert answer.status_code == 422
    assert reload(member).second_factor_at is None


def test_an_app_that_was_only_begun_is_not_asked_for(sign_in, client, member) -> None:
    sign_in(member).post("/account/security/app")
    assert log_in(client, member).location == "/"
    assert is_signed_in(client)


def test_there_is_one_app_at_a_time(sign_in, member) -> None:
    mine = sign_in(member)
    give_app(mine, member)
    assert mine.post("/account/security/app").status_code == 409


def test_the_password_alone_opens_nothing(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    answer = log_in(client, member, next="/account/preferences")
    assert answer.location == "/login/second-step"
    assert not is_signed_in(client)
    assert "authenticator app" in client.get("/login/second-step").text
    done = second_step(client, code_of(member))
    assert done.location == "/account/preferences"
    assert is_signed_in(client)


def test_spaces_in_a_code_do_no_harm(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    log_in(client, member)
    code = code_of(member)
    assert second_step(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_a_code_works_once(sign_in, app, member) -> None:
    give_app(sign_in(member), member)
    code = code_of(member)
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        log_in(browser, member)
    assert second_step(first, code).status_code == 302
    answer = second_step(second, code)
    assert answer.status_code == 401
    assert "it was used before" in answer.text
    assert not is_signed_in(second)


def test_an_older_code_does_not_work_after_a_newer_one(sign_in, app, member, monkeypatch) -> None:
    give_app(sign_in(member), member)
    later = now() + timedelta(minutes=5)
    at(monkeypatch, later)
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        log_in(browser, member)
    assert second_step(first, code_of(member, later)).status_code == 302
    earlier = code_of(member, later - timedelta(seconds=30))
    assert second_step(second, earlier).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 302), (30, 302), (60, 401)])
def test_clocks_may_differ_by_half_a_minute(
    sign_in, client, member, monkeypatch, seconds: int, status: int
) -> None:
    give_app(sign_in(member), member)
    later = now() + timedelta(minutes=10)
    at(monkeypatch, later)
    log_in(client, member)
    code = code_of(member, later + timedelta(seconds=seconds))
    assert second_step(client, code).status_code == status


def test_the_code_of_somebody_else_is_wrong(sign_in, client, world: World, member) -> None:
    chair = world.person("chair")
    for person in (member, chair):
        give_app(sign_in(person), person)
    log_in(client, member)
    assert second_step(client, code_of(chair)).status_code == 401


def test_guessing_codes_is_slowed_down_and_told(sign_in, app, member) -> None:
    give_app(sign_in(member), member)
    browser = app.test_client()
    log_in(browser, member)
    right = code_of(member)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _each in range(PER_ACCOUNT):
        assert second_step(browser, wrong).status_code == 401
    answer = second_step(browser, right)
    assert answer.status_code == 429
    assert "Too many attempts." in answer.text
    again = app.test_client()
    log_in(again, member)
    assert second_step(again, right).status_code == 429
    assert "Somebody knows your password" in subjects(member.email)


def test_the_second_step_waits_five_minutes(sign_in, client, member, monkeypatch) -> None:
    give_app(sign_in(member), member)
    log_in(client, member, next="/account/preferences")
    later = now() + timedelta(minutes=6)
    at(monkeypatch, later)
    answer = second_step(client, code_of(member, later))
    assert answer.status_code == 302
    assert answer.location == "/login?next=/account/preferences"
    assert "took too long" in client.get("/login").text
    assert not is_signed_in(client)


def test_without_a_first_step_there_is_no_second(client) -> None:
    assert client.get("/login/second-step").location == "/login"
    assert second_step(client, "123456").location == "/login"
    assert client.post("/login/second-step/options").status_code == 410


def test_a_second_step_can_be_taken_once(sign_in, app, member) -> None:
    codes = give_app(sign_in(member), member)
    browser = app.test_client()
    log_in(browser, member)
    with browser.session_transaction() as cookie:
        half_way = dict(cookie)
    assert second_step(browser, code_of(member)).status_code == 302
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(half_way)
    assert second_step(thief, codes[0], "recovery").location.startswith("/login")
    assert not is_signed_in(thief)


def test_the_second_step_gets_a_new_session(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by a stranger"
    log_in(client, member)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        cookie["planted"] = "again"
    second_step(client, code_of(member))
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert "second_step" not in cookie


def test_removing_the_app_asks_for_the_password_only(sign_in, client, member) -> None:
    mine = sign_in(member)
    give_app(mine, member)
    assert mine.post("/account/security/app/removal").status_code == 302
    assert reload(member).second_factor_at is None
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(RecoveryCode)).all() == []
    assert log_in(client, member).location == "/"
    assert "Your authenticator app was removed" in subjects(member.email)


def test_the_last_factor_stays_while_a_cooperation_requires_one(
    sign_in, member, monkeypatch
) -> None:
    monkeypatch.setattr(requirements, "_requirements", [lambda _person_id: ["Four Motors"]])
    mine = sign_in(member)
    give_app(mine, member)
    answer = mine.post("/account/security/app/removal")
    assert answer.status_code == 409
    assert "Four Motors" in answer.text
    assert 'href="/account/security"' in answer.text
    assert reload(member).second_factor_at is not None


def test_changing_factors_needs_the_password_again_after_a_while(sign_in, member) -> None:
    mine = sign_in(member)
    grow_old(member)
    for path in ("app", "app/removal", "codes", "passkeys", "passkeys/options"):
        answer = mine.post(f"/account/security/{path}")
        assert answer.location == "/account/proof?next=/account/security", path
    answer = mine.get("/account/security/passkeys/new")
    assert answer.location == "/account/proof?next=/account/security/passkeys/new"
    wrong = mine.post("/account/proof", data={"password": "not it"})
    assert wrong.status_code == 422
    assert "This is not your current password." in wrong.text
    data = {"password": "a-password-of-tests", "next": "/account/security/passkeys/new"}
    assert mine.post("/account/proof", data=data).location == "/account/security/passkeys/new"
    assert mine.post("/account/security/app").location == "/account/security/app"


def test_guessing_the_password_again_is_slowed_down(sign_in, member) -> None:
    mine = sign_in(member)
    for _each in range(PER_ACCOUNT):
        mine.post("/account/proof", data={"password": "not it"})
    answer = mine.post("/account/proof", data={"password": "a-password-of-tests"})
    assert answer.status_code == 429


def test_what_is_over_is_forgotten(sign_in, app, member, monkeypatch) -> None:
    give_app(sign_in(member), member)
    log_in(app.test_client(), member)
    at(monkeypatch, now() + timedelta(hours=1))
    log_in(app.test_client(), member)
    with unit_of_work(GLOBAL, writes=False):
        assert len(session().scalars(select(Challenge)).all()) == 1


@pytest.mark.csrf
def test_strangers_cannot_send_the_second_step_for_somebody(client) -> None:
    assert second_step(client, "123456").status_code == 400
    assert client.post("/login/passkey/options").status_code == 400
    assert client.post("/account/security/app").status_code in {400, 401}
