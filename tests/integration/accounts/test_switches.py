"""Language and appearance, switched on every page."""

import pytest
from flask.testing import FlaskClient

from collab.core.i18n import RELEASED
from tests.world import World


@pytest.mark.parametrize("language", RELEASED)
def test_every_language_is_offered_by_its_own_name(client: FlaskClient, language: str) -> None:
    page = client.get("/login", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}"' in page
    for name in ("English", "Deutsch", "Français", "Italiano", "Español", "Català"):
        assert name in page


def test_a_stranger_switches_and_stays_where_they_were(client: FlaskClient) -> None:
    sent = client.post("/language", data={"language": "it", "next": "/login?next=/a"})
    assert (sent.status_code, sent.location) == (302, "/login?next=/a")
    assert '<html lang="it"' in client.get("/", headers={"Accept-Language": "de"}).text


def test_a_person_takes_their_language_along(sign_in, world: World) -> None:
    member = world.person("member")
    sign_in(member).post("/language", data={"language": "fr"})
    assert '<html lang="fr"' in sign_in(member).get("/").text


def test_the_preference_is_stronger_than_the_browser(sign_in, world: World) -> None:
    page = sign_in(world.person("member")).get("/", headers={"Accept-Language": "de"}).text
    assert '<html lang="en"' in page


@pytest.mark.parametrize("language", ["", "xx", "../de", "zh-CN"])
def test_an_unknown_language_changes_nothing(client: FlaskClient, language: str) -> None:
    assert client.post("/language", data={"language": language}).status_code == 302
    assert '<html lang="en"' in client.get("/").text


@pytest.mark.parametrize("path", ["/language", "/theme"])
def test_a_switch_sends_nobody_to_another_site(client: FlaskClient, path: str) -> None:
    data = {"language": "de", "theme": "dark", "next": "//evil.example"}
    assert client.post(path, data=data).location == "/"


def test_a_stranger_switches_the_appearance(client: FlaskClient) -> None:
    assert 'data-bs-theme="auto"' in client.get("/").text
    client.post("/theme", data={"theme": "dark"})
    assert 'data-bs-theme="dark"' in client.get("/").text
    client.post("/theme", data={"theme": "pink"})
    assert 'data-bs-theme="dark"' in client.get("/").text


def test_a_person_takes_their_appearance_along(sign_in, world: World) -> None:
    member = world.person("member")
    sign_in(member).post("/theme", data={"theme": "light"})
    assert 'data-bs-theme="light"' in sign_in(member).get("/").text
