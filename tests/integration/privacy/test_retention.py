from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.activity import chain
from collab.activity.models import Activity
from collab.cli import main
from collab.config import Keeping
from collab.cooperations.models import Cooperation
from collab.core import keeping
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.invitations.models import Invitation, State
from collab.live import service as live
from collab.live.models import LiveDocument, LiveUpdate
from collab.mail.models import Mail
from collab.meetings.models import Meeting
from collab.privacy import retention, unused
from collab.privacy.models import ErasureRequest
from collab.privacy.periods import Kind
from tests.factories import (
    make_activity,
    make_document,
    make_meeting,
    make_membership,
    make_minutes,
)
from tests.prepared import prepared_by
from tests.world import World

SignIn = Callable[[Person], FlaskClient]
YEAR = dict.fromkeys(Kind, 12)
OLD = timedelta(days=800)
YOUNG = timedelta(days=30)


def keep(world: World, periods: dict[Kind, int]) -> None:
    with unit_of_work(world.here.scope):
        place = session().scalars(select(Cooperation)).one()
        place.retention = {str(kind): months for kind, months in periods.items()}


def make_old_things(world: World) -> None:
    """Of each kind one that is old enough to go, and one that is not."""
    chair, somebody = world.membership("chair"), world.person("coordinator")
    with unit_of_work(world.here.scope):
        for number, age in enumerate((OLD, YOUNG)):
            at = now() - age
            session().add(
                Invitation(
                    delegation_id=chair.delegation_id,
                    email=f"invited{number}@collab.example",
                    search_key="",
                    role="member",
                    language="en",
                    state=State.DECLINED,
                    invited_by=somebody.id,
                    created_at=at,
                    sent_at=at,
                    expires_at=at,
                    settled_at=at,
                )
            )
            make_activity(somebody, chair.id, at=at, details={"title": f"Title {number}"})
            gone = make_meeting(chair, title=f"Gone {number}", deleted_at=at)
            make_minutes(gone, make_document())
            held = make_meeting(
                chair, title=f"Held {number}", starts_at=at, ends_at=at + timedelta(hours=1)
            )
            document = make_document()
            make_minutes(held, document)
            paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "Agreed."}]}
            operation = {"op": "write", "content": [paragraph]}
            live.request_edit(world.actor("chair"), document.id, operation)
        for name, age in (("member", OLD), ("outsider", YOUNG)):
            row = session().merge(world.membership(name))
            row.ended_at = now() - age
    live.run_pending_operations()


@pytest.fixture
def old(world: World) -> World:
    """Where `make_old_things` was prepared."""
    return world


def counts(outlooks: list[retention.Outlook]) -> dict[Kind, int]:
    return {each.kind: each.count for each in outlooks}


@prepared_by(make_old_things)
def test_a_dry_run_names_what_is_older_and_changes_nothing(old: World) -> None:
    found = retention.foresee(old.here.id, YEAR)
    assert counts(found) == dict.fromkeys(Kind, 1)
    labels = {each.kind: each.items[0].label for each in found}
    assert labels[Kind.MEETINGS] == "Gone 0"
    assert labels[Kind.HISTORY] == "Held 0"
    assert "@" not in labels[Kind.INVITATIONS]
    assert counts(retention.foresee(old.here.id, YEAR)) == dict.fromkeys(Kind, 1)


@prepared_by(make_old_things)
def test_what_goes_is_what_the_dry_run_said(old: World) -> None:
    keep(old, YEAR)
    said = retention.foresee(old.here.id, YEAR)
    went = retention.apply(old.here.id)
    assert {each.kind: [item.id for item in each.items] for each in went} == {
        each.kind: [item.id for item in each.items] for each in said
    }
    live.run_pending_operations()
    assert counts(retention.foresee(old.here.id, YEAR)) == dict.fromkeys(Kind, 0)
    assert retention.apply(old.here.id) == []


