"""The presidency in the console: terms, rotation, handing over."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.console.checks import CHECKS
from collab.cooperations.models import Delegation, PresidencyTerm
from collab.cooperations.service import list_checks
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.factories import make_agenda_item, make_meeting, make_membership, make_person, make_term
from tests.world import World

DAY = timedelta(days=1)


@pytest.fixture
def url(world: World) -> str:
    return world.here.url("/console/presidency")


@pytest.fixture
def client(world: World, sign_in):
    return sign_in(world.person("coordinator"))


def terms(world: World) -> list[PresidencyTerm]:
    with unit_of_work(world.here.scope, writes=False):
        found = session().scalars(select(PresidencyTerm).order_by(PresidencyTerm.starts_on))
        return list(found)


def last_line(world: World) -> Activity:
    with unit_of_work(world.here.scope, writes=False):
        newest = select(Activity).order_by(Activity.number.desc())
        return session().scalars(newest).first()


def form(world: World, number: int, starts_on: date, ends_on: date) -> dict[str, str]:
    delegation = world.here.delegations[number]
    return {
        "delegation": str(delegation.id),
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
    }


def preside(world: World, *, plans_next: bool = False) -> None:
    """The coordinator's delegation presides; the other one may be planned."""
    today = now().date()
    with unit_of_work(world.here.scope):
        make_term(world.here.delegations[0], days=100)
        if plans_next:
            make_term(
                world.here.delegations[1],
                starts_on=today + 101 * DAY,
                ends_on=today + 400 * DAY,
                taken_over_at=None,
            )


def test_the_first_term_begins_today(world: World, client, url) -> None:
    page = client.get(url).text
    assert "No delegation presides at the moment." in page
    assert "Begin today" in page
    today = now().date()
    answer = client.post(f"{url}/start", data=form(world, 0, today, today + 180 * DAY))
    assert answer.status_code == 302
    (term,) = terms(world)
    assert (term.starts_on, term.taken_over_at is not None) == (today, True)
    assert "Presides" in client.get(url).text
    again = client.post(f"{url}/start", data=form(world, 0, today, today + 180 * DAY))
    assert again.status_code == 409


def test_the_form_proposes_whose_turn_it_is_from_the_next_day_on(world: World, client, url) -> None:
    preside(world)
    page = client.get(url).text
    following = world.here.delegations[1]
    assert f'<option selected value="{following.id}">' in page
    assert f'value="{now().date() + 101 * DAY}"' in page


def test_a_term_is_planned_taken_back_and_planned_again(world: World, client, url) -> None:
    preside(world)
    start = now().date() + 101 * DAY
    plan = form(world, 1, start, start + 200 * DAY)
    assert client.post(f"{url}/terms", data=plan).status_code == 302
    planned = terms(world)[1]
    assert planned.taken_over_at is None
    page = client.post(f"{url}/terms/{planned.id}/removal", follow_redirects=True).text
    assert "The planned term was taken back." in page
    assert "Plan it again" in page
    assert len(terms(world)) == 1
    assert client.post(f"{url}/terms", data=plan).status_code == 302
    assert len(terms(world)) == 2


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "2020-01-01"}, "The last day has to be after the first."),
        ({"starts_on": "2020-01-01"}, "Another term is planned for these days already."),
        ({"starts_on": "tomorrow"}, "Please choose a day."),
        ({"ends_on": ""}, "Please choose a day."),
        ({"ends_on": "2999-01-01"}, "A term lasts at most five years."),
        ({"delegation": "nobody"}, "Not a valid choice"),
    ],
)
def test_a_term_that_cannot_be_is_refused_with_words(
    world: World, client, url, changes, words
) -> None:
    preside(world)
    start = now().date() + 101 * DAY
    plan = form(world, 1, start, start + 200 * DAY)
    answer = client.post(f"{url}/terms", data=plan | changes)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(terms(world)) == 1


