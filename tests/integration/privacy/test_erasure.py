from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from collab.accounts.models import Person
from collab.activity import chain
from collab.activity.models import Activity
from collab.boards.models import SavedFilter, Task, TaskComment, TaskFeed, TaskOwner
from collab.boards.owners import person
from collab.boards.service.changes import begin_change_of
from collab.boards.service.lookups import find_task
from collab.boards.service.marking import assign
from collab.cooperations.models import Deputy, Membership
from collab.core import revocation
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.revocation import AccessChange
from collab.foundings.models import Founding
from collab.invitations.models import Invitation, State
from collab.live.models import LiveUpdate
from collab.live.service import run_pending_operations
from collab.mail.models import Mail
from collab.meetings.models import Meeting
from collab.notifications.models import Notification, NotificationChoice
from collab.privacy import erasure
from collab.privacy.erasure import SuccessorNeeded
from collab.privacy.models import ErasureRequest
from tests.boards import make_board, make_task
from tests.factories import PASSWORD, make_activity, make_membership
from tests.integration.privacy.traces import (
    EMAIL,
    NAME,
    leave_traces_in_account,
    leave_traces_in_cooperation,
    rename,
)
from tests.prepared import prepared_by
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
Search = Callable[..., set[str]]


def _leave_traces(world: World) -> Meeting:
    """Somebody whose name is everywhere, and a meeting with minutes about them."""
    rename(world, "member")
    leave_traces_in_account(world, "member")
    return leave_traces_in_cooperation(world, "member")


with_traces = prepared_by(_leave_traces)


@pytest.fixture
def meeting(prepared: Meeting) -> Meeting:
    return prepared


def erase(world: World, who: str) -> None:
    erasure.erase_person(world.person(who).id)
    run_pending_operations()


@with_traces
def test_after_erasure_neither_name_nor_address_is_anywhere(
    world: World, meeting: Meeting, search: Search
) -> None:
    assert "live_projection.content" in search(NAME)
    erase(world, "member")
    assert search(NAME, EMAIL) == set()


@with_traces
def test_what_others_wrote_in_minutes_stays(
    world: World, meeting: Meeting, sign_in: SignIn
) -> None:
    erase(world, "member")
    page = sign_in(world.person("chair")).get(world.here.url(f"/meetings/{meeting.id}/minutes"))
    assert page.status_code == 200
    assert "opened the meeting." in page.text
    assert "Write the report" in page.text
    assert "@Former member" in page.text
    assert page.text.count("Former member") >= 3
    assert NAME not in page.text


@with_traces
def test_what_they_said_about_tasks_stays_and_what_was_only_theirs_goes(
    world: World, meeting: Meeting
) -> None:
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        said = {comment.text for comment in session().scalars(select(TaskComment))}
        task = session().scalars(select(Task).where(Task.title == "Water the bees")).one()
        assert said == {"I asked the beekeeper.", "Ask @Former member"}
        assert task.description_text == "Ask @Former member"
        for table in (SavedFilter, TaskFeed, Notification, NotificationChoice):
            assert session().scalars(select(table)).all() == []
        owner = select(TaskOwner.membership_id).where(TaskOwner.task_id == task.id)
        assert session().scalars(owner).one() == world.membership("member").id


@with_traces
def test_former_members_are_called_so_in_the_readers_language(
    world: World, meeting: Meeting, sign_in: SignIn
) -> None:
    erasure.erase_person(world.person("member").id)  # before the engine has relabelled the minutes
    reader = sign_in(world.person("chair"))
    for path in ("", "/minutes", "/attendance"):
        page = reader.get(world.here.url(f"/meetings/{meeting.id}{path}"))
        assert page.status_code == 200, path
    page = reader.get(world.here.url(f"/meetings/{meeting.id}/minutes"))
    assert NAME not in page.text
    assert "@Former member" in page.text


