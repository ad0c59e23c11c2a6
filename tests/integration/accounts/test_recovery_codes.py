"""Ten codes on paper."""

import pytest
from sqlalchemy import select

from collab.accounts.models import RecoveryCode
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.accounts.inbox import list_mails, words
from tests.integration.accounts.steps import CODE, give_app, is_signed_in, log_in, second_step
from tests.world import World


@pytest.fixture
def member(world: World):
    return world.person("member")


def test_ten_different_codes_are_shown_and_only_their_hashes_kept(sign_in, member) -> None:
    codes = give_app(sign_in(member), member)
    assert len(set(codes)) == 10
    with unit_of_work(GLOBAL, writes=False):
        hashes = session().scalars(select(RecoveryCode.code_hash)).all()
    assert len(hashes) == 10
    assert not set(codes) & set(hashes)


def test_each_works_once_and_the_owner_is_told(sign_in, app, member) -> None:
    codes = give_app(sign_in(member), member)
    first, second = app.test_client(), app.test_client()
    log_in(first, member)
    typed = codes[3].lower().replace("-", " ")
    assert second_step(first, typed, "recovery").status_code == 302
    assert is_signed_in(first)
    log_in(second, member)
    answer = second_step(second, codes[3], "recovery")
    assert answer.status_code == 401
    assert "it was used before" in answer.text
    mail = next(one for one in list_mails(member.email) if "recovery code was used" in one.subject)
    assert "Codes that are left: 9." in words(mail)
    assert "9 codes are left" in first.get("/account/security").text


def test_the_code_of_somebody_else_is_wrong(sign_in, client, world: World, member) -> None:
    chair = world.person("chair")
    theirs = give_app(sign_in(chair), chair)
    give_app(sign_in(member), member)
    log_in(client, member)
    assert second_step(client, theirs[0], "recovery").status_code == 401


def test_new_ones_replace_the_old_ones(sign_in, client, member) -> None:
    mine = sign_in(member)
    old = give_app(mine, member)
    page = mine.post("/account/security/codes")
    new = CODE.findall(page.text)
    assert len(new) == 10
    assert page.headers["Cache-Control"] == "no-store"
    log_in(client, member)
    assert second_step(client, old[0], "recovery").status_code == 401
    assert second_step(client, new[0], "recovery").status_code == 302


def test_without_a_second_factor_there_are_none(sign_in, member) -> None:
    assert sign_in(member).post("/account/security/codes").status_code == 404


def test_they_are_offered_at_the_second_step(sign_in, client, member) -> None:
    give_app(sign_in(member), member)
    log_in(client, member)
    assert "/login/second-step?way=recovery" in client.get("/login/second-step").text
    assert 'name="way" value="recovery"' in client.get("/login/second-step?way=recovery").text
    assert 'name="way" value="app"' in client.get("/login/second-step?way=nonsense").text
    empty = second_step(client, "", "recovery")
    assert empty.status_code == 422
    assert "Please enter a code." in empty.text