@prepared_by(make_old_things)
def test_what_is_younger_stays(old: World) -> None:
    keep(old, YEAR)
    retention.apply(old.here.id)
    live.run_pending_operations()
    with unit_of_work(old.here.scope, writes=False):
        assert set(session().scalars(select(Meeting.title))) == {"Gone 1", "Held 0", "Held 1"}
        assert list(session().scalars(select(Invitation.email))) == ["invited1@collab.example"]
        assert session().scalar(select(func.count(LiveDocument.id))) == 3
        assert session().scalar(select(func.count(LiveUpdate.id))) == 1
        titled = [row.details.get("title") for row in session().scalars(select(Activity))]
        assert "Title 1" in titled
        assert "Title 0" not in titled
        count, fault = chain.verify()
        assert fault is None
        assert count == 3
        last = session().scalars(select(Activity).order_by(Activity.number.desc())).first()
        assert last.verb == "retention.applied"
        assert last.person_id is None
        assert last.details == {str(kind): 1 for kind in Kind}


@prepared_by(make_old_things)
def test_minutes_without_their_history_read_the_same(old: World, sign_in: SignIn) -> None:
    keep(old, {Kind.HISTORY: 12})
    retention.apply(old.here.id)
    live.run_pending_operations()
    with unit_of_work(old.here.scope, writes=False):
        held = session().scalars(select(Meeting.id).where(Meeting.title == "Held 0")).one()
    page = sign_in(old.person("chair")).get(old.here.url(f"/meetings/{held}/minutes"))
    assert "Agreed." in page.text


@prepared_by(make_old_things)
def test_without_periods_everything_is_kept(old: World) -> None:
    assert retention.apply(old.here.id) == []
    retention.apply_everywhere()
    with unit_of_work(old.here.scope, writes=False):
        assert session().scalar(select(func.count(Meeting.id))) == 4


@prepared_by(make_old_things)
def test_what_another_cooperation_keeps_is_not_touched(old: World) -> None:
    with unit_of_work(old.elsewhere.scope):
        make_meeting(
            old.elsewhere.people["chair"].membership, title="Elsewhere", deleted_at=now() - OLD
        )
    keep(old, YEAR)
    retention.apply_everywhere()
    with unit_of_work(old.elsewhere.scope, writes=False):
        assert list(session().scalars(select(Meeting.title))) == ["Elsewhere"]


YEAR_OF_ACCOUNTS = Keeping(accounts=365)


@pytest.fixture
def keeps_accounts_a_year(app: Flask) -> Iterator[None]:
    before = keeping.find_keeping()
    keeping.use(YEAR_OF_ACCOUNTS)
    yield
    keeping.use(before)


@pytest.mark.usefixtures("keeps_accounts_a_year")
@prepared_by(make_old_things)
def test_who_left_every_cooperation_gets_a_mail_first_and_can_stay(old: World) -> None:
    unused.ask_unused()
    person = old.person("member")
    with unit_of_work(GLOBAL):
        request = session().scalars(select(ErasureRequest)).one()
        assert (request.person_id, request.cause) == (person.id, "retention")
        assert request.due_at > now() + timedelta(days=13)
        letter = session().scalars(select(Mail)).one()
        assert letter.person_id == person.id
        request.stopped_at = now()
    unused.ask_unused()
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalars(select(ErasureRequest)).one().stopped_at is not None
        assert session().scalar(select(func.count(Mail.id))) == 1


@pytest.mark.usefixtures("keeps_accounts_a_year")
@prepared_by(make_old_things)
def test_whoever_is_still_elsewhere_stays(old: World) -> None:
    with unit_of_work(old.elsewhere.scope):
        make_membership(old.person("member"), old.elsewhere.delegations[0])
    assert unused.find_unused_accounts() == []


@pytest.mark.usefixtures("keeps_accounts_a_year")
@prepared_by(make_old_things)
def test_operators_are_not_forgotten(old: World) -> None:
    with unit_of_work(GLOBAL):
        session().get(Person, old.person("member").id).is_operator = True
    assert unused.find_unused_accounts() == []


@prepared_by(make_old_things)
def test_no_coordinator_decides_on_accounts_and_by_default_they_stay(old: World) -> None:
    keep(old, YEAR)
    retention.apply_everywhere()
    unused.ask_unused()
    with unit_of_work(GLOBAL, writes=False):
        assert session().scalar(select(func.count(ErasureRequest.id))) == 0


# on the page


