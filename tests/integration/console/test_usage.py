"""How a cooperation is used: the numbers, as tables, drawings and CSV."""

import csv
import io
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from collab.console.service.usage import count_people, measure
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden
from collab.core.tables import BOM
from collab.live import service as live
from collab.live.models import LiveSnapshot, LiveUpdate
from tests.factories import make_activity, make_attendance, make_document, make_meeting
from tests.world import World


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/console/usage")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


@pytest.fixture
def used(world: World) -> World:
    """Two meetings this month, one too long ago to count, one cancelled, one to come."""
    moment = now() - timedelta(minutes=5)
    with unit_of_work(world.here.scope):
        chair = world.membership("chair")
        for start, changes in (
            (moment, {}),
            (moment, {}),
            (moment - timedelta(days=800), {}),
            (moment, {"cancelled_at": now()}),
        ):
            meeting = make_meeting(chair, starts_at=start, ends_at=start, **changes)
            make_attendance(meeting, world.membership("chair"))
            make_attendance(meeting, world.membership("secretary"), status="absent")
        make_meeting(chair)
        make_activity(world.person("member"), uuid4())
        make_activity(world.person("secretary"), uuid4(), at=now() - timedelta(days=31))
    return world


def write(size: int, author: UUID) -> None:
    """Somebody wrote so many bytes, which the journal and a snapshot keep."""
    document_id, text = make_document().id, b"x" * size
    session().add_all(
        [
            LiveUpdate(document_id=document_id, seq=1, author_id=author, at=now(), payload=text),
            LiveSnapshot(document_id=document_id, upto_seq=1, ledger={}, at=now(), payload=text),
        ]
    )
    session().flush()


def test_the_numbers_are_right(used: World) -> None:
    with unit_of_work(used.here.scope):
        write(1000, used.person("guest").id)
    with unit_of_work(used.here.scope, writes=False):
        found = measure(used.actor("coordinator"), 3)
    assert [each.held for each in found.held] == [0, 0, 2]
    first, second = found.attendance
    assert (first.here, first.absent) == (0, 2)  # the secretary's
    assert (second.here, second.absent) == (2, 0)  # the chair's
    people = [(each.members, each.active) for each in found.people]
    assert people == [(3, 0), (3, 2)]  # the member noted something, the guest wrote
    assert found.storage == 2000


def test_other_cooperations_do_not_count(used: World) -> None:
    with unit_of_work(used.elsewhere.scope, writes=False):
        found = measure(used.elsewhere.people["coordinator"].actor)
        assert live.list_authors(used.actor("coordinator"), now() - timedelta(days=30)) == set()
    assert sum(each.held for each in found.held) == 0
    assert found.storage == 0
    assert sum(each.active for each in found.people) == 0


def test_only_coordinators_count(used: World, sign_in, url) -> None:
    with unit_of_work(used.here.scope, writes=False):
        for count in (measure, count_people):
            with pytest.raises(Forbidden):
                count(used.actor("chair"))
    assert sign_in(used.person("chair")).get(url).status_code == 403
    assert sign_in(used.person("chair")).get(f"{url}/people.csv").status_code == 403


def test_a_table_says_what_each_drawing_shows(used: World, client, url) -> None:
    page = client.get(url).text
    for name in ("meetings", "attendance", "people"):
        assert f'<svg class="plot-drawing" role="img" aria-labelledby="plot-{name}"' in page
        assert f'<title id="plot-{name}">' in page
        assert f'id="usage-{name}"' in page
    assert page.count('class="table usage-table"') == 4
    assert " style=" not in page
    assert "Nothing to draw yet." in page  # no actions


@pytest.mark.parametrize(("months", "shown"), [("3", 3), ("24", 24), ("5", 12), ("x", 12)])
def test_the_period_is_one_of_the_offered(used: World, client, url, months, shown) -> None:
    answer = client.get(f"{url}/meetings.csv", query_string={"months": months})
    assert len(answer.text.splitlines()) == shown + 1


def test_each_table_comes_as_csv(used: World, client, url) -> None:
    for name in ("meetings", "attendance", "tasks", "people"):
        answer = client.get(f"{url}/{name}.csv")
        assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert f'filename="here-{name}-' in answer.headers["Content-Disposition"]
        text = answer.data.decode()
        assert text.startswith(BOM)
        lines = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
        assert len({len(line) for line in lines}) == 1
    assert lines[0] == ["Delegation", "Members", "Active in the last 30 days"]
    assert [line[1:] for line in lines[1:]] == [["3", "0"], ["3", "1"]]
    assert client.get(f"{url}/secrets.csv").status_code == 404
