"""What is written is found by whoever may see it, in other forms, and by nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from collab.accounts.models import Person
from collab.core.clock import now
from collab.core.db import database, session, unit_of_work
from collab.search.kinds import Kind
from tests.prepared import prepared_by
from tests.searched import fill, find, titles
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def filled(world: World) -> World:
    """Where `fill` was prepared."""
    return world


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("strategies", {"Write the strategy on hydrogen", "Strategies"}),
        ("européenne", {"Write the strategy on hydrogen"}),
        ("fruhlingstreffen", {"Frühlingstreffen"}),
        ("wasserstoff", {"Frühlingstreffen"}),
        ("hidrogeno", {"Hidrógeno.txt"}),
        ("hydrogen strategy", {"Write the strategy on hydrogen"}),
        ("nobodyeverwrote", set()),
        ("", set()),
        ("\"'* AND (", set()),
    ],
)
@prepared_by(fill)
def test_other_forms_of_words_are_found(filled: World, question: str, found: set[str]) -> None:
    assert set(titles(filled.actor("member"), question)) == found


@prepared_by(fill)
def test_a_mistyped_word_finds_what_was_meant(filled: World) -> None:
    found = find(filled.person("member"), "hydrogne")
    assert found.meant == "hydrogen"
    assert {at.hit.title for at in found.shown} == {
        "Write the strategy on hydrogen",
        "Joint hydrogen paper",
    }


@prepared_by(fill)
def test_decisions_are_results_of_their_own(filled: World) -> None:
    found = find(filled.person("member"), "fördern Zug")
    assert found.counts[Kind.DECISION] == 1
    shown = next(at.hit for at in found.shown if at.hit.kind is Kind.DECISION)
    assert [piece.text for piece in shown.snippet if piece.is_marked] == ["fördern", "Züge"]
    assert shown.anchor == "decision-1"


@prepared_by(fill)
def test_filters_narrow_what_is_found(filled: World) -> None:
    actor = filled.actor("member")
    assert titles(actor, "hydrogen", kind="page") == ["Joint hydrogen paper"]
    assert titles(actor, "hydrogen", language="de") == []
    assert titles(actor, "hydrogen", working_group=filled.here.groups["culture"].id) == []
    assert titles(actor, "hydrogen", since=now() + timedelta(days=1)) == []
    assert len(titles(actor, "hydrogen", until=now() + timedelta(days=1))) == 2
    assert titles(actor, "hydrogen", author="chair") == ["Write the strategy on hydrogen"]
    assert titles(actor, "hydrogen", author="nobody") == []


@prepared_by(fill)
def test_nobody_finds_what_they_may_not_see(filled: World) -> None:
    assert titles(filled.actor("outsider"), "hydrogen") == ["Write the strategy on hydrogen"]
    assert titles(filled.actor("guest"), "joint paper") == []
    assert titles(filled.actor("coordinator"), "joint paper") == ["Joint hydrogen paper"]


@prepared_by(fill)
def test_no_cooperation_finds_what_another_one_has(filled: World) -> None:
    ours = find(filled.person("member"), "hydrogen")
    assert not any("canary" in at.hit.title for at in ours.shown)
    theirs = find(filled.stranger, "hydrogen strategy wasserstoff canary")
    assert theirs.total == 0
    assert [at.hit.title for at in find(filled.stranger, "hydrogen").shown] == [
        "Hydrogen canary of elsewhere"
    ]
    assert find(filled.stranger, "hydrogn").meant == "hydrogen"
    # words of the others are not even proposed
    assert find(filled.stranger, "wasserstof").meant == ""


@prepared_by(fill)
def test_a_removed_member_finds_nothing_at_once(filled: World) -> None:
    member = filled.membership("member")
    with unit_of_work(filled.here.scope):
        session().merge(member).ended_at = now()
    assert find(filled.person("member"), "hydrogen").total == 0


@prepared_by(fill)
def test_the_database_itself_gives_no_passage_of_another_cooperation(filled: World) -> None:
    with database.engine.connect() as connection:
        if database.is_sqlite:
            asked = f'"_c{filled.elsewhere.id.hex}" AND "hydrogen"'
            found = connection.execute(
                text("SELECT rowid FROM search_words(:asked)"), {"asked": asked}
            )
            assert len(found.all()) == 1
            return
        asked = "SELECT count(*) FROM search_find('hydrogen'::tsquery)"
        assert connection.execute(text(asked)).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM search_passage")).scalar() == 0
        connection.execute(
            text("SELECT set_config('collab.cooperation_id', :id, true)"),
            {"id": str(filled.elsewhere.id)},
        )
        assert connection.execute(text(asked)).scalar() == 1


@prepared_by(fill)
def test_people_are_found_by_name_but_not_by_guests(filled: World) -> None:
    found = find(filled.person("member"), "secretary")
    assert [at.person.name for at in found.people] == ["Secretary of here"]
    assert [at.person.name for at in find(filled.person("member"), "secretery").people] == [
        "Secretary of here"
    ]
    assert find(filled.person("guest"), "secretary").people == []


@prepared_by(fill)
def test_the_page_and_the_palette_show_what_was_found(filled: World, sign_in: SignIn) -> None:
    client = sign_in(filled.person("member"))
    page = client.get("/search?q=hydrogen")
    assert page.status_code == 200
    assert "<mark>hydrogen</mark>" in page.text
    assert "canary" not in page.text
    assert 'lang="es"' in client.get("/search?q=hidrogeno").text
    palette = client.get("/search/palette?q=hydr")
    assert "Joint hydrogen paper" in palette.text
    assert 'role="option"' in palette.text
    assert "Meetings" in client.get("/search/palette?here=here").text
    strange = "/search?q=%00&page=-1&since=9999-12-31&until=9999-12-31&kind=x&language=y&in=no"
    assert client.get(strange).status_code == 200
    assert client.get("/search?q=hydrogen&in=elsewhere").text.count("canary") == 0


def test_whoever_is_not_signed_in_searches_nothing(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/search?q=hydrogen").status_code == 302
    assert client.get("/search/palette?q=hydrogen").status_code == 302
