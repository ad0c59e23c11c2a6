"""The link in a mail turns off what it says, for its reader, and nothing else."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collab.accounts.models import Person
from collab.boards.owners import person
from collab.boards.service.tasks import TaskPlan, create_task
from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.notifications.models import Kind, NotificationChoice, Pace
from collab.notifications.policy import DEFAULTS, DIGEST
from collab.notifications.tokens import Signer, Stop, signer
from tests.boards import make_board, make_task
from tests.notices import list_mails, list_rows, make_notification, run_digest
from tests.world import World

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def choices(world: World, name: str = "member") -> dict[str, str]:
    with unit_of_work(world.here.scope, writes=False):
        rows = session().scalars(
            select(NotificationChoice).where(
                NotificationChoice.membership_id == world.membership(name).id
            )
        )
        return {row.kind: row.pace for row in rows}


def path_for(world: World, what: str, name: str = "member") -> str:
    token = signer.sign(Stop(world.here.id, world.membership(name).id, what))
    return f"/notifications/stop/{token}"


def assign(world: World, *names: str) -> None:
    owners = tuple(person(world.membership(name).id) for name in names)
    with unit_of_work(world.here.scope):
        create_task(world.actor("chair"), make_board().id, TaskPlan("Plan", owners=owners))


def test_each_mail_says_how_to_get_no_more_of_its_kind(world: World, client: FlaskClient) -> None:
    assign(world, "member", "secretary")
    (mail,) = list_mails(world.person("member"))
    (part,) = [part for part in mail.parts or [] if part["kind"] == "stop"]
    path = "/notifications/stop/" + part["url"].rpartition("/")[2]
    page = client.get(path).get_data(as_text=True)
    assert "Tasks that are given to me" in page
    assert "Here" in page
    assert choices(world) == {}
    assert client.post(path).status_code == 200
    assert choices(world) == {"assigned": "off"}
    assert choices(world, "secretary") == {}
    assign(world, "member", "secretary")
    assert len(list_mails(world.person("member"))) == 1
    assert len(list_mails(world.person("secretary"))) == 2


@pytest.mark.csrf
def test_mail_programs_turn_it_off_with_one_click(world: World, client: FlaskClient) -> None:
    path = path_for(world, Kind.COMMENTED)
    assert client.post(path, data=ONE_CLICK).status_code == 200
    assert client.post(path, data=ONE_CLICK).status_code == 200
    assert choices(world) == {"commented": "off"}


def test_the_link_of_a_digest_turns_off_what_comes_with_it(
    world: World, client: FlaskClient
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(make_board())
        make_notification(world.membership("member"), task_id=task.id, kind=Kind.COMMENTED)
    client.post(path_for(world, DIGEST))
    assert choices(world) == {"commented": "off", "due_tomorrow": "off", "overdue": "off"}
    assert [row.pace for row in list_rows(world)] == [Pace.OFF]
    assert run_digest(world, now().replace(year=now().year + 1)) == 0


def test_it_can_be_taken_back_at_once(world: World, client: FlaskClient) -> None:
    path = path_for(world, DIGEST)
    page = client.post(path).get_data(as_text=True)
    fields = dict(re.findall(r'name="(\w+)" value="(daily|now)"', page))
    assert fields == {"due_tomorrow": "daily", "overdue": "daily", "commented": "daily"}
    assert client.post(f"{path}/undo", data=fields).status_code == 302
    assert choices(world) == dict.fromkeys(fields, "daily")


def test_taking_back_reaches_only_what_the_link_is_for(world: World, client: FlaskClient) -> None:
    path = path_for(world, Kind.ASSIGNED)
    client.post(path)
    fields = {"assigned": "now", "commented": "now", "nonsense": "now"}
    client.post(f"{path}/undo", data=fields)
    assert choices(world) == {"assigned": "now"}


def test_a_link_that_nobody_signed_is_refused(world: World, client: FlaskClient) -> None:
    good = path_for(world, Kind.ASSIGNED)
    stranger = Signer()
    stranger.use("another secret key")
    forged = stranger.sign(Stop(world.here.id, world.membership("member").id, "assigned"))
    for path in (good[:-2], good + "x", f"/notifications/stop/{forged}", "/notifications/stop/x"):
        for answer in (client.get(path), client.post(path), client.post(f"{path}/undo")):
            assert answer.status_code == 404, path
            assert "This link is not known" in answer.get_data(as_text=True)
    assert choices(world) == {}


@pytest.mark.parametrize("what", ["everything", "", "Kind.ASSIGNED"])
def test_a_signed_link_for_nonsense_is_refused(
    world: World, client: FlaskClient, what: str
) -> None:
    assert client.post(path_for(world, what)).status_code == 404
    assert choices(world) == {}


def test_a_link_for_another_cooperation_or_nobody_finds_nothing(
    world: World, client: FlaskClient
) -> None:
    member = world.membership("member").id
    for stop in (
        Stop(world.elsewhere.id, member, "assigned"),
        Stop(new_id(), member, "assigned"),
        Stop(world.here.id, new_id(), "assigned"),
    ):
        assert client.post(f"/notifications/stop/{signer.sign(stop)}").status_code == 404
    assert choices(world) == {}


def test_who_has_left_has_nothing_to_turn_off(world: World, client: FlaskClient) -> None:
    with unit_of_work(world.here.scope):
        session().execute(update(Membership).values(ended_at=now()))
    assert client.get(path_for(world, DIGEST)).status_code == 404


def test_choices_are_saved_and_shown(
    world: World, sign_in: Callable[[Person], FlaskClient]
) -> None:
    client, url = sign_in(world.person("member")), world.here.url("/notifications/choices")
    form = {kind.value: "off" for kind in Kind} | {"assigned": "daily"}
    assert client.post(url, data=form).status_code == 302
    page = client.get(url).get_data(as_text=True)
    assert len(re.findall(r'<input[^>]*\bchecked\b[^>]*value="off"', page)) == len(Kind) - 1
    assert client.post(url, data={k.value: p.value for k, p in DEFAULTS.items()}).status_code == 302
    assert choices(world) == {kind.value: pace.value for kind, pace in DEFAULTS.items()}


def test_a_pace_that_there_is_not_is_refused(
    world: World, sign_in: Callable[[Person], FlaskClient]
) -> None:
    client, url = sign_in(world.person("member")), world.here.url("/notifications/choices")
    form = {kind.value: "off" for kind in Kind} | {"assigned": "hourly"}
    assert client.post(url, data=form).status_code == 422
    assert choices(world) == {}