@with_traces
def test_the_chain_of_the_log_holds(world: World, meeting: Meeting) -> None:
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        count, fault = chain.verify()
        assert fault is None
        assert count >= 3
        verbs = set(session().scalars(select(Activity.verb)))
        assert "person.erased" in verbs
        details = session().scalars(
            select(Activity.details).where(Activity.verb == "membership.role_changed")
        )
        assert list(details) == [{}]
        kept = session().scalars(select(Activity).where(Activity.verb == "meeting.created")).first()
        assert kept.details == {"title": "Kick-off"}


@with_traces
def test_a_name_from_before_goes_too(world: World, meeting: Meeting, search: Search) -> None:
    with unit_of_work(world.here.scope):
        make_activity(
            world.person("coordinator"),
            world.membership("member").id,
            verb="membership.suspended",
            details={"name": "Earlier Canary"},
        )
    assert search("Earlier Canary") == {"activity.details"}
    erase(world, "member")
    assert search("Earlier Canary") == set()


@with_traces
def test_a_name_from_before_goes_from_the_tasks_they_owed(
    world: World, meeting: Meeting, search: Search
) -> None:
    member = world.membership("member")
    with unit_of_work(GLOBAL):
        session().get_one(Person, world.person("member").id).name = "Earlier Canary"
    with unit_of_work(world.here.scope):
        number = make_task(make_board(world.group)).number
    for owners in ((person(member.id),), ()):
        with unit_of_work(world.here.scope):
            found = find_task(world.actor("chair"), number)
            begin_change_of(found.task)
            assign(world.actor("chair"), found.task, owners)
    assert "activity.details" in search("Earlier Canary")
    rename(world, "member")
    erase(world, "member")
    assert search("Earlier Canary") == set()


@with_traces
def test_membership_deputyship_and_invitations_end(world: World, meeting: Meeting) -> None:
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        membership = (
            session()
            .scalars(select(Membership).where(Membership.id == world.membership("member").id))
            .one()
        )
        assert membership.ended_at is not None
        assert session().scalars(select(Deputy)).one().revoked_at is not None
        invitation = session().scalars(select(Invitation)).one()
        assert (invitation.email, invitation.name, invitation.note) == ("", "", "")
        assert invitation.state == State.ACCEPTED


@with_traces
def test_nobody_signs_in_any_more(world: World, meeting: Meeting, sign_in: SignIn, client) -> None:
    signed_in = sign_in(world.person("member"))
    assert signed_in.get("/account/data").status_code == 200
    erase(world, "member")
    assert signed_in.get("/account/data").status_code == 302
    form = {"email": EMAIL, "password": PASSWORD}
    assert client.post("/login", data=form).status_code == 401
    buried = f"{world.person('member').id}@erased.invalid"
    assert client.post("/login", data={"email": buried, "password": ""}).status_code in (401, 422)


def test_open_pages_and_sockets_are_told_to_ask_again(world: World) -> None:
    told: list[AccessChange] = []
    revocation.on_access_change(told.append)
    erase(world, "member")
    assert AccessChange(person_id=world.person("member").id) in told


@with_traces
def test_the_journal_of_the_minutes_forgets_the_label(world: World, meeting: Meeting) -> None:
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(LiveUpdate.id)).all() == []


@with_traces
def test_erasing_twice_changes_nothing(world: World, meeting: Meeting) -> None:
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        before = chain.verify()
    erase(world, "member")
    with unit_of_work(world.here.scope, writes=False):
        assert chain.verify() == before


@with_traces
def test_an_erasure_that_broke_off_is_gone_on_with(
    world: World, meeting: Meeting, monkeypatch: pytest.MonkeyPatch, search: Search
) -> None:
    calls = iter([True])

    def break_off(cooperation_id: object, gone: object) -> None:
        if next(calls, False):
            raise OSError("the machine stops")
        forget(cooperation_id, gone)

    forget = erasure.forget_in_cooperation
    monkeypatch.setattr(erasure, "forget_in_cooperation", break_off)
    with pytest.raises(OSError, match="stops"):
        erasure.erase_person(world.person("member").id)
    erasure.erase_due()
    run_pending_operations()
    assert search(NAME, EMAIL) == set()


