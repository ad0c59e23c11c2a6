import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import Person
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.errors import NotFound
from collab.mail.models import Mail
from collab.privacy import exports
from collab.privacy.copies import make_archive
from collab.privacy.models import DataExport, ExportState
from tests.factories import PASSWORD
from tests.integration.privacy.traces import (
    EMAIL,
    NAME,
    leave_traces_in_account,
    leave_traces_in_cooperation,
    rename,
)
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


def unpack(archive: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


@pytest.fixture
def known(world: World) -> World:
    rename(world, "member")
    leave_traces_in_account(world, "member")
    leave_traces_in_cooperation(world, "member")
    return world


def test_a_copy_holds_what_is_kept_of_the_person(known: World) -> None:
    files = unpack(make_archive(known.person("member").id))
    data = json.loads(files["data.json"])
    assert data["account"]["email"] == EMAIL
    assert data["preferences"]["timezone"] == "Europe/Berlin"
    assert len(data["sessions"]) == len(data["devices"]) == 1
    assert data["second_factors"]["passkeys"][0]["name"] == f"{NAME}'s key"
    assert data["mails"][0]["subject"] == "A trial mail from collab"
    assert data["links"][0]["purpose"] == "invitation"
    here, elsewhere = data["cooperations"]
    assert here["membership"]["role"] == "member"
    assert here["groups"] == [{"group": "Research", "role": "member"}]
    assert here["attendance"][0]["status"] == "present"
    assert here["presentations"][0]["agenda_item"] == "Welcome"
    assert here["meetings_created"][0]["meeting"] == "Kick-off"
    assert here["deputies"][0]["i_was_deputy"]
    assert [each["verb"] for each in here["activity"]] == ["meeting.created"]
    assert here["invitations"]["for_me"][0]["email"] == EMAIL
    assert here["actions"][0]["words"] == "Write the report"
    assert here["mentions"][0]["meeting"] == "Kick-off"
    assert elsewhere["membership"] is None
    pages = {name: text for name, text in files.items() if name.startswith("files/")}
    assert len(pages) == 1
    assert "opened the meeting." in next(iter(pages.values()))


def test_a_copy_holds_what_boards_keep_of_the_person(known: World) -> None:
    files = unpack(make_archive(known.person("member").id))
    here, _elsewhere = json.loads(files["data.json"])["cooperations"]
    assert here["tasks_owed"][0]["title"] == here["tasks_created"][0]["title"] == "Water the bees"
    assert here["task_comments"][0]["words"] == "I asked the beekeeper."
    assert here["task_files"][0]["name"] == "bees.pdf"
    assert here["checklist_steps"][0]["task"] == here["tasks_owed"][0]["task"]
    assert here["saved_filters"] == [{"name": "Bees", "query": "q=bees"}]
    assert len(here["calendar_addresses"]) == 1
    assert here["notifications"][0]["kind"] == "assigned"
    assert here["notification_choices"] == [{"kind": "assigned", "pace": "daily"}]


def test_a_copy_holds_no_secret(known: World) -> None:
    files = "".join(unpack(make_archive(known.person("member").id)).values())
    for secret in ("sealed secret", "argon2", "c" * 64, "d" * 64, "e" * 64, "credential"):
        assert secret not in files


def test_a_copy_names_nobody_else(known: World) -> None:
    files = "".join(unpack(make_archive(known.person("member").id)).values())
    for place in (known.here, known.elsewhere):
        for name, each in place.people.items():
            if each.person.id != known.person("member").id:
                assert each.person.name not in files, name
                assert each.person.email not in files, name
    assert "other@canary.example" not in files


def test_the_copies_of_others_hold_nothing_of_the_person(known: World) -> None:
    for person in (known.stranger, known.person("outsider")):
        files = "".join(unpack(make_archive(person.id)).values())
        assert EMAIL not in files
        assert NAME not in files


def test_whoever_left_gets_no_minutes_any_more(known: World) -> None:
    with unit_of_work(known.here.scope):
        session().merge(known.membership("member")).ended_at = now()
    files = unpack(make_archive(known.person("member").id))
    assert not any(name.startswith("files/") for name in files)
    assert "You cannot enter these cooperations now" in files["README.html"]
    here = json.loads(files["data.json"])["cooperations"][0]
    assert here["attendance"]
    assert "words" not in here["actions"][0]
    assert "title" not in here["tasks_owed"][0]


def test_it_is_explained_in_the_language_of_its_reader(known: World) -> None:
    with unit_of_work(GLOBAL):
        session().get(Person, known.person("member").id).language = "de"
    readme = unpack(make_archive(known.person("member").id))["README.html"]
    assert "data.json" in readme
    assert "November" in readme or "." in readme


def test_a_copy_is_asked_for_with_the_password_and_downloaded_when_ready(
    known: World, sign_in: SignIn
) -> None:
    client = sign_in(known.person("member"))
    wrong = client.post("/account/data/exports", data={"copy-password": "guess"})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    assert client.post("/account/data/exports", data={}).status_code == 422
    asked = client.post(
        "/account/data/exports", data={"copy-password": PASSWORD}, follow_redirects=True
    )
    assert "Your copy is being made" in asked.text
    again = client.post(
        "/account/data/exports", data={"copy-password": PASSWORD}, follow_redirects=True
    )
    assert "being made already" in again.text
    exports.make_waiting_exports()
    with unit_of_work(GLOBAL, writes=False):
        made = (
            session()
            .scalars(
                select(DataExport).where(DataExport.size > 0, DataExport.settled_at.is_not(None))
            )
            .one()
        )
        letter = (
            session().scalars(select(Mail).where(Mail.template == "privacy/export_ready")).one()
        )
    assert letter.person_id == known.person("member").id
    page = client.get("/account/data")
    assert f"/account/data/exports/{made.id}" in page.text
    archive = client.get(f"/account/data/exports/{made.id}")
    assert archive.mimetype == "application/zip"
    assert json.loads(unpack(archive.data)["data.json"])["account"]["name"] == NAME


def test_a_copy_is_for_nobody_else_and_not_for_ever(known: World, sign_in: SignIn) -> None:
    person = known.person("member")
    with unit_of_work(GLOBAL):
        found = session().scalars(select(DataExport)).one()
    url = f"/account/data/exports/{found.id}"
    other = sign_in(known.person("coordinator"))
    assert other.get(url).status_code == 404
    assert other.post(f"{url}/removal").status_code == 404
    assert sign_in(person).get(url).status_code == 200
    with unit_of_work(GLOBAL):
        session().merge(found).expires_at = now() - timedelta(seconds=1)
    assert sign_in(person).get(url).status_code == 404


def test_a_copy_can_be_removed_before(known: World, sign_in: SignIn) -> None:
    with unit_of_work(GLOBAL):
        found = session().scalars(select(DataExport)).one()
    client = sign_in(known.person("member"))
    client.post(f"/account/data/exports/{found.id}/removal")
    assert client.get(f"/account/data/exports/{found.id}").status_code == 404


def test_a_copy_that_cannot_be_made_is_said_so(
    known: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_person_id: object) -> bytes:
        raise OSError("no space left")

    monkeypatch.setattr(exports, "make_archive", fail)
    person = known.person("outsider")
    with unit_of_work(GLOBAL):
        exports.request_export(person.id, timedelta(days=7))
    exports.make_waiting_exports()
    with unit_of_work(GLOBAL):
        found = exports.list_exports(person.id)
        assert [each.state for each in found] == [ExportState.FAILED]
        with pytest.raises(NotFound):
            exports.read_export(person.id, found[0].id)
    assert "could not be made" in sign_in(person).get("/account/data").text


def test_two_workers_make_a_copy_once(known: World) -> None:
    person = known.person("outsider")
    with unit_of_work(GLOBAL):
        exports.request_export(person.id, timedelta(days=7))
    first, second = exports._take_next(), exports._take_next()
    assert first is not None
    assert second is None
    with unit_of_work(GLOBAL):
        session().get(DataExport, first[0]).begun_at = now() - timedelta(hours=1)
    assert exports._take_next() == first
