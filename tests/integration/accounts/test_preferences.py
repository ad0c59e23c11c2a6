import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import Person
from collab.core.db import GLOBAL, session, unit_of_work
from tests.world import World

GOOD = {"name": "Ana Pérez", "language": "ca", "timezone": "Europe/Lisbon", "theme": "dark"}


@pytest.fixture
def mine(sign_in, world: World) -> FlaskClient:
    return sign_in(world.person("member"))


@pytest.fixture
def find_me(world: World):
    def find() -> Person:
        with unit_of_work(GLOBAL, writes=False):
            member = world.person("member")
            return session().scalars(select(Person).where(Person.id == member.id)).one()

    return find


def test_preferences_are_kept_and_used_from_the_next_page(mine, find_me) -> None:
    assert mine.post("/account/preferences", data=GOOD).status_code == 302
    me = find_me()
    assert {name: getattr(me, name) for name in GOOD} == GOOD
    page = mine.get("/account/preferences").text
    assert '<html lang="ca"' in page
    assert 'data-bs-theme="dark"' in page
    assert '<option selected value="Europe/Lisbon">' in page


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": "   "}, "Please enter your name."),
        ({"name": "x" * 10_000}, "Please use at most 120 characters."),
        ({"timezone": "Mars/Olympus"}, "There is no such time zone."),
        ({"timezone": "../../etc/passwd"}, "There is no such time zone."),
        ({"timezone": ""}, "Please choose a time zone."),
        ({"language": "xx"}, "Not a valid choice"),
        ({"theme": "pink"}, "Not a valid choice"),
        ({"theme": ""}, "Please choose one."),
    ],
)
def test_a_mistake_is_named_and_nothing_else_is_lost(mine, find_me, change, message) -> None:
    typed = GOOD | {"name": "Ana Pérez i Ferrer"} | change
    answer = mine.post("/account/preferences", data=typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert typed["name"].strip() in answer.text
    assert find_me().language == "en"


def test_an_older_name_of_a_time_zone_is_taken_and_offered(mine, find_me) -> None:
    mine.post("/account/preferences", data=GOOD | {"timezone": "Asia/Kolkata"})
    assert find_me().timezone == "Asia/Kolkata"
    assert '<option selected value="Asia/Kolkata">' in mine.get("/account/preferences").text


def test_markup_in_a_name_is_text(mine) -> None:
    mine.post("/account/preferences", data=GOOD | {"name": "<b>Ana</b>", "language": "en"})
    page = mine.get("/").text
    assert "<b>Ana" not in page
    assert "&lt;b&gt;Ana" in page