@with_traces
def test_an_archived_cooperation_forgets_too(
    world: World, meeting: Meeting, search: Search
) -> None:
    with unit_of_work(world.here.scope):
        session().merge(world.here.cooperation).archived_at = now()
    erase(world, "member")
    assert search(NAME, EMAIL) == set()


# by the page


def test_deleting_ones_account_takes_two_weeks_and_can_be_stopped(
    world: World, sign_in: SignIn
) -> None:
    person = world.person("member")
    client = sign_in(person)
    assert "former member" in client.get("/account/data/deletion").text
    wrong = client.post("/account/data/deletion", data={"password": "guess"})
    assert wrong.status_code == 422
    assert "not your current password" in wrong.text
    asked = client.post(
        "/account/data/deletion", data={"password": PASSWORD}, follow_redirects=True
    )
    assert "Your account will be deleted on" in asked.text
    erasure.erase_due()
    with unit_of_work(GLOBAL, writes=False):
        assert session().get(Person, person.id).erased_at is None
    stopped = client.post("/account/data/deletion/stop", follow_redirects=True)
    assert "Your account stays." in stopped.text
    _let_time_pass()
    erasure.erase_due()
    with unit_of_work(GLOBAL, writes=False):
        assert session().get(Person, person.id).erased_at is None


def _let_time_pass() -> None:
    with unit_of_work(GLOBAL):
        session().execute(update(ErasureRequest).values(due_at=now() - timedelta(seconds=1)))


def test_after_two_weeks_it_is_done(world: World) -> None:
    person = world.person("member")
    due_at = erasure.request_erasure(person.id)
    assert timedelta(days=13) < due_at - now() <= timedelta(days=14)
    _let_time_pass()
    erasure.erase_due()
    with unit_of_work(GLOBAL, writes=False):
        row = session().get(Person, person.id)
        assert row.erased_at is not None
        assert row.name == ""
        assert session().scalars(select(ErasureRequest)).all() == []


def test_the_link_in_the_mail_stops_it_without_signing_in(world: World, client) -> None:
    erasure.request_erasure(world.person("member").id)
    with unit_of_work(GLOBAL, writes=False):
        letter = session().scalars(select(Mail).where(Mail.template == "privacy/erasure")).one()
    [url] = [part["url"] for part in letter.parts if part.get("url")]
    path = url[url.index("/account") :]
    page = client.get(path)
    assert page.status_code == 200
    with unit_of_work(GLOBAL, writes=False):
        assert erasure.find_request(world.person("member").id) is not None
    assert "Your account stays." in client.post(path, follow_redirects=True).text
    with unit_of_work(GLOBAL, writes=False):
        assert erasure.find_request(world.person("member").id) is None
    assert client.post(path).status_code == 410
    assert client.get("/account/data/deletion/stop/unknown").status_code == 404


def test_whoever_signs_in_meanwhile_hears_of_it(world: World, client) -> None:
    person = world.person("member")
    erasure.request_erasure(person.id)
    form = {"email": person.email, "password": PASSWORD}
    page = client.post("/login", data=form, follow_redirects=True)
    assert "Your account will be deleted on" in page.text


