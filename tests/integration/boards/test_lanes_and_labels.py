"""Swimlanes and labels: naming, ordering and deleting them, and taking that back."""

from uuid import UUID

import pytest
from sqlalchemy import select

from collab.boards import service
from collab.boards.models import Label, LanesBy, Task, TaskLabel
from collab.boards.service import Gone, LabelPlan, NothingToTakeBack
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid
from tests.boards import MadeBoard, make_board, make_label, make_lane, make_task, put_label
from tests.world import World


@pytest.fixture
def made(world: World) -> MadeBoard:
    with unit_of_work(world.here.scope):
        return make_board(world.group, lanes_by=LanesBy.FREE)


def lane_of(world: World, task_id: UUID) -> UUID | None:
    with unit_of_work(world.here.scope, writes=False):
        return session().get_one(Task, task_id).lane_id


def labels_of(world: World, task_id: UUID) -> list[UUID]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(TaskLabel.label_id).where(TaskLabel.task_id == task_id)
        return list(session().scalars(wanted))


def test_lanes_are_named_renamed_and_put_in_order(world: World, made: MadeBoard) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        first = service.add_lane(chair, made.id, "Water").id
        second = service.add_lane(chair, made.id, "Air").id
    with unit_of_work(world.here.scope):
        service.rename_lane(chair, made.id, first, "Rivers")
        service.move_lane(chair, made.id, second, 0)
    with unit_of_work(world.here.scope, writes=False):
        assert [lane.name for lane in service.list_lanes(made.id)] == ["Air", "Rivers"]


def test_tasks_stay_when_their_lane_is_deleted_and_return_to_it(
    world: World, made: MadeBoard
) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        lane, other = make_lane(made.board), make_lane(made.board)
        inside, moved = (make_task(made, lane_id=lane.id).id for _each in range(2))
        lane_id, other_id = lane.id, other.id
    with unit_of_work(world.here.scope):
        service.delete_lane(chair, made.id, lane_id)
    assert lane_of(world, inside) is None
    with unit_of_work(world.here.scope):
        session().get_one(Task, moved).lane_id = other_id
    with unit_of_work(world.here.scope):
        service.restore_lane(chair, made.id, lane_id)
    assert lane_of(world, inside) == lane_id
    assert lane_of(world, moved) == other_id


def test_lanes_have_names_and_there_are_not_too_many(world: World, made: MadeBoard) -> None:
    for name in (" ", "x" * 61):
        with pytest.raises(Invalid), unit_of_work(world.here.scope):
            service.add_lane(world.actor("chair"), made.id, name)
    with pytest.raises(Invalid), unit_of_work(world.here.scope):
        for number in range(60):
            service.add_lane(world.actor("chair"), made.id, f"Lane {number}")
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        service.add_lane(world.actor("member"), made.id, "Mine")


def test_a_label_is_read_in_the_readers_language(world: World, made: MadeBoard) -> None:
    plan = LabelPlan("Budget", "en", "yellow", {"fr": " Le budget ", "de": "", "en": "ignored"})
    with unit_of_work(world.here.scope):
        label = service.add_label(world.actor("chair"), made.id, plan)
        assert label.names == {"fr": "Le budget"}
        assert (label.name_in("fr"), label.name_in("de")) == ("Le budget", "Budget")


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        (LabelPlan("", "en"), "name"),
        (LabelPlan("x" * 61, "en"), "name"),
        (LabelPlan("x", "en", "pink"), "color"),
        (LabelPlan("x", "en", names={"fr": "x" * 61}), "names"),
        (LabelPlan("Taken", "en"), "name"),
    ],
)
def test_a_bad_label_is_refused_by_field(world: World, made: MadeBoard, plan, field) -> None:
    with unit_of_work(world.here.scope):
        make_label(made.board, name="Taken")
    with pytest.raises(Invalid) as refused, unit_of_work(world.here.scope):
        service.add_label(world.actor("chair"), made.id, plan)
    assert list(refused.value.fields) == [field]


def test_a_label_may_keep_its_own_name(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        label_id = make_label(made.board, name="Budget").id
    with unit_of_work(world.here.scope):
        plan = LabelPlan("Budget", "en", "red")
        service.edit_label(world.actor("chair"), made.id, label_id, plan)
    with unit_of_work(world.here.scope, writes=False):
        assert session().get_one(Label, label_id).color == "red"


def test_labels_are_put_in_order(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        ids = [make_label(made.board, name=name).id for name in ("A", "B", "C")]
    with unit_of_work(world.here.scope):
        service.move_label(world.actor("chair"), made.id, ids[2], 0)
    with unit_of_work(world.here.scope, writes=False):
        assert [label.name for label in service.list_labels(made.id)] == ["C", "A", "B"]


def test_a_deleted_label_comes_off_its_tasks_and_returns_to_them(
    world: World, made: MadeBoard
) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        label, task = make_label(made.board, name="Budget"), make_task(made)
        put_label(task, label)
        label_id, task_id = label.id, task.id
    with unit_of_work(world.here.scope, writes=False):
        assert service.count_labelled(made.id) == {label_id: 1}
    with unit_of_work(world.here.scope):
        service.delete_label(chair, made.id, label_id)
    assert labels_of(world, task_id) == []
    with unit_of_work(world.here.scope, writes=False):
        version = session().get_one(Task, task_id).version
        assert version == made.board.version + 1
    with unit_of_work(world.here.scope):
        service.restore_label(chair, made.id, label_id)
    assert labels_of(world, task_id) == [label_id]
    with pytest.raises(NothingToTakeBack), unit_of_work(world.here.scope):
        service.restore_label(chair, made.id, label_id)


def test_a_label_does_not_return_when_its_name_is_taken(world: World, made: MadeBoard) -> None:
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        label_id = make_label(made.board, name="Budget").id
    with unit_of_work(world.here.scope):
        service.delete_label(chair, made.id, label_id)
        service.add_label(chair, made.id, LabelPlan("Budget", "en"))
    with pytest.raises(Invalid), unit_of_work(world.here.scope):
        service.restore_label(chair, made.id, label_id)


def test_lanes_and_labels_of_another_board_are_not_touched(world: World, made: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        other = make_board(world.group)
        lane_id, label_id = make_lane(other.board).id, make_label(other.board).id
    with pytest.raises(Gone), unit_of_work(world.here.scope):
        service.delete_lane(world.actor("chair"), made.id, lane_id)
    with pytest.raises(Gone), unit_of_work(world.here.scope):
        service.delete_label(world.actor("chair"), made.id, label_id)
