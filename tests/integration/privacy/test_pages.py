from collections.abc import Callable

from flask.testing import FlaskClient

from collab.accounts.models import Person
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


def test_the_page_of_my_data_shows_what_i_can_do(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.person("member")).get("/account/data")
    assert page.status_code == 200
    for words in ("Make a copy", "Leave a cooperation", "Delete my account", "Here"):
        assert words in page.text


def test_everybody_may_read_how_data_is_protected(client: FlaskClient, world: World) -> None:
    page = client.get("/data-protection")
    assert page.status_code == 200
    assert "90 days" in page.text
    assert "ask the coordinator" in page.text
    assert 'href="/data-protection"' in client.get("/").text


def test_retention_page(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.person("coordinator"))
    page = client.get(world.here.url("/console/retention"))
    assert page.status_code == 200
