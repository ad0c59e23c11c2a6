"""Archiving, and deleting after a waiting period that everybody can stop."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from collab.cooperations import service
from collab.cooperations.duties import delete_due
from collab.cooperations.errors import NotWaitingForDeletion
from collab.cooperations.models import Cooperation
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Base, CooperationOwned, session, unit_of_work
from collab.core.errors import Archived, Forbidden
from collab.core.revocation import AccessChange
from collab.mail.models import Mail
from tests.factories import (
    make_agenda_item,
    make_attendance,
    make_deputy,
    make_document,
    make_meeting,
    make_membership,
    make_minutes,
    make_person,
    make_term,
)
from tests.world import Place, World


def act(world: World, call, name: str = "coordinator"):
    with unit_of_work(world.here.scope):
        return call(world.actor(name))


def enter(world: World, name: str = "coordinator"):
    return service.find_actor(world.person(name).id, None, world.here.slug)


def furnish(place: Place) -> None:
    people = place.people
    with unit_of_work(place.scope):
        meeting = make_meeting(people["chair"].membership, place.groups["research"])
        make_agenda_item(meeting, presenter_id=people["member"].membership.id)
        make_attendance(meeting, people["member"].membership)
        make_minutes(meeting, make_document())
        make_deputy(people["secretary"].membership, people["coordinator"].membership)
        make_term(place.delegations[0])
        service.share_address(people["chair"].actor, is_shared=True)


def count_rows(place: Place) -> dict[str, int]:
    with unit_of_work(place.scope, writes=False) as opened:
        classes = [mapper.class_ for mapper in Base.registry.mappers]
        return {
            cls.__name__: len(opened.scalars(select(cls)).all())
            for cls in classes
            if issubclass(cls, CooperationOwned) or cls is Cooperation
        }


def waited(world: World, days: int) -> None:
    with unit_of_work(world.here.scope):
        row = session().get(Cooperation, world.here.id)
        row.deletion_requested_at = now() - timedelta(days=days)


def mails(template: str) -> list[str]:
    with unit_of_work(GLOBAL, writes=False):
        wanted = select(Mail.address).where(Mail.template == f"cooperations/{template}")
        return sorted(session().scalars(wanted))


def test_an_archived_cooperation_is_read_and_not_written(
    world: World, told, verbs, sign_in
) -> None:
    act(world, service.archive)
    assert told == [AccessChange(cooperation_id=world.here.id)]
    actor = enter(world)
    assert actor.is_archived
    client = sign_in(world.person("coordinator"))
    page = client.get(world.here.url("/members"))
    assert "This cooperation is archived." in page.text
    assert 'class="menu people-menu"' not in page.text
    url = world.here.url(f"/members/{world.membership('secretary').id}/end")
    assert client.post(url, data={"version": "1"}).status_code == 409
    with pytest.raises(Archived), unit_of_work(actor.scope):
        service.share_address(actor, is_shared=True)
    act(world, service.unarchive)
    assert [verb for verb, _details in verbs()] == [
        "cooperation.archived",
        "cooperation.unarchived",
    ]
    assert client.post(url, data={"version": "1"}).status_code == 302


def test_archiving_twice_is_archiving_once(world: World, verbs) -> None:
    act(world, service.archive)
    act(world, service.archive)
    assert len(verbs()) == 1


def test_every_coordinator_gets_a_mail_in_their_language(world: World) -> None:
    with unit_of_work(world.here.scope):
        person = make_person(email="lyon@here.example", language="fr")
        make_membership(person, world.here.delegations[1], Role.COORDINATOR)
        gone = make_membership(make_person(), world.here.delegations[1], Role.COORDINATOR)
        gone.ended_at = now()
    act(world, service.request_deletion)
    act(world, service.request_deletion)
    assert mails("deletion_requested") == ["coordinator@here.example", "lyon@here.example"]
    with unit_of_work(GLOBAL, writes=False):
        letter = session().scalars(select(Mail).where(Mail.address == "lyon@here.example")).one()
    assert letter.language == "fr"
    assert "Here" in letter.subject


def test_everybody_reads_at_home_that_it_will_be_deleted(world: World, sign_in) -> None:
    act(world, service.request_deletion)
    for name, may_stop in (("coordinator", True), ("guest", False)):
        page = sign_in(world.person(name)).get(world.here.url()).text
        assert "This cooperation will be deleted on" in page
        assert (world.here.url("/console/settings#deletion") in page) is may_stop
    assert "will be deleted" in sign_in(world.person("guest")).get("/cooperations/all").text


def test_any_coordinator_stops_it(world: World, verbs) -> None:
    with unit_of_work(world.here.scope):
        make_term(world.here.delegations[1])
    with pytest.raises(Forbidden):
        act(world, service.request_deletion, "member")
    with unit_of_work(world.here.scope):
        row = session().get(Cooperation, world.here.id)
        row.deletion_requested_at = now()
    cooperation = act(world, service.stop_deletion)
    assert cooperation.deletion_requested_at is None
    assert verbs()[-1][0] == "cooperation.deletion_stopped"
    assert mails("deletion_stopped") == ["coordinator@here.example"]
    with pytest.raises(NotWaitingForDeletion):
        act(world, service.stop_deletion)


def test_before_the_waiting_period_is_over_nothing_goes(world: World) -> None:
    act(world, service.request_deletion)
    waited(world, 29)
    before = count_rows(world.here)
    assert delete_due() == 0
    assert count_rows(world.here) == before


def test_what_was_stopped_is_not_deleted(world: World) -> None:
    act(world, service.request_deletion)
    waited(world, 31)
    act(world, service.stop_deletion)
    assert delete_due() == 0
    assert count_rows(world.here)["Cooperation"] == 1


def test_then_everything_of_it_goes_and_nothing_of_others(world: World, sign_in, told) -> None:
    furnish(world.here)
    furnish(world.elsewhere)
    act(world, service.request_deletion)
    waited(world, 31)
    elsewhere = count_rows(world.elsewhere)
    assert count_rows(world.here)["Activity"] > 0
    assert delete_due() == 0, "archived first, so that nobody writes any more"
    assert enter(world).is_archived
    assert delete_due() == 1
    assert set(count_rows(world.here).values()) == {0}
    assert count_rows(world.elsewhere) == elsewhere
    assert delete_due() == 0
    assert mails("deleted") == ["coordinator@here.example"]
    assert told[-1] == AccessChange(cooperation_id=world.here.id)
    client = sign_in(world.person("coordinator"))
    assert client.get(world.here.url()).status_code == 404
    assert client.get("/").status_code == 200
