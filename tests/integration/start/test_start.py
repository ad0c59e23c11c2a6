from types import SimpleNamespace

from flask import Flask
from flask.testing import FlaskClient

from collab.core.actor import Role
from collab.core.db import GLOBAL, database, unit_of_work
from tests.factories import make_person
from tests.world import World

ANA = SimpleNamespace(
    email="ana@collab.example",
    name="Ana Pérez",
    color=3,
    role=Role.SECRETARY,
    cooperation="Four Motors for Europe",
    region="Catalunya",
    language="ca",
)


def test_strangers_read_what_this_is_and_can_sign_in(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Work together across borders" in page.text
    assert 'name="password"' in page.text
    assert 'id="demo"' not in page.text


def test_a_demonstration_tells_as_whom_to_sign_in(app: Flask, client: FlaskClient) -> None:
    app.config.update(DEMO_PEOPLE=lambda: [ANA], DEMO_PASSWORD="shown here")
    page = client.get("/").text
    for text in ("Ana Pérez", "Secretary", "Catalunya", "Català", "shown here"):
        assert text in page
    assert 'href="/login?email=ana@collab.example"' in page


def test_my_work_lists_my_cooperations_with_my_role(sign_in, world: World) -> None:
    page = sign_in(world.person("secretary")).get("/").text
    assert world.here.cooperation.name in page
    assert f'href="{world.here.url("/")}"' in page or f'href="{world.here.url()}"' in page
    assert "Secretary" in page
    assert world.elsewhere.cooperation.name not in page


def test_whoever_belongs_nowhere_is_told_what_to_do(sign_in, app: Flask) -> None:
    with unit_of_work(GLOBAL):
        person = make_person()
    page = sign_in(person).get("/").text
    assert "You are not a member of a cooperation yet." in page


def test_the_process_says_that_it_is_well(client: FlaskClient) -> None:
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_without_its_tables_the_server_is_not_ready(client: FlaskClient) -> None:
    database.connect("sqlite://")
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