def test_the_rotation_is_moved_a_place_at_a_time(world: World, client, url) -> None:
    first, second = world.here.delegations

    def order() -> list:
        with unit_of_work(world.here.scope, writes=False):
            return list(session().scalars(select(Delegation.id).order_by(Delegation.position)))

    def move(delegation, direction: str) -> int:
        data = {"delegation": delegation, "direction": direction}
        return client.post(f"{url}/rotation", data=data).status_code

    assert move(second.id, "up") == 302
    assert order() == [second.id, first.id]
    assert last_line(world).verb == "presidency.rotation_changed"
    assert move(second.id, "up") == 302  # it is the first one already
    assert order() == [second.id, first.id]
    assert move(second.id, "down") == 302
    assert order() == [first.id, second.id]
    assert move("nobody", "up") == 422
    assert move(world.elsewhere.delegations[0].id, "up") == 422
    assert move(first.id, "sideways") == 422


def test_handing_over_shows_what_is_open_and_records_it(world: World, client, url) -> None:
    preside(world, plans_next=True)
    with unit_of_work(world.here.scope):
        make_meeting(world.membership("chair"), title="Without agenda")
        planned = make_meeting(world.membership("chair"), title="With agenda")
        make_agenda_item(planned)
    page = client.get(f"{url}/handover").text
    assert "Planned meetings without an agenda" in page
    assert "1 open" in page
    current = terms(world)[0]
    answer = client.post(f"{url}/handover", data={"note": "Ask Ana.", "term": str(current.id)})
    assert answer.status_code == 302
    old, new = terms(world)
    assert old.handed_over_at is not None
    assert old.handed_over_by == world.person("coordinator").id
    assert old.checklist["meetings_without_agenda"] == 1
    assert set(old.checklist) >= {check.name for check in CHECKS}
    assert new.taken_over_at == old.handed_over_at
    page = client.get(url).text
    assert "Ask Ana." in page
    assert "Planned meetings without an agenda 1" in page
    assert "Coordinator of here" in page
    assert last_line(world).verb == "presidency.handed_over"
    # what governs is with the other delegation now
    assert client.get(f"{url}/handover").status_code == 403
    assert client.post(f"{url}/handover", data={"note": "Again"}).status_code == 403


def test_without_a_successor_nothing_is_handed_over(world: World, client, url) -> None:
    preside(world)
    assert "No delegation is planned to preside next." in client.get(f"{url}/handover").text
    answer = client.post(f"{url}/handover", data={"note": "x"})
    assert answer.status_code == 409
    assert "No delegation is planned to preside next." in answer.text
    assert terms(world)[0].handed_over_at is None


def test_a_form_that_shows_an_older_term_hands_nothing_over(world: World, client, url) -> None:
    preside(world, plans_next=True)
    other = terms(world)[1]
    answer = client.post(f"{url}/handover", data={"note": "x", "term": str(other.id)})
    assert answer.status_code == 409
    assert terms(world)[0].handed_over_at is None


def test_the_other_delegation_reads_and_changes_nothing(world: World, sign_in, url) -> None:
    preside(world, plans_next=True)
    with unit_of_work(world.here.scope):
        person = make_person()
        make_membership(person, world.here.delegations[1], world.actor("coordinator").role)
    other = sign_in(person)
    page = other.get(url).text
    assert "Hand over" not in page
    assert 'name="direction"' not in page
    start = now().date() + 500 * DAY
    for path, data in (
        ("/terms", form(world, 1, start, start + DAY)),
        (f"/terms/{terms(world)[1].id}/removal", {}),
        ("/rotation", {"delegation": str(world.here.delegations[1].id), "direction": "up"}),
        ("/handover", {"note": "x"}),
    ):
        assert other.post(f"{url}{path}", data=data).status_code == 403, path
    assert len(terms(world)) == 2


def test_every_check_leads_to_a_page(world: World, client) -> None:
    with unit_of_work(world.here.scope, writes=False):
        items = list_checks(world.actor("coordinator"))
    assert {item.check.name for item in items} >= {check.name for check in CHECKS}
    with client.application.test_request_context():
        for item in items:
            assert client.application.url_map.iter_rules(item.check.endpoint)
