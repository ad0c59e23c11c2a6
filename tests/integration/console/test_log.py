"""The activity log as coordinators read it: sentences, filters, pages, CSV."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from collab.activity import log
from collab.activity import service as activity
from collab.activity.log import PAGE, LogFilter
from collab.activity.models import Activity
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden
from collab.core.tables import BOM
from tests.factories import make_activity, make_meeting, make_membership, make_person
from tests.world import World


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/console/log")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


def note(world: World, verb: str, *, by: str = "coordinator", subject=None, **details) -> None:
    """A line without what follows from it, such as the minutes of a meeting."""
    actor = world.actor(by)
    with unit_of_work(world.here.scope):
        make_activity(
            world.person(by),
            subject or uuid4(),
            verb=verb,
            details=details,
            role=actor.role,
            delegation_id=actor.delegation_id,
        )


def read_csv(answer) -> list[list[str]]:
    text = answer.data.decode("utf-8")
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def rows(world: World) -> list[Activity]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(Activity).order_by(Activity.number)))


# who reads it


def test_coordinators_read_it_and_nobody_else(world: World, url, sign_in) -> None:
    note(world, "group.created", subject=world.group.id, name="Research")
    assert sign_in(world.person("coordinator")).get(url).status_code == 200
    for name in ("chair", "secretary", "member", "guest"):
        assert sign_in(world.person(name)).get(url).status_code == 403
        with unit_of_work(world.here.scope, writes=False), pytest.raises(Forbidden):
            log.list_log(world.actor(name), LogFilter())
    assert sign_in(world.stranger).get(url).status_code == 404


@pytest.mark.parametrize("what", ["sent", "resent", "withdrawn", "declined"])
def test_whom_a_delegation_invited_is_not_for_the_others(
    world: World, client, url, sign_in, what: str
) -> None:
    delegation = world.membership("coordinator").delegation_id
    asked = {"name": "Ana Pérez", "delegation_id": str(delegation)}
    note(world, f"invitation.{what}", **asked)
    with unit_of_work(world.here.scope):
        other = make_person(email="other@region.example.org")
        make_membership(other, world.here.delegations[1], Role.COORDINATOR)
    abroad = sign_in(other)
    assert "Ana Pérez" in client.get(url).text
    assert "Ana Pérez" not in abroad.get(url).text
    assert "Pérez" not in abroad.post(f"{url}/export").data.decode()
    with unit_of_work(world.here.scope, writes=False):
        ours, theirs = world.actor("coordinator"), world.here.delegations[1].id
        wanted = LogFilter(text="Ana Pérez")
        assert len(log.read_log(ours, wanted)) == 1
        assert log.read_log(replace(ours, delegation_id=theirs), wanted) == []


def test_another_cooperations_lines_are_not_in_it(world: World, client, url) -> None:
    with unit_of_work(world.elsewhere.scope):
        actor = world.elsewhere.people["coordinator"].actor
        activity.record(actor, "group.created", uuid4(), name="Zwitschervogel")
    page = client.get(url).text
    assert "Zwitschervogel" not in page
    assert "Nothing has happened yet." in page


# sentences


def test_a_line_says_who_did_what_in_which_role_with_a_link(world: World, client, url) -> None:
    with unit_of_work(world.here.scope):
        meeting = make_meeting(world.membership("chair"), title="Réunion")
        meeting.language = "fr"
    note(world, "meeting.created", by="chair", subject=meeting.id, title="Réunion")
    page = client.get(url).text
    link = world.here.url(f"/meetings/{meeting.id}")
    thing = f'<a href="{link}" lang="fr">Réunion</a>'
    assert f"<strong>Chair of here</strong> planned the meeting “{thing}”." in page
    assert "Chair" in page
    assert "no. 1" in page


def test_what_is_gone_is_named_without_a_link(world: World, client, url) -> None:
    note(world, "meeting.created", subject=uuid4(), title="Long ago")
    note(world, "group.created", subject=uuid4(), name="Gone")
    with unit_of_work(world.here.scope):
        deleted = make_meeting(world.membership("chair"), title="Deleted one", deleted_at=now())
    note(world, "meeting.deleted", subject=deleted.id)
    page = client.get(url).text
    assert "planned the meeting “Long ago”." in page
    assert "founded the group “Gone”." in page
    assert 'deleted the meeting “<span lang="en">Deleted one</span>”.' in page


def test_people_and_roles_are_named(world: World, client, url) -> None:
    member = world.membership("member").id
    note(world, "membership.role_changed", subject=member, old="member", new="chair")
    note(
        world,
        "group.member_added",
        subject=world.group.id,
        membership_id=str(member),
        given="guest",
    )
    page = client.get(url).text
    assert "gave Member of here the role “Chair”." in page
    assert "put Member of here into the group" in page


def test_names_that_look_like_markup_are_only_text(world: World, client, url) -> None:
    note(world, "meeting.created", subject=uuid4(), title="<script>alert(1)</script>%(who)s")
    page = client.get(url).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;%(who)s" in page


def test_verbs_without_words_are_shown_honestly(world: World, client, url) -> None:
    note(world, "planet.discovered")
    assert "did something that has no words here yet: planet.discovered" in client.get(url).text


def test_the_installation_and_operators_are_named(world: World, client, url) -> None:
    with unit_of_work(world.here.scope):
        activity.record_for(world.here.id, "cooperation.archived", world.here.id, role="operator")
    page = client.get(url).text
    assert "<strong>The installation</strong> archived the cooperation." in page
    assert "Operator" in page


def test_erased_details_and_people_leave_a_sentence(world: World, client, url) -> None:
    note(world, "invitation.sent", name="Ana Pérez")
    with unit_of_work(world.here.scope) as opened:
        row = opened.scalars(select(Activity)).one()
        row.details, row.salt = {}, ""
        person = make_person(name="")
        make_activity(person, world.group.id, verb="group.edited", details={"name": "Research"})
    page = client.get(url).text
    assert "invited somebody." in page
    assert "<strong>A former member</strong> changed the group" in page


def test_the_sentence_is_in_the_readers_language(world: World, client, url) -> None:
    note(world, "group.created", subject=world.group.id, name="Research")
    client.set_cookie("language", "de")
    assert client.get(url).status_code == 200


# filters


@pytest.fixture
def busy(world: World) -> World:
    """A log with something of each kind."""
    member = world.membership("member").id
    note(world, "meeting.created", by="chair", subject=uuid4(), title="Énergie 100%")
    note(world, "meeting.cancelled", by="secretary", subject=uuid4(), title="Budget_2027")
    note(world, "group.created", subject=world.group.id, name="Research")
    note(world, "membership.suspended", subject=member)
    note(world, "invitation.accepted", by="member", name="Member of here")
    return world


def verbs_on(page: str) -> list[str]:
    known = {
        "planned the meeting": "meeting.created",
        "cancelled the meeting": "meeting.cancelled",
        "founded the group": "group.created",
        "suspended": "membership.suspended",
        "accepted an invitation": "invitation.accepted",
        "downloaded": "activity.exported",
    }
    start = page.find("log-list")
    return [verb for words, verb in known.items() if start >= 0 and words in page[start:]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "meetings"}, ["meeting.created", "meeting.cancelled"]),
        ({"kind": "people"}, ["membership.suspended"]),
        ({"kind": "invitations"}, ["invitation.accepted"]),
        ({"doing": "added"}, ["meeting.created", "group.created"]),
        ({"doing": "ended"}, ["meeting.cancelled", "membership.suspended"]),
        ({"kind": "meetings", "doing": "added"}, ["meeting.created"]),
        ({"q": "secretary"}, ["meeting.cancelled"]),
        ({"q": "énergie"}, ["meeting.created"]),
        ({"q": "100%"}, ["meeting.created"]),
        ({"q": "Budget_2"}, ["meeting.cancelled"]),
        ({"q": "founded"}, ["group.created"]),
        ({"q": "no such thing"}, []),
        ({"kind": "nonsense"}, None),
        ({"since": "tomorrow"}, None),
        ({"person": "x", "before": "-1", "after": "99999999999999999999"}, None),
        ({"q": "'; DROP TABLE activity; --"}, []),
    ],
)
def test_filters_leave_what_was_asked_for(busy: World, client, url, query, found) -> None:
    answer = client.get(url, query_string=query)
    assert answer.status_code == 200
    everything = [
        "meeting.created",
        "meeting.cancelled",
        "group.created",
        "membership.suspended",
        "invitation.accepted",
    ]
    assert verbs_on(answer.text) == (everything if found is None else found)


def test_one_persons_and_one_delegations_lines(busy: World, client, url) -> None:
    chair = busy.person("chair")
    page = client.get(url, query_string={"person": chair.id}).text
    assert verbs_on(page) == ["meeting.created"]
    assert "Only what Chair of here did." in page
    second = busy.here.delegations[1].id  # of chair and member
    page = client.get(url, query_string={"delegation": second}).text
    assert verbs_on(page) == ["meeting.created", "invitation.accepted"]
    subject = busy.membership("member").id
    assert verbs_on(client.get(url, query_string={"subject": subject}).text) == [
        "membership.suspended"
    ]


def test_days_are_those_of_the_readers_calendar(world: World, client, url) -> None:
    midnight = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # in Berlin it is 2 March already
    with unit_of_work(world.here.scope):
        make_activity(
            world.person("chair"), uuid4(), at=midnight, verb="meeting.created", details={}
        )
    for since, until, is_shown in (
        ("2026-03-02", "2026-03-02", True),
        ("2026-03-01", "2026-03-01", False),
        ("2026-03-03", "", False),
        ("", "2026-03-01", False),
        ("", "9999-12-31", True),
    ):
        page = client.get(url, query_string={"since": since, "until": until}).text
        assert bool(verbs_on(page)) is is_shown, (since, until)


def test_a_wrong_day_is_said_and_does_not_count(busy: World, client, url) -> None:
    page = client.get(url, query_string={"since": "32.13.2026"}).text
    assert "Please choose a day." in page
    assert len(verbs_on(page)) == 5


# pages


def test_it_is_paged_by_numbers_both_ways(world: World, client, url) -> None:
    with unit_of_work(world.here.scope):
        for number in range(1, 2 * PAGE + 11):
            activity.record(world.actor("chair"), "group.created", uuid4(), name=f"Nr {number}.")
    first = client.get(url).text
    assert "Nr 110." in first
    assert "Nr 60." not in first
    older = client.get(url, query_string={"before": 61}).text
    assert "before=61" in first.replace("&amp;", "&")
    assert "Nr 60." in older
    assert "Nr 11." in older
    assert "Nr 61." not in older
    last = client.get(url, query_string={"before": 11}).text
    assert "Nr 1." in last
    assert 'rel="next"' not in last
    newer = client.get(url, query_string={"after": 10}).text
    assert "Nr 11." in newer
    assert "Nr 60." in newer
    assert "after=60" in newer
    assert 'rel="prev"' not in client.get(url, query_string={"after": 60}).text


def test_a_page_takes_the_same_few_queries_however_much_is_on_it(
    world: World, client, url, count_queries
) -> None:
    note(world, "meeting.created", subject=uuid4(), title="One")
    with count_queries() as few:
        client.get(url)
    with unit_of_work(world.here.scope):
        for _number in range(PAGE):
            meeting = make_meeting(world.membership("chair"))
            activity.record(world.actor("chair"), "meeting.edited", meeting.id)
            activity.record(world.actor("chair"), "group.created", world.group.id, name="G")
            member = world.membership("member").id
            activity.record(world.actor("chair"), "membership.suspended", member)
    with count_queries() as many:
        client.get(url)
    assert len(many) <= len(few) + 2, many
    assert len(many) <= 14, many


# verification


def test_the_page_says_whether_the_chain_is_whole(busy: World, client, url) -> None:
    assert "5 entries." in client.get(url).text
    page = client.get(f"{url}/verification").text
    assert "Verified: 5 entries, unbroken." in page


# downloads


def test_the_download_has_what_the_filters_leave_and_is_noted(busy: World, client, url) -> None:
    answer = client.post(f"{url}/export", data={"kind": "meetings"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="here-activity-' in answer.headers["Content-Disposition"]
    head, *lines = read_csv(answer)
    assert head[0] == "Number"
    assert [line[0] for line in lines] == ["2", "1"]
    assert lines[1][2:4] == ["Chair of here", "Chair"]
    assert lines[1][5:7] == [
        "Chair of here planned the meeting “Énergie 100%”.",
        "meeting.created",
    ]
    last = rows(busy)[-1]
    assert (last.verb, last.details) == ("activity.exported", {"filters": {"kind": "meetings"}})
    assert "downloaded the activity log." in client.get(url).text


def test_nothing_in_the_download_is_a_formula(world: World, client, url) -> None:
    with unit_of_work(world.here.scope):
        person = make_person(name="=cmd|' /C calc'!A0")
        make_activity(person, uuid4(), verb="meeting.created", details={"title": "+1"})
    for line in read_csv(client.post(f"{url}/export")):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line)
    assert read_csv(client.post(f"{url}/export"))[-1][2] == "'=cmd|' /C calc'!A0"


def test_a_long_log_comes_whole(world: World, client, url) -> None:
    with unit_of_work(world.here.scope):
        for _number in range(1203):
            activity.record(world.actor("chair"), "group.created", uuid4(), name="Many")
    numbers = [int(line[0]) for line in read_csv(client.post(f"{url}/export"))[1:]]
    assert numbers == list(range(1203, 0, -1))


def test_an_archived_log_can_be_downloaded_and_that_is_noted(busy: World, client, url) -> None:
    assert client.post(busy.here.url("/console/archive")).status_code == 302
    answer = client.post(f"{url}/export")
    assert answer.status_code == 200
    assert len(read_csv(answer)) == 7
    assert [row.verb for row in rows(busy)][-2:] == ["cooperation.archived", "activity.exported"]


def test_nobody_else_downloads_it(busy: World, url, sign_in) -> None:
    for name in ("chair", "member", "guest"):
        assert sign_in(busy.person(name)).post(f"{url}/export").status_code == 403
    assert sign_in(busy.stranger).post(f"{url}/export").status_code == 404
    assert [row.verb for row in rows(busy)].count("activity.exported") == 0


@pytest.mark.csrf
def test_another_site_cannot_start_a_download(busy: World, client, url) -> None:
    assert client.post(f"{url}/export").status_code == 400
    assert [row.verb for row in rows(busy)].count("activity.exported") == 0


def test_active_people_are_those_of_the_last_days(world: World) -> None:
    with unit_of_work(world.here.scope):
        make_activity(world.person("chair"), uuid4(), at=now() - timedelta(days=40))
        make_activity(world.person("member"), uuid4(), at=now() - timedelta(days=2))
        found = log.list_active_people(world.actor("coordinator"), now() - timedelta(days=30))
    assert found == {world.person("member").id}