def test_the_only_coordinator_names_a_successor_first(world: World, sign_in: SignIn) -> None:
    person = world.person("coordinator")
    client = sign_in(person)
    page = client.get("/account/data/deletion")
    assert "Name a successor first" in page.text
    assert world.here.cooperation.name in page.text
    refused = client.post("/account/data/deletion", data={"password": PASSWORD})
    assert refused.status_code == 409
    with pytest.raises(SuccessorNeeded):
        erasure.erase_person(person.id)
    with unit_of_work(GLOBAL, writes=False):
        assert session().get(Person, person.id).password_hash
        assert erasure.find_request(person.id) is None
    with unit_of_work(world.here.scope):
        session().execute(
            update(Membership)
            .where(Membership.id == world.membership("outsider").id)
            .values(
                role=Role.COORDINATOR, delegation_id=world.membership("coordinator").delegation_id
            )
        )
    erasure.request_erasure(person.id)


def test_whoever_became_the_only_coordinator_meanwhile_is_told(world: World) -> None:
    person = world.person("secretary")
    erasure.request_erasure(person.id)
    with unit_of_work(world.here.scope):
        session().execute(
            update(Membership)
            .where(Membership.delegation_id == world.membership("secretary").delegation_id)
            .values(role=Role.MEMBER)
        )
        session().execute(
            update(Membership)
            .where(Membership.id == world.membership("secretary").id)
            .values(role=Role.COORDINATOR)
        )
    _let_time_pass()
    erasure.erase_due()
    with unit_of_work(GLOBAL, writes=False):
        request = erasure.find_request(person.id)
        assert request.due_at > now() + timedelta(days=6)
        letters = session().scalars(select(Mail.template).where(Mail.person_id == person.id))
        assert set(letters) == {"privacy/erasure", "privacy/erasure_delayed"}
        assert session().get(Person, person.id).erased_at is None


def test_whoever_is_in_two_cooperations_goes_from_both(world: World) -> None:
    person = world.person("member")
    with unit_of_work(Scope(world.elsewhere.id)):
        elsewhere = make_membership(person, world.elsewhere.delegations[0])
    erase(world, "member")
    for place, row in ((world.here, world.membership("member")), (world.elsewhere, elsewhere)):
        with unit_of_work(place.scope, writes=False):
            found = session().scalars(select(Membership).where(Membership.id == row.id)).one()
            assert found.ended_at is not None


def call(person: Person, name: str) -> None:
    with unit_of_work(GLOBAL):
        session().get(Person, person.id).name = name


def details_of(world: World, *, elsewhere: bool = False) -> list[dict[str, Any]]:
    with unit_of_work((world.elsewhere if elsewhere else world.here).scope, writes=False):
        return [each.details for each in session().scalars(select(Activity))]


def test_a_name_that_is_a_word_of_the_log_takes_nothing_along(world: World) -> None:
    told = {"name": "Ada", "old": "member", "new": "chair"}
    with unit_of_work(world.here.scope):
        chair = world.person("chair")
        make_activity(chair, world.membership("chair").id, details=told)
    for who, name in (("member", "name"), ("secretary", "chair")):
        call(world.person(who), name)
        erase(world, who)
    assert told in details_of(world)


def test_the_log_of_a_cooperation_that_never_knew_them_stays(world: World) -> None:
    told = {"title": "Kick-off with Ada"}
    with unit_of_work(world.elsewhere.scope):
        other = world.elsewhere.people["coordinator"]
        make_activity(other.person, other.membership.id, details=told)
    call(world.person("member"), "Ada")
    erase(world, "member")
    assert details_of(world, elsewhere=True) == [told]


def test_what_others_propose_stays_but_for_their_address(world: World) -> None:
    asked = {"name": "blank", "email": world.person("member").email, "short": "AA"}
    with unit_of_work(GLOBAL):
        others = Founding(
            proposer_id=world.stranger.id,
            draft={"pattern": "blank", "partners": {"partners": [asked]}},
            created_at=now(),
            changed_at=now(),
        )
        session().add(others)
    call(world.person("member"), "blank")
    erase(world, "member")
    with unit_of_work(GLOBAL, writes=False):
        left = session().get(Founding, others.id).draft
    assert left["pattern"] == "blank"
    assert left["partners"]["partners"] == [{"name": "", "email": "", "short": "AA"}]
