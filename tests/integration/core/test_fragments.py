"""Scripts of pages get JSON with words for the reader, whatever goes wrong."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from tests.world import World

SCRIPTED = {"X-Fragment": "1"}


def test_a_script_of_somebody_signed_out_is_told_so(client: FlaskClient, world: World) -> None:
    answer = client.post(world.here.url("/tasks/1/close"), headers=SCRIPTED)
    assert (answer.status_code, answer.json["code"]) == (401, "signed_out")
    assert "Sign in" in answer.json["message"] or "sign in" in answer.json["message"]


def test_what_is_not_there_is_said_as_on_a_page(
    world: World, sign_in: Callable[[Person], FlaskClient]
) -> None:
    client = sign_in(world.person("member"))
    answer = client.post(world.here.url("/tasks/1/close"), headers=SCRIPTED)
    assert answer.status_code == 404
    assert answer.json == {
        "ok": False,
        "code": "not_found",
        "message": "There is nothing here, or it is not open to you.",
    }
    page = client.post(world.here.url("/tasks/1/close"))
    assert page.status_code == 404
    assert page.text.lstrip().startswith("<!doctype html>")


@pytest.mark.csrf
def test_an_expired_form_is_refused_in_words(
    world: World, sign_in: Callable[[Person], FlaskClient]
) -> None:
    client = sign_in(world.person("member"))
    answer = client.post(world.here.url("/tasks/1/close"), headers=SCRIPTED)
    assert (answer.status_code, answer.json["ok"]) == (400, False)
    assert answer.json["message"]
