"""Tasks move between columns, lanes and boards; what refuses a move leaves everything as it was."""

from uuid import UUID

import pytest

from collab.activity.models import Activity
from collab.boards.models import LanesBy, Task
from collab.boards.owners import delegation, person
from collab.boards.service import changes
from collab.boards.service.boards import find_board
from collab.boards.service.cards import read_board
from collab.boards.service.changes import BoardChange, begin_change, on_board_change
from collab.boards.service.laning import LaneGone
from collab.boards.service.marking import list_owner_keys
from collab.boards.service.moving import (
    Place,
    TaskArchived,
    close_task,
    move_task,
    reopen_task,
)
from collab.boards.service.places import ColumnGone, LimitReached
from collab.boards.service.tasks import rename_task, restore_task
from collab.boards.swimlanes import NO_LANE
from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.core.errors import Forbidden, NotFound
from tests.boards import MadeBoard, make_board, make_label, make_lane, make_task, owe, put_label
from tests.world import World


def order(world: World, made: MadeBoard, column: str = "todo") -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        view = read_board(world.actor("member"), find_board(world.actor("member"), made.id))
    inside = [card for card in view.cards if card.column_id == made.columns[column].id]
    return [card.title for card in inside]


def move(world: World, task: Task, place: Place, name: str = "member") -> Task:
    with unit_of_work(world.here.scope):
        return move_task(world.actor(name), task.id, place)


def lane_of(world: World, made: MadeBoard, task: Task) -> str:
    with unit_of_work(world.here.scope, writes=False):
        view = read_board(world.actor("member"), find_board(world.actor("member"), made.id))
    return next(card.lane for card in view.cards if card.id == task.id)


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group)


@pytest.fixture
def abc(world: World, made: MadeBoard) -> dict[str, Task]:
    with unit_of_work(world.here.scope):
        return {title: make_task(made, title=title) for title in "abc"}


