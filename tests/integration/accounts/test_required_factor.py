"""A cooperation lets in only people with a second factor."""

import threading

import pytest
from sqlalchemy import select

from collab.accounts import service
from collab.accounts.models import AuthenticatorApp
from collab.cooperations.models import Cooperation
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.accounts.steps import give_app, is_signed_in, log_in, reload, second_step
from tests.world import World


@pytest.fixture
def member(world: World):
    with unit_of_work(world.here.scope):
        session().scalars(select(Cooperation)).one().requires_two_factor = True
    return world.person("member")


def test_whoever_has_none_is_shown_the_way(sign_in, world: World, member) -> None:
    mine = sign_in(member)
    answer = mine.get(world.here.url())
    assert answer.status_code == 403
    assert "This cooperation requires a second factor" in answer.text
    assert 'href="/account/security"' in answer.text
    give_app(mine, member)
    assert mine.get(world.here.url()).status_code == 200


def test_the_last_one_stays(sign_in, world: World, member) -> None:
    mine = sign_in(member)
    give_app(mine, member)
    answer = mine.post("/account/security/app/removal")
    assert answer.status_code == 409
    assert world.here.cooperation.name in answer.text


def test_who_was_signed_in_with_a_password_alone_has_to_sign_in_again(sign_in, member) -> None:
    thief, mine = sign_in(member), sign_in(member)
    give_app(mine, member)
    assert is_signed_in(mine)
    assert not is_signed_in(thief)


def test_operators_help_whoever_has_lost_everything(sign_in, app, client, member) -> None:
    codes = give_app(sign_in(member), member)
    half_way = app.test_client()
    log_in(half_way, member)
    with unit_of_work(GLOBAL):
        service.remove_all_factors(service.find_person(member.id))
    assert reload(member).second_factor_at is None
    assert second_step(half_way, codes[0], "recovery").status_code == 401
    assert log_in(client, member).location == "/"


def test_pressing_the_button_twice_makes_one_secret(member) -> None:
    start = threading.Barrier(4)
    faults: list[Exception] = []

    def begin() -> None:
        start.wait()
        try:
            with unit_of_work(GLOBAL):
                service.begin_app(member.id)
        except Exception as error:  # noqa: BLE001 any is a failure of this test
            faults.append(error)

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with unit_of_work(GLOBAL, writes=False):
        assert len(session().scalars(select(AuthenticatorApp)).all()) == 1
