"""What a region owes: its tasks by person, and how the delegations compare."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.boards.service import owing
from collab.boards.service.finding import today_of
from collab.core.db import unit_of_work
from tests.boards import MadeBoard, make_board, make_task, owe
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def board(world: World) -> MadeBoard:
    """The first delegation owes three tasks, by itself and by its people; one is done."""
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        home, away = world.here.delegations
        late = today_of(world.actor("chair")) - timedelta(days=1)
        of_home = next(
            one for one in world.here.people.values() if one.membership.delegation_id == home.id
        )
        owe(make_task(made, title="Of the region", due_on=late), home)
        owe(make_task(made, title="Of somebody"), of_home.membership)
        owe(make_task(made, made.done, title="Over"), home)
        owe(make_task(made, title="Of both"), home, away)
        make_task(made, title="Of nobody")
    return made


def test_each_delegation_is_counted_with_its_people(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope, writes=False):
        counts = owing.count_owed(world.actor("coordinator"))
    assert [(each.open, each.overdue, each.done) for each in counts] == [
        (3, 1, 1),
        (1, 0, 0),
        (1, 0, 0),
    ]
    assert counts[-1].delegation_id is None


def test_the_page_shows_the_readers_region_and_leads_to_the_others(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    client = sign_in(world.person("coordinator"))
    page = client.get(world.here.url("/tasks/owed")).text
    for words in ("Of the region", "Of somebody", "Of both", "Owed by no person"):
        assert words in page
    assert "Of nobody" not in page
    away = world.here.delegations[1]
    page = client.get(world.here.url(f"/tasks/owed?of={away.id}")).text
    assert "Of both" in page
    assert "Of the region" not in page


def test_only_what_is_overdue(world: World, board: MadeBoard, sign_in: SignIn) -> None:
    page = sign_in(world.person("coordinator")).get(world.here.url("/tasks/owed?due=overdue")).text
    assert "Of the region" in page
    assert "Of somebody" not in page


def test_a_delegation_of_elsewhere_is_ones_own(
    world: World, board: MadeBoard, sign_in: SignIn
) -> None:
    other = world.elsewhere.delegations[0].id
    page = sign_in(world.person("coordinator")).get(world.here.url(f"/tasks/owed?of={other}"))
    assert page.status_code == 200
    assert "What my region owes" in page.text


def test_a_guest_counts_only_boards_they_see(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        owe(make_task(make_board(), title="Of everybody"), world.here.delegations[0])
    with unit_of_work(world.here.scope, writes=False):
        assert owing.count_owed(world.actor("guest"))[0].open == 3
        assert owing.count_owed(world.actor("member"))[0].open == 4
        assert owing.count_open(world.actor("guest")) == 4
        assert owing.list_my_tasks(world.actor("guest"), 5).total == 0
