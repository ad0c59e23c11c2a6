"""The home of a cooperation and its members, for everybody who may see them."""

import pytest

from collab.cooperations.models import Cooperation
from collab.core.db import session, unit_of_work
from tests.factories import make_meeting, make_term
from tests.planning import plan_meeting
from tests.world import World


def test_the_home_says_what_this_is_and_what_comes_next(world: World, sign_in) -> None:
    with unit_of_work(world.here.scope):
        row = session().get(Cooperation, world.here.id)
        row.name, row.description, row.language = "Vier Motoren", "Seit 1988.", "de"
    plan_meeting(world.actor("chair"), world.group, title="Next research meeting")
    page = sign_in(world.person("member")).get(world.here.url()).text
    for text in (
        '<span lang="de">Vier Motoren</span>',
        '<p class="lead-text" lang="de">Seit 1988.</p>',
        "Next research meeting",
        "Research",
        "4 members",
        "Germany",
        "France",
    ):
        assert text in page


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("coordinator", "Plan a meeting"),
        ("chair", "Plan a meeting"),
        ("member", "Open my next meeting"),
        ("guest", "Open my next meeting"),
    ],
)
def test_there_is_one_clear_next_step(world: World, sign_in, name: str, words: str) -> None:
    plan_meeting(world.actor("chair"), world.group)
    page = sign_in(world.person(name)).get(world.here.url()).text
    head = page.partition('class="page-actions')[2].partition("</div>")[0]
    assert words in head
    assert head.count("btn-primary") == 1


def test_a_running_meeting_is_the_next_step_of_everybody_in_it(world: World, sign_in) -> None:
    with unit_of_work(world.here.scope):
        meeting = make_meeting(world.membership("chair"), world.group)
        meeting.starts_at = meeting.starts_at.replace(year=2020)
    for name in ("chair", "member", "guest"):
        assert "Join the running meeting" in sign_in(world.person(name)).get(world.here.url()).text
    assert "Join the running" not in sign_in(world.person("outsider")).get(world.here.url()).text


def test_an_empty_cooperation_has_a_home_too(world: World, sign_in) -> None:
    assert "No meeting is planned." in sign_in(world.person("guest")).get(world.here.url()).text


def test_the_home_takes_few_queries(world: World, sign_in, count_queries) -> None:
    for _number in range(6):
        plan_meeting(world.actor("chair"), world.group)
    client = sign_in(world.person("chair"))
    with count_queries() as queries:
        assert client.get(world.here.url()).status_code == 200
    assert len(queries) <= 18, queries


def test_the_home_speaks_the_readers_language_where_somebody_wrote_it(world, sign_in) -> None:
    with unit_of_work(world.here.scope):
        row = session().get(Cooperation, world.here.id)
        row.language, row.texts = "de", {"en": {"name": "Four Motors"}}
        row.description = "Seit 1988."
    page = sign_in(world.person("member")).get(world.here.url()).text
    assert '<span lang="en">Four Motors</span>' in page
    assert '<p class="lead-text" lang="de">Seit 1988.</p>' in page


def test_who_presides_is_shown_at_home_and_beside_every_page(world, sign_in) -> None:
    client = sign_in(world.person("guest"))
    assert "Presidency" not in client.get(world.here.url()).text
    with unit_of_work(world.here.scope):
        make_term(world.here.delegations[1])
    for path in ("", "/meetings"):
        page = client.get(world.here.url(path)).text
        fact = page.partition('class="sidebar-fact"')[2].partition("</p>")[0]
        assert world.here.delegations[1].name in fact
        assert "until" in fact
    home = client.get(world.here.url()).text.partition('id="delegations"')[2]
    assert home.index(world.here.delegations[1].name) < home.index("Presidency")


def test_an_error_inside_a_cooperation_keeps_its_navigation(world, sign_in) -> None:
    inside = sign_in(world.person("guest")).get(world.here.url("/members"))
    assert inside.status_code == 403
    assert world.here.url("/meetings") in inside.text
    outside = sign_in(world.stranger).get(world.here.url("/members"))
    assert world.here.url("/meetings") not in outside.text


def test_guests_and_strangers_do_not_see_the_members(world: World, sign_in) -> None:
    guest = sign_in(world.person("guest"))
    assert guest.get(world.here.url("/members")).status_code == 403
    assert world.here.url("/members") not in guest.get(world.here.url()).text
    assert sign_in(world.stranger).get(world.here.url("/members")).status_code == 404
    assert sign_in(world.stranger).get(world.here.url()).status_code == 404
