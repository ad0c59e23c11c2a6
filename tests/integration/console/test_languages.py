"""Working languages, and name and description in each."""

import pytest
from sqlalchemy import select

from collab.cooperations.models import Cooperation
from collab.core.db import session, unit_of_work
from tests.world import World


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/console/languages")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


def cooperation(world: World) -> Cooperation:
    with unit_of_work(world.here.scope, writes=False):
        return session().scalars(select(Cooperation)).one()


def choose(client, url: str, *languages: str, first: str):
    return client.post(url, data={"languages": list(languages), "first": first})


def test_the_first_language_comes_first(world: World, client, url) -> None:
    assert choose(client, url, "en", "de", "fr", first="fr").status_code == 302
    assert cooperation(world).languages == ["fr", "en", "de"]


@pytest.mark.parametrize(
    ("languages", "first", "words"),
    [
        ((), "en", "Please choose at least one language."),
        (("en", "de"), "fr", "Please choose one of the working languages."),
        (("tlh",), "en", "is not a valid choice"),
    ],
)
def test_what_cannot_be_is_said(world: World, client, url, languages, first, words) -> None:
    answer = choose(client, url, *languages, first=first)
    assert answer.status_code == 422
    assert words in answer.text
    assert cooperation(world).languages == ["en"]


def test_texts_are_written_in_the_other_working_languages(world: World, client, url) -> None:
    choose(client, url, "en", "de", "fr", first="en")
    page = client.get(url).text
    assert page.count("Missing") == 2
    texts = {"texts-de-name": "Hier", "texts-de-description": "Über uns", "texts-fr-name": "Ici"}
    assert client.post(f"{url}/texts", data=texts).status_code == 302
    found = cooperation(world)
    assert found.texts == {
        "de": {"name": "Hier", "description": "Über uns"},
        "fr": {"name": "Ici"},
    }
    assert found.name == "Here"
    assert 'value="Hier"' in client.get(url).text
    assert "Missing" not in client.get(url).text  # the original has no description either


def test_a_language_that_is_left_out_keeps_its_texts(world: World, client, url) -> None:
    choose(client, url, "en", "de", "fr", first="en")
    client.post(f"{url}/texts", data={"texts-de-name": "Hier", "texts-fr-name": "Ici"})
    choose(client, url, "en", "de", first="en")
    client.post(f"{url}/texts", data={"texts-de-name": "Hierher", "texts-fr-name": "Là"})
    assert cooperation(world).texts == {"de": {"name": "Hierher"}, "fr": {"name": "Ici"}}


def test_too_long_a_name_is_said_beside_its_field(world: World, client, url) -> None:
    choose(client, url, "en", "de", first="en")
    answer = client.post(f"{url}/texts", data={"texts-de-name": "x" * 201})
    assert answer.status_code == 422
    assert "Please use at most 200 characters." in answer.text
    assert "x" * 201 in answer.text
    assert cooperation(world).texts == {}
