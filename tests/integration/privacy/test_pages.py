from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import KnownDevice, Person, Throttle
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.privacy import housekeeping
from collab.privacy.models import DataExport, ExportState
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


def test_a_contact_is_named_when_there_is_one(app: Flask, client: FlaskClient) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], contact="privacy@collab.example")
    assert 'href="mailto:privacy@collab.example"' in client.get("/data-protection").text
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], contact="Ask at <b>reception</b>")
    page = client.get("/data-protection").text
    assert "Ask at &lt;b&gt;reception&lt;/b&gt;" in page


def test_operators_see_what_the_installation_keeps(world: World, sign_in: SignIn) -> None:
    person = world.person("member")
    assert sign_in(person).get("/operator/retention").status_code == 404
    with unit_of_work(GLOBAL):
        session().get(Person, person.id).is_operator = True
        session().add(Throttle(key="password:x", started_at=now() - timedelta(days=1), count=1))
    page = sign_in(person).get("/operator/retention")
    assert page.status_code == 200
    assert "COLLAB_KEEP_MAILS" in page.text
    assert "Set COLLAB_CONTACT" in page.text


def test_what_the_installation_keeps_too_long_goes(world: World) -> None:
    person, long_ago = world.person("member"), now() - timedelta(days=400)
    with unit_of_work(GLOBAL):
        devices = [
            KnownDevice(person_id=person.id, token_hash=str(at), created_at=at, last_seen_at=at)
            for at in (now(), long_ago)
        ]
        exports = [
            DataExport(
                person_id=person.id,
                state=ExportState.READY,
                requested_at=long_ago,
                expires_at=at,
                content=b"zip",
            )
            for at in (now() + timedelta(days=1), now() - timedelta(days=1))
        ]
        session().add_all([*devices, *exports])
    counts = housekeeping.tidy()
    assert counts["known_device"] == counts["data_export"] == 1
    assert counts["mail"] == 0
    with unit_of_work(GLOBAL, writes=False):
        assert len(session().scalars(select(KnownDevice.id)).all()) == 1
        assert len(session().scalars(select(DataExport.id)).all()) == 1
    assert set(housekeeping.tidy().values()) == {0}
