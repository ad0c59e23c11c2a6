"""`collab person …`."""

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from collab.accounts.commands import person
from collab.accounts.models import Person
from collab.core.db import GLOBAL, database, session, unit_of_work
from tests.integration.accounts.steps import is_signed_in, log_in, reload
from tests.world import World


@pytest.fixture
def member(world: World):
    return world.person("member")


@pytest.fixture
def run(database_address, monkeypatch):
    """Give a command as the shell does; on the database of the test."""
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_address.app)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "known to the tests")

    def call(*words: str, typed: str = ""):
        done = CliRunner().invoke(person, words, input=typed)
        database.connect(database_address.app)
        return done

    return call


def test_an_account_is_made_and_signs_in(run, client, member) -> None:
    typed = "four words in a row\nfour words in a row\n"
    done = run("create", "New@collab.example", "--name", "New One", typed=typed)
    assert done.exit_code == 0, done.output
    data = {"email": "new@collab.example", "password": "four words in a row"}
    assert client.post("/login", data=data).status_code == 302


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("new@collab.example", "short", "at least 12"),
        ("new@collab.example", "password12345", "Many people"),
        ("member@here.example", "four words in a row", "There is an account"),
    ],
)
def test_what_is_wrong_is_said_without_a_trace(run, member, email, password, words) -> None:
    done = run("create", email, "--name", "New", typed=f"{password}\n{password}\n")
    assert done.exit_code == 1
    assert words in done.output
    assert "Traceback" not in done.output
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalar(select(Person).where(Person.email == "new@collab.example")) is None


def test_rights_are_given_and_taken(run, member) -> None:
    run("operator", member.email)
    run("may-found", member.email.upper())
    assert (reload(member).is_operator, reload(member).may_found) == (True, True)
    run("operator", member.email, "--no")
    run("may-found", member.email, "--no")
    assert (reload(member).is_operator, reload(member).may_found) == (False, False)


def test_somebody_is_kept_out_and_let_in(run, sign_in, client, member) -> None:
    theirs = sign_in(member)
    assert "is suspended" in run("suspend", member.email).output
    assert not is_signed_in(theirs)
    assert log_in(client, member).status_code == 403
    assert "can sign in again" in run("suspend", member.email, "--undo").output
    assert log_in(client, member).status_code == 302


def test_a_reset_link_is_the_page_of_the_mail(run, client, member) -> None:
    done = run("reset-link", member.email)
    path = urlsplit(done.output.strip()).path
    assert "Choose a new password" in client.get(path).text


def test_every_device_is_signed_out(run, sign_in, member) -> None:
    theirs = sign_in(member)
    assert "sessions ended: 1" in run("end-sessions", member.email).output
    assert not is_signed_in(theirs)


@pytest.mark.parametrize(
    "command", ["operator", "may-found", "suspend", "reset-link", "remove-factors", "end-sessions"]
)
def test_nobody_is_called_that(run, member, command: str) -> None:
    done = run(command, "nobody@collab.example")
    assert done.exit_code == 1
    assert "Nobody signs in with nobody@collab.example." in done.output
