"""What a card shows, and what reading a board costs."""

from datetime import date

import pytest

from collab.boards.models import LanesBy
from collab.boards.owners import delegation, person
from collab.boards.service.boards import find_board
from collab.boards.service.cards import BoardView, Card, read_board
from collab.boards.service.moving import close_task
from collab.boards.swimlanes import NO_LANE
from collab.core.clock import now
from collab.core.db import unit_of_work
from tests.boards import (
    MadeBoard,
    block,
    make_board,
    make_comment,
    make_label,
    make_lane,
    make_step,
    make_task,
    owe,
    put_label,
)
from tests.world import World


def read(world: World, made: MadeBoard, name: str = "member") -> BoardView:
    actor = world.actor(name)
    with unit_of_work(world.here.scope, writes=False):
        return read_board(actor, find_board(actor, made.id))


def only_card(world: World, made: MadeBoard) -> Card:
    (card,) = read(world, made).cards
    return card


def test_a_card_shows_who_owes_it_and_what_hangs_on_it(world: World) -> None:
    member, chair = world.membership("member"), world.membership("chair")
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        task = make_task(made, due_on=date(2027, 1, 31), description_text="Why")
        owe(task, world.here.delegations[1], member)
        label = make_label(made.board, names={"de": "Wichtig"}, color="red")
        put_label(task, label)
        for done_at in (now(), None, None):
            make_step(task, done_at=done_at)
        make_comment(task, chair)
        make_comment(task, chair, deleted_at=now())
        block(task, by=make_task(make_board()))
    card = only_card(world, made)
    assert [(owner.kind, owner.id) for owner in card.owners] == [
        ("d", world.here.delegations[1].id),
        ("p", member.id),
    ]
    assert [(one.name, one.color) for one in card.labels] == [(label.name, "red")]
    assert (card.checklist_done, card.checklist_total, card.comments, card.files) == (1, 3, 1, 0)
    assert (card.is_blocked, card.has_description, card.has_origin) == (True, True, False)
    assert (card.due_on, card.is_closed, card.lane) == (date(2027, 1, 31), False, "")


def test_a_closed_or_archived_blocker_blocks_no_more(world: World) -> None:
    with unit_of_work(world.here.scope):
        made, other = make_board(world.group), make_board()
        task = make_task(made)
        block(task, by=make_task(other, other.done))
        block(task, by=make_task(other, archived_at=now()))
    assert not only_card(world, made).is_blocked


def test_archived_tasks_are_not_on_the_board_and_cards_are_in_order(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group)
        last = make_task(made, rank="t")
        first = make_task(made, rank="c")
        make_task(made, archived_at=now())
        closed = make_task(made, made.done)
    view = read(world, made)
    assert [card.id for card in view.cells[made.todo.id, ""]] == [first.id, last.id]
    assert [card.id for card in view.cells[made.done.id, ""]] == [closed.id]
    assert view.counts == {made.todo.id: 2, made.doing.id: 0, made.done.id: 1}


@pytest.mark.parametrize("kind", ["delegation", "member", "nobody"])
def test_in_lanes_of_delegations_the_first_owner_counts(world: World, kind: str) -> None:
    member = world.membership("member")
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.DELEGATION)
        task = make_task(made)
        first = {"delegation": [world.here.delegations[0]], "member": [member], "nobody": []}[kind]
        owe(task, *first, *([world.membership("chair")] if first else []))
    expected = {
        "delegation": str(delegation(world.here.delegations[0].id)),
        "member": str(delegation(member.delegation_id)),
        "nobody": NO_LANE,
    }
    view = read(world, made)
    assert view.cards[0].lane == expected[kind]
    assert expected[kind] in [lane.key for lane in view.lanes]


def test_lanes_of_people_are_those_who_owe_something(world: World) -> None:
    member = world.membership("member")
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.PERSON)
        owe(make_task(made), world.here.delegations[0], member)
        owe(make_task(made), world.here.delegations[0])
    view = read(world, made)
    assert [card.lane for card in view.cards] == [str(person(member.id)), NO_LANE]
    assert [lane.key for lane in view.lanes] == [str(person(member.id)), NO_LANE]


def test_in_lanes_of_labels_the_first_label_counts(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.LABEL)
        first, second = make_label(made.board), make_label(made.board)
        task = make_task(made)
        put_label(task, second)
        put_label(task, first)
    view = read(world, made)
    assert view.cards[0].lane == f"l:{first.id}"
    assert [lane.key for lane in view.lanes] == [f"l:{first.id}", f"l:{second.id}", NO_LANE]


def test_free_lanes_are_in_their_order_and_the_rest_comes_last(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.FREE)
        one, two = make_lane(made.board), make_lane(made.board)
        make_task(made, lane_id=two.id)
    view = read(world, made)
    assert view.cards[0].lane == f"f:{two.id}"
    assert [lane.key for lane in view.lanes] == [f"f:{one.id}", f"f:{two.id}", NO_LANE]


def test_closing_a_task_redraws_those_that_wait_for_it_on_every_board(world: World) -> None:
    with unit_of_work(world.here.scope):
        made, other = make_board(world.group), make_board()
        blocker, near, far = make_task(made), make_task(made), make_task(other)
        for waiting in (near, far):
            block(waiting, by=blocker)
    with unit_of_work(world.here.scope):
        close_task(world.actor("member"), blocker.number)
    here, there = read(world, made), read(world, other)
    assert {card.id: card.version for card in here.cards} == {blocker.id: 2, near.id: 2}
    assert [(card.version, card.is_blocked) for card in there.cards] == [(2, False)]