def test_a_task_goes_after_or_before_the_one_that_is_named(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    move(world, abc["c"], Place(made.todo.id, after=abc["a"].id))
    assert order(world, made) == ["a", "c", "b"]
    move(world, abc["b"], Place(made.todo.id, before=abc["a"].id))
    assert order(world, made) == ["b", "a", "c"]
    move(world, abc["c"], Place(made.todo.id, is_first=True))
    assert order(world, made) == ["c", "b", "a"]


def test_no_other_task_is_touched_by_a_move(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    move(world, abc["c"], Place(made.todo.id, after=abc["a"].id))
    with unit_of_work(world.here.scope, writes=False):
        versions = {title: session().get_one(Task, abc[title].id).version for title in "abc"}
    assert versions == {"a": 1, "b": 1, "c": 2}


@pytest.mark.parametrize("neighbour", ["gone", "archived", "elsewhere", "itself"])
def test_where_the_neighbour_is_gone_it_goes_to_the_end(
    world: World, made: MadeBoard, abc: dict[str, Task], neighbour: str
) -> None:
    with unit_of_work(world.here.scope):
        others = {
            "gone": new_id(),
            "archived": make_task(made, archived_at=now()).id,
            "elsewhere": make_task(made, made.doing).id,
            "itself": abc["a"].id,
        }
    move(world, abc["a"], Place(made.todo.id, after=others[neighbour]))
    assert order(world, made) == ["b", "c", "a"]


def test_into_and_out_of_the_done_column_it_closes_and_reopens(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    assert move(world, abc["a"], Place(made.done.id)).closed_at is not None
    assert move(world, abc["a"], Place(made.doing.id)).closed_at is None
    assert verbs(world, abc["a"]) == ["task.closed", "task.reopened"]


def verbs(world: World, task: Task) -> list[str]:
    with unit_of_work(world.here.scope, writes=False) as opened:
        rows = opened.query(Activity).filter(Activity.subject_id == task.id)
        return [row.verb for row in rows.order_by(Activity.number)]


def test_reopened_it_comes_back_to_the_column_where_it_was(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    move(world, abc["a"], Place(made.doing.id))
    with unit_of_work(world.here.scope):
        assert close_task(world.actor("member"), abc["a"].number).column_id == made.done.id
    with unit_of_work(world.here.scope):
        assert reopen_task(world.actor("member"), abc["a"].number).column_id == made.doing.id


def test_a_task_that_was_always_closed_reopens_in_the_first_column(
    world: World, made: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(made, made.done)
    with unit_of_work(world.here.scope):
        assert reopen_task(world.actor("member"), task.number).column_id == made.todo.id


def test_a_full_column_takes_nothing_more(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    with unit_of_work(world.here.scope):
        column = session().merge(made.doing)
        column.wip_limit, column.is_limit_hard = 1, True
        inside = make_task(made, made.doing, title="inside")
        away = make_task(made, made.doing, title="away", archived_at=now())
    with pytest.raises(LimitReached):
        move(world, abc["a"], Place(made.doing.id))
    with pytest.raises(LimitReached), unit_of_work(world.here.scope):
        restore_task(world.actor("member"), away.number)
    assert order(world, made, "doing") == ["inside"]
    move(world, inside, Place(made.doing.id, is_first=True))  # what is in it may move in it


def test_a_soft_limit_refuses_nothing(world: World, made: MadeBoard, abc: dict[str, Task]) -> None:
    with unit_of_work(world.here.scope):
        session().merge(made.doing).wip_limit = 1
    for title in "ab":
        move(world, abc[title], Place(made.doing.id))
    assert order(world, made, "doing") == ["a", "b"]


def test_a_column_that_was_deleted_meanwhile_leaves_the_task_where_it_was(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    with unit_of_work(world.here.scope):
        begin_change(made.id, reshape=True)
        session().delete(session().merge(made.doing))
    with pytest.raises(ColumnGone):
        move(world, abc["a"], Place(made.doing.id))
    assert order(world, made) == ["a", "b", "c"]


def test_a_column_of_another_board_or_cooperation_is_none(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    with unit_of_work(world.here.scope):
        other = make_board()
    with unit_of_work(world.elsewhere.scope):
        foreign = make_board()
    for column_id in (other.todo.id, foreign.todo.id):
        with pytest.raises(ColumnGone):
            move(world, abc["a"], Place(column_id))
    with pytest.raises(NotFound):
        move(world, abc["a"], Place(foreign.todo.id, board_id=foreign.id))


def test_an_archived_task_does_not_move(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(made, archived_at=now())
    with pytest.raises(TaskArchived):
        move(world, task, Place(made.doing.id))


def test_who_owes_a_task_moves_it_but_does_not_hand_it_over(world: World) -> None:
    guest = world.membership("guest")
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.PERSON)
        task = make_task(made)
        owe(task, guest)
    own = str(person(guest.id))
    assert move(world, task, Place(made.doing.id, lane=own), "guest").column_id == made.doing.id
    with pytest.raises(Forbidden):
        move(world, task, Place(made.doing.id, lane=NO_LANE), "guest")
    with pytest.raises(Forbidden):
        move(world, make_other(world, made), Place(made.doing.id), "guest")
    with pytest.raises(Forbidden):
        move(world, task, Place(made.doing.id), "outsider")


def make_other(world: World, made: MadeBoard) -> Task:
    with unit_of_work(world.here.scope):
        return make_task(made)


def test_in_lanes_of_people_it_is_handed_over(world: World) -> None:
    member, chair = world.membership("member"), world.membership("chair")
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.PERSON)
        task = make_task(made)
        owe(task, world.here.delegations[0], member)
    move(world, task, Place(made.todo.id, lane=str(person(chair.id))))
    assert owners(world, task) == [
        person(chair.id),
        delegation(world.here.delegations[0].id),
    ]
    assert lane_of(world, made, task) == str(person(chair.id))
    move(world, task, Place(made.todo.id, lane=NO_LANE))
    assert owners(world, task) == [delegation(world.here.delegations[0].id)]


def owners(world: World, task: Task) -> list[object]:
    with unit_of_work(world.here.scope, writes=False):
        return list(list_owner_keys(task.id))


def test_in_lanes_of_delegations_an_owner_of_it_comes_first_else_the_delegation(
    world: World,
) -> None:
    member = world.membership("member")
    first, second = world.here.delegations
    other = second if member.delegation_id == first.id else first
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.DELEGATION)
        task = make_task(made)
        owe(task, other, member)
    move(world, task, Place(made.todo.id, lane=str(delegation(member.delegation_id))))
    assert owners(world, task) == [person(member.id), delegation(other.id)]
    move(world, task, Place(made.todo.id, lane=NO_LANE))
    assert owners(world, task) == []
    move(world, task, Place(made.todo.id, lane=str(delegation(other.id))))
    assert owners(world, task) == [delegation(other.id)]


def test_in_lanes_of_labels_it_gets_the_label(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.LABEL)
        a, b, c = (make_label(made.board) for _number in range(3))
        task = make_task(made)
        for label in (a, c):
            put_label(task, label)
    for lane in (f"l:{b.id}", f"l:{c.id}", f"l:{a.id}", NO_LANE):
        move(world, task, Place(made.todo.id, lane=lane))
        assert lane_of(world, made, task) == lane


def test_free_lanes_and_lanes_that_are_gone(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = make_board(world.group, lanes_by=LanesBy.FREE)
        lane, task = make_lane(made.board), make_task(made)
        foreign = make_lane(make_board(lanes_by=LanesBy.FREE).board)
    move(world, task, Place(made.doing.id, lane=f"f:{lane.id}"))
    assert lane_of(world, made, task) == f"f:{lane.id}"
    for gone in (f"f:{foreign.id}", f"f:{new_id()}", "f:x", "nonsense"):
        with pytest.raises(LaneGone):
            move(world, task, Place(made.todo.id, lane=gone))
    assert order(world, made, "doing") == [task.title]


def test_to_another_board_it_takes_its_number_owners_and_labels_of_the_same_name(
    world: World, made: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.group)
        task = make_task(made)
        owe(task, world.membership("member"))
        for name in ("both", "here only"):
            put_label(task, make_label(made.board, name=name))
        kept = make_label(other.board, name="both")
    moved = move(world, task, Place(other.done.id, board_id=other.id))
    assert (moved.number, moved.board_id, moved.column_id) == (task.number, other.id, other.done.id)
    assert moved.closed_at is not None
    with unit_of_work(world.here.scope, writes=False):
        actor = world.actor("member")
        left = read_board(actor, find_board(actor, made.id))
        view = read_board(actor, find_board(actor, other.id))
    assert (left.cards, left.board.shape_version) == ([], left.board.version)
    (card,) = view.cards
    assert [label.id for label in card.labels] == [kept.id]
    assert [owner.id for owner in card.owners] == [world.membership("member").id]


def test_to_a_board_on_which_one_does_not_work_nothing_moves(
    world: World, made: MadeBoard, abc: dict[str, Task]
) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.here.groups["culture"])
    with pytest.raises(Forbidden):
        move(world, abc["a"], Place(other.todo.id, board_id=other.id))
    assert order(world, made) == ["a", "b", "c"]


def test_each_board_hears_of_its_own_tasks_and_the_one_left_not_where_it_went(
    world: World, made: MadeBoard
) -> None:
    """Who looks at the one may not see the other."""
    with unit_of_work(world.here.scope):
        other = make_board(world.group, name="Hidden board")
        task = make_task(made, title="Ours")
        theirs = make_task(other, title="Hidden task")
    heard: dict[UUID, list[tuple[str, dict]]] = {}

    def listen(change: BoardChange) -> None:
        heard[change.board_id] = [(news.verb, news.details) for news in change.news]

    on_board_change(listen)
    try:
        move(world, task, Place(other.doing.id, board_id=other.id))
        assert heard[made.id] == [("task.moved", {"number": task.number, "name": "Ours"})]
        assert heard[other.id][0][1]["column"] == "Doing"
        with unit_of_work(world.here.scope):
            begin_change(made.id)
            rename_task(world.actor("member"), theirs.number, "Hidden words")
        assert heard[made.id] == []
        assert [verb for verb, _details in heard[other.id]] == ["task.renamed"]
    finally:
        changes._listeners.remove(listen)
