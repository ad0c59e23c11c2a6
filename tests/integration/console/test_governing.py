"""Settings, archive and deletion: who may, what is refused, what can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.factories import make_deputy, make_membership, make_person, make_term
from tests.world import World

SETTINGS = {"name": "Vier Motoren", "description": "Was wir tun", "language": "de"}


@pytest.fixture
def url(world: World) -> Callable[[str], str]:
    return lambda path: world.here.url(f"/console{path}")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


@pytest.fixture
def other(world: World, sign_in):
    """The coordinator of the delegation that does not preside."""
    with unit_of_work(world.here.scope):
        make_term(world.here.delegations[0])
        person = make_person(name="Coordinator of the other side")
        make_membership(person, world.here.delegations[1], world.actor("coordinator").role)
    return sign_in(person)


def cooperation(world: World) -> Cooperation:
    with unit_of_work(world.here.scope, writes=False):
        return session().scalars(select(Cooperation)).one()


def verbs(world: World) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(Activity.verb).order_by(Activity.number)))


def test_who_governs_changes_the_settings(world: World, client, url) -> None:
    assert client.post(url("/settings"), data=SETTINGS).status_code == 302
    found = cooperation(world)
    assert (found.name, found.description, found.language) == tuple(SETTINGS.values())
    assert verbs(world) == ["cooperation.settings_changed"]
    assert "Vier Motoren" in client.get(url("/settings")).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": " "}, "Please enter a name."),
        ({"name": "x" * 201}, "Please use at most 200 characters."),
        ({"description": "x" * 5001}, "Please use at most 5000 characters."),
        ({"language": "tlh"}, "Not a valid choice"),
        ({"requires_two_factor": "y"}, "set up a second factor for yourself first"),
    ],
)
def test_what_is_wrong_is_said_and_stays_typed(world: World, client, url, changes, words) -> None:
    answer = client.post(url("/settings"), data=SETTINGS | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Was wir tun" in answer.text or "description" in changes
    assert cooperation(world).name == "Here"
    assert verbs(world) == []


def test_others_only_read_them_while_a_delegation_presides(world: World, other, url) -> None:
    page = other.get(url("/settings")).text
    assert "Only coordinators of the delegation that presides" in page
    assert 'action="' + url("/settings") not in page
    for path in ("/settings", "/archive", "/archive/undo", "/deletion", "/languages"):
        assert other.post(url(path), data=SETTINGS).status_code == 403, path
    assert verbs(world) == []


def test_the_settings_lead_to_handing_over(world: World, client, other, url) -> None:
    page = client.get(url("/settings")).text
    assert f'href="{url("/presidency/handover")}"' in page
    assert f'href="{url("/presidency/handover")}"' not in other.get(url("/settings")).text
    emblem = world.here.url(f"/delegations/{world.here.delegations[0].id}/emblem/edit")
    assert f'href="{emblem}"' in page


def test_deputies_see_the_console_and_govern_nothing(world: World, sign_in, url) -> None:
    with unit_of_work(world.here.scope):
        make_deputy(world.membership("secretary"), world.membership("coordinator"))
        make_deputy(world.membership("outsider"), world.membership("coordinator"))
    deputy = sign_in(world.person("outsider"))
    for path in ("", "/roles", "/usage", "/log", "/settings", "/languages", "/presidency"):
        assert deputy.get(url(path)).status_code == 200, path
    for path in ("/settings", "/archive", "/deletion", "/deletion/stop", "/presidency/terms"):
        assert deputy.post(url(path), data=SETTINGS).status_code == 403, path


def test_archiving_is_taken_back_and_everything_else_refused_meanwhile(
    world: World, client, url
) -> None:
    answer = client.post(url("/archive"), follow_redirects=True)
    assert "Take back" in answer.text
    assert "The cooperation is archived." in answer.text
    assert client.post(url("/settings"), data=SETTINGS).status_code == 409
    assert (
        client.post(url("/languages"), data={"languages": "de", "first": "de"}).status_code == 409
    )
    for path in ("", "/roles", "/usage", "/log", "/settings", "/languages", "/presidency"):
        assert client.get(url(path)).status_code == 200, path
    assert "is archived" in client.get(world.here.url()).text
    answer = client.post(url("/archive/undo"), follow_redirects=True)
    assert "The cooperation is open again." in answer.text
    assert client.post(url("/settings"), data=SETTINGS).status_code == 302
    assert verbs(world)[:2] == ["cooperation.archived", "cooperation.unarchived"]


def test_deleting_asks_for_the_name(world: World, client, url) -> None:
    for name in ("", "here", "Elsewhere", "Here!"):
        answer = client.post(url("/deletion"), data={"name": name})
        assert answer.status_code == 422
        assert "This is not the name of the cooperation." in answer.text
    assert cooperation(world).deletion_requested_at is None
    assert verbs(world) == []


def test_a_deletion_waits_shows_its_day_and_any_coordinator_stops_it(
    world: World, client, other, url
) -> None:
    assert client.post(url("/deletion"), data={"name": " Here "}).status_code == 302
    page = client.get(url("/settings")).text
    assert "This cooperation will be deleted in 30 days" in page
    assert "will be deleted on" in client.get(world.here.url("/members")).text
    assert "will be deleted" in other.get(url("")).text
    assert other.post(url("/deletion/stop")).status_code == 302
    assert cooperation(world).deletion_requested_at is None
    assert "will be deleted" not in client.get(url("/settings")).text
    assert other.post(url("/deletion/stop")).status_code == 409
    assert verbs(world) == ["cooperation.deletion_requested", "cooperation.deletion_stopped"]


def test_an_archived_cooperation_can_still_be_deleted_and_kept(world: World, client, url) -> None:
    client.post(url("/archive"))
    assert client.post(url("/deletion"), data={"name": "Here"}).status_code == 302
    assert client.post(url("/deletion/stop")).status_code == 302
    assert cooperation(world).archived_at is not None


def test_a_deletion_whose_day_has_come_has_no_days_left(world: World, client, url) -> None:
    with unit_of_work(world.here.scope) as opened:
        found = opened.scalars(select(Cooperation)).one()
        found.deletion_requested_at = now() - timedelta(days=31)
    assert "in 0 days" in client.get(url("/settings")).text


def test_the_name_counts_in_each_of_its_languages(world: World, client, url) -> None:
    with unit_of_work(world.here.scope) as opened:
        opened.scalars(select(Cooperation)).one().texts = {"fr": {"name": "Ici"}}
    assert client.post(url("/deletion"), data={"name": "Ici"}).status_code == 302