@prepared_by(make_old_things)
def test_coordinators_see_what_would_go_before_they_save(old: World, sign_in: SignIn) -> None:
    client = sign_in(old.person("coordinator"))
    url = old.here.url("/console/retention")
    assert "Nothing is old enough to go." in client.get(url).text
    preview = client.get(url, query_string={"deleted_meetings": "12"})
    assert "Nothing is saved yet." in preview.text
    assert "Gone 0" in preview.text
    assert "Gone 1" not in preview.text
    assert "Nothing is old enough to go." in client.get(url).text
    saved = client.post(url, data={"deleted_meetings": "12"}, follow_redirects=True)
    assert "Saved." in saved.text
    assert "Gone 0" in saved.text
    with unit_of_work(old.here.scope, writes=False):
        assert session().scalars(select(Cooperation.retention)).one() == {"deleted_meetings": 12}
        verbs = list(session().scalars(select(Activity.verb)))
        assert verbs.count("retention.changed") == 1
    client.post(url, data={"deleted_meetings": "12"})
    with unit_of_work(old.here.scope, writes=False):
        assert list(session().scalars(select(Activity.verb))).count("retention.changed") == 1


@prepared_by(make_old_things)
def test_what_is_no_period_changes_nothing(old: World, sign_in: SignIn) -> None:
    client = sign_in(old.person("coordinator"))
    url = old.here.url("/console/retention")
    for nonsense in ("-1", "7", "soon"):
        assert client.get(url, query_string={"deleted_meetings": nonsense}).status_code == 200
        client.post(url, data={"deleted_meetings": nonsense})
    with unit_of_work(old.here.scope, writes=False):
        assert session().scalars(select(Cooperation.retention)).one() == {}


@prepared_by(make_old_things)
def test_members_neither_see_nor_change_it(old: World, sign_in: SignIn) -> None:
    url = old.here.url("/console/retention")
    for name in ("chair", "secretary", "guest"):
        client = sign_in(old.person(name))
        assert client.get(url).status_code == 403
        assert client.post(url, data={"deleted_meetings": "12"}).status_code == 403
    assert sign_in(old.stranger).get(url).status_code == 404


# by command


@prepared_by(make_old_things)
def test_the_command_says_what_would_go(
    old: World, app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(old, YEAR)
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "known to the tests")
    said = CliRunner().invoke(main, ["retention", "--dry-run"], catch_exceptions=False)
    assert said.exit_code == 0
    assert "here: deleted_meetings, 12 months: 1" in said.output
    assert "Gone 0" in said.output
    with unit_of_work(old.here.scope, writes=False):
        assert session().scalar(select(func.count(Meeting.id))) == 4
    done = CliRunner().invoke(main, ["retention", "--cooperation", "here"], catch_exceptions=False)
    assert "here: deleted_meetings, 12 months: 1" in done.output
    with unit_of_work(old.here.scope, writes=False):
        assert session().scalar(select(func.count(Meeting.id))) == 3
    wrong = CliRunner().invoke(main, ["retention", "--cooperation", "nowhere"])
    assert wrong.exit_code == 1
    assert "There is no cooperation 'nowhere'." in wrong.output


def test_the_command_erases_an_account(
    world: World, app: Flask, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLAB_DATABASE_URL", database_url)
    monkeypatch.setenv("COLLAB_SECRET_KEY", "known to the tests")
    person = world.person("member")
    kept = CliRunner().invoke(main, ["person", "erase", person.email], input="n\n")
    assert kept.exit_code == 1
    done = CliRunner().invoke(main, ["person", "erase", person.email, "--yes"])
    assert "Erased." in done.output
    with unit_of_work(GLOBAL, writes=False):
        assert session().get(Person, person.id).erased_at is not None
    again = CliRunner().invoke(main, ["person", "erase", person.email, "--yes"])
    assert "There is no account with this e-mail or id." in again.output
    told = CliRunner().invoke(main, ["person", "erased"])
    assert told.output.split()[0] == str(person.id)
    chair = str(world.person("chair").id)
    assert "Erased." in CliRunner().invoke(main, ["person", "erase", chair, "--yes"]).output
    last = CliRunner().invoke(main, ["person", "erase", world.person("coordinator").email, "--yes"])
    assert last.exit_code == 1
    assert "coordinator in: here" in last.output
