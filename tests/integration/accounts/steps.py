"""What people do with their accounts, as browsers without JavaScript send it."""

import re
from datetime import datetime, timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collab.accounts import service
from collab.accounts.models import AuthenticatorApp, Person, SignedInSession
from collab.accounts.sealing import sealer
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.factories import PASSWORD

CODE = re.compile(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>")
CLOCKS = (
    "collab.accounts.service.apps.now",
    "collab.accounts.service.challenges.now",
    "collab.accounts.service.sessions.now",
    "collab.accounts.links.now",
    "collab.accounts.throttle.now",
)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Let the clocks of accounts stand at this moment."""
    for clock in CLOCKS:
        monkeypatch.setattr(clock, lambda: moment)


def log_in(client: FlaskClient, person: Person, password: str = PASSWORD, **more: str):
    return client.post("/login", data={"email": person.email, "password": password, **more})


def reload(person: Person) -> Person:
    with unit_of_work(GLOBAL, writes=False):
        return service.find_person(person.id)


def grow_old(person: Person, age: timedelta = timedelta(hours=1)) -> None:
    """Let the person's sessions have begun a while ago."""
    with unit_of_work(GLOBAL):
        session().execute(
            update(SignedInSession)
            .where(SignedInSession.person_id == person.id)
            .values(created_at=now() - age)
        )


def secret_of(person: Person) -> str:
    with unit_of_work(GLOBAL, writes=False):
        found = session().scalar(
            select(AuthenticatorApp.secret).where(AuthenticatorApp.person_id == person.id)
        )
    opened = sealer.open(found or "")
    assert opened
    return opened


def code_of(person: Person, moment: datetime | None = None) -> str:
    """What the person's app shows."""
    return pyotp.TOTP(secret_of(person)).at(moment or now())


def give_app(client: FlaskClient, person: Person) -> list[str]:
    """Set up an app for a person who is signed in; the recovery codes.

    The code that confirmed it is half a minute old, so that the next one works at once.
    """
    assert client.post("/account/security/app").status_code == 302
    for _each in range(2):  # the half minute may end in between
        code = code_of(person, now() - timedelta(seconds=30))
        page = client.post("/account/security/app/confirmation", data={"code": code})
        if page.status_code == 200:
            return CODE.findall(page.text)
    raise AssertionError(page.status_code)


def second_step(client: FlaskClient, code: str, way: str = "app"):
    return client.post("/login/second-step", data={"code": code, "way": way})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account/session").status_code == 204
