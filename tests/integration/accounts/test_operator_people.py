"""The operator's list of people: who may found, who is kept out."""

import pytest
from sqlalchemy import update

from collab.accounts import service
from collab.accounts.models import Person
from collab.accounts.service.people import PAGE
from collab.core import revocation
from collab.core.db import GLOBAL, new_id, session, unit_of_work
from tests.factories import make_person
from tests.integration.accounts.steps import is_signed_in, log_in, reload
from tests.world import World

SUSPENDED = "Your account is suspended."


@pytest.fixture
def operator(world: World):
    with unit_of_work(GLOBAL):
        return make_person(name="Olga Operator", email="olga@collab.example", is_operator=True)


@pytest.fixture
def member(world: World):
    return world.person("member")


def act(browser, person, what: str, **data: str):
    return browser.post(f"/operator/people/{person.id}/{what}", data=data)


def test_people_are_listed_by_name_with_what_they_may(sign_in, operator, member) -> None:
    page = sign_in(operator).get("/operator/people").text
    assert member.email in page
    assert "Olga Operator" in page
    assert f"/operator/people/{operator.id}/" not in page
    assert f"/operator/people/{member.id}/suspension" in page


def test_everybody_else_sees_no_such_page(sign_in, client, world: World, member) -> None:
    mine = sign_in(world.person("coordinator"))
    assert mine.get("/operator/people").status_code == 404
    for what in ("suspension", "resumption", "right-to-found"):
        assert act(mine, member, what).status_code == 404
        assert act(client, member, what).status_code == 401
    assert client.get("/operator/people").status_code == 302
    assert reload(member).suspended_at is None


def test_a_search_finds_names_without_accents_and_e_mails(sign_in, operator) -> None:
    with unit_of_work(GLOBAL):
        make_person(name="Hélène Chabanel", email="h.c@lyon.example")
    mine = sign_in(operator)
    for search in ("helene", "CHABANEL", "H.C@LYON", "  hélène "):
        page = mine.get("/operator/people", query_string={"search": search}).text
        assert "Hélène Chabanel" in page
        assert "1 person" in page
    for nothing in ("%", "_", "nobody at all", "\\"):
        page = mine.get("/operator/people", query_string={"search": nothing}).text
        assert "Nobody is called that." in page, nothing


def test_long_lists_have_pages(sign_in, operator, count_queries) -> None:
    with unit_of_work(GLOBAL):
        for number in range(PAGE + 5):
            make_person(name=f"Zoe {number:03}")
    mine = sign_in(operator)
    with count_queries() as queries:
        first = mine.get("/operator/people?search=Zoe").text
    assert len(queries) <= 6
    assert first.count("/suspension") == PAGE
    assert "Page 1 of 2" in first
    second = mine.get("/operator/people?search=Zoe&page=2").text
    assert second.count("/suspension") == 5
    assert "Zoe 054" in second
    for nonsense in ("99", "0", "-1", "x", ""):
        page = mine.get(f"/operator/people?search=Zoe&page={nonsense}")
        assert page.status_code == 200


def test_the_right_to_found_is_given_and_taken(sign_in, operator, member) -> None:
    mine = sign_in(operator)
    act(mine, member, "right-to-found", may_found="1")
    assert reload(member).may_found
    assert "may found cooperations" in mine.get("/operator/people?search=member").text
    act(mine, member, "right-to-found", may_found="0")
    assert not reload(member).may_found


def test_whoever_is_suspended_is_out_at_once(
    sign_in, client, operator, member, monkeypatch
) -> None:
    told: list[revocation.AccessChange] = []
    monkeypatch.setattr(revocation, "_listeners", [told.append])
    theirs = [sign_in(member), sign_in(member)]
    assert act(sign_in(operator), member, "suspension").status_code == 302
    assert [is_signed_in(one) for one in theirs] == [False, False]
    assert len({change.session_id for change in told}) == 2
    answer = log_in(client, member)
    assert answer.status_code == 403
    assert SUSPENDED in answer.text
    assert not is_signed_in(client)


def test_only_who_knows_the_password_learns_of_it(sign_in, client, operator, member) -> None:
    act(sign_in(operator), member, "suspension")
    answer = log_in(client, member, "wrong password")
    assert answer.status_code == 401
    assert SUSPENDED not in answer.text


def test_even_a_session_that_was_left_signs_nobody_in(sign_in, member) -> None:
    mine = sign_in(member)
    with unit_of_work(GLOBAL):
        session().execute(
            update(Person).where(Person.id == member.id).values(suspended_at=member.created_at)
        )
    assert not is_signed_in(mine)


def test_whoever_is_let_in_again_signs_in(sign_in, client, operator, member) -> None:
    mine = sign_in(operator)
    act(mine, member, "suspension")
    act(mine, member, "resumption")
    assert log_in(client, member).status_code == 302


def test_a_sign_in_that_was_half_way_ends_too(sign_in, app, operator, member) -> None:
    with unit_of_work(GLOBAL):
        session().execute(
            update(Person).where(Person.id == member.id).values(second_factor_at=member.created_at)
        )
    thief = app.test_client()
    assert log_in(thief, member).location == "/login/second-step"
    act(sign_in(operator), member, "suspension")
    assert thief.get("/login/second-step").location.startswith("/login")


def test_nobody_suspends_or_empowers_themselves(sign_in, operator) -> None:
    mine = sign_in(operator)
    for what in ("suspension", "resumption", "right-to-found"):
        answer = act(mine, operator, what, may_found="1")
        assert answer.status_code == 409
        assert "another operator" in answer.text
    assert reload(operator).suspended_at is None
    assert not reload(operator).may_found


def test_strangers_and_erased_people_cannot_be_changed(sign_in, operator, member) -> None:
    mine = sign_in(operator)
    assert mine.post(f"/operator/people/{new_id()}/suspension").status_code == 404
    with unit_of_work(GLOBAL):
        service.find_person(member.id).erased_at = member.created_at
    assert act(mine, member, "suspension").status_code == 404
    assert member.email not in mine.get("/operator/people").text


def test_the_list_stays_where_it_was(sign_in, operator, member) -> None:
    answer = sign_in(operator).post(f"/operator/people/{member.id}/suspension?search=mem&page=1")
    assert "search=mem" in answer.location
