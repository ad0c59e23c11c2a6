"""What a reader sees when something is wrong, and what they had typed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collab.core.errors import Conflict, Forbidden, Invalid
from collab.core.web import public
from tests.world import World

LONG = "Joint call for hydrogen projects, second draft, with all the annexes."


@pytest.fixture
def failing(app: Flask) -> FlaskClient:
    """A client of an application with one page for each way to fail."""

    def fail_with(error: Exception):
        def fail() -> str:
            raise error

        return public(fail)

    app.config["PROPAGATE_EXCEPTIONS"] = False
    for name, error in (
        ("forbidden", Forbidden()),
        ("conflict", Conflict()),
        ("invalid", Invalid({"title": "The title is missing."})),
        ("broken", RuntimeError("secret words of the program")),
    ):
        app.add_url_rule(f"/{name}", name, fail_with(error), methods=["GET", "POST"])
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "There is nothing here"),
        ("/forbidden", 403, "This is not open to you"),
        ("/conflict", 409, "Somebody else was faster"),
        ("/invalid", 422, "The title is missing."),
        ("/broken", 500, "Something went wrong on our side"),
    ],
)
def test_an_error_is_a_page_with_words_and_a_way_on(failing, path, status, words) -> None:
    answer = failing.get(path)
    assert answer.status_code == status
    assert words in answer.text
    assert "To the start page" in answer.text
    assert answer.headers["Content-Security-Policy"]


def test_a_failure_gives_a_reference_and_nothing_of_the_program(failing: FlaskClient) -> None:
    page = failing.get("/broken").text
    assert "Reference for the operator:" in page
    assert "secret words" not in page
    assert "Traceback" not in page


def test_errors_speak_the_readers_language(failing: FlaskClient) -> None:
    assert '<html lang="de"' in failing.get("/nothing", headers={"Accept-Language": "de"}).text


@pytest.mark.parametrize("path", ["/conflict", "/invalid", "/broken", "/forbidden"])
def test_what_was_typed_is_shown_and_can_be_sent_again(failing: FlaskClient, path: str) -> None:
    typed = {"title": LONG, "groups": ["a", "b"], "password": "never shown"}
    page = failing.post(path, data=typed).text
    assert page.count(LONG) == 2  # to read, and in the form
    assert '<input type="hidden" name="groups" value="a">' in page
    assert '<input type="hidden" name="groups" value="b">' in page
    assert "never shown" not in page


def test_markup_that_was_typed_is_text(failing: FlaskClient) -> None:
    page = failing.post("/conflict", data={"title": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


@pytest.mark.csrf
def test_an_expired_form_is_kept_and_works_with_its_new_token(sign_in, world: World) -> None:
    mine = sign_in(world.person("member"))
    typed = {"name": LONG[:60], "language": "it", "timezone": "Europe/Rome", "theme": "dark"}
    answer = mine.post("/account/preferences", data={**typed, "csrf_token": "from yesterday"})
    assert answer.status_code == 400
    assert "The form had expired" in answer.text
    assert LONG[:60] in answer.text
    token = answer.text.rsplit('name="csrf_token" value="', 1)[1].split('"')[0]
    again = mine.post("/account/preferences", data={**typed, "csrf_token": token})
    assert again.status_code == 302
    assert LONG[:60] in mine.get("/account/preferences").text


def test_a_form_sent_after_signing_out_is_kept(client: FlaskClient) -> None:
    answer = client.post("/account/preferences", data={"name": LONG})
    assert answer.status_code == 401
    assert "You are signed out" in answer.text
    assert LONG in answer.text
    assert 'href="/login"' in answer.text


def test_a_form_that_is_too_large_is_refused_in_words(client: FlaskClient) -> None:
    answer = client.post("/login", data={"email": "x" * 3_000_000, "password": "y"})
    assert answer.status_code == 413
    assert "This is too large" in answer.text


def test_an_address_that_only_shows_cannot_be_sent_to(client: FlaskClient) -> None:
    assert client.post("/livez").status_code == 405
