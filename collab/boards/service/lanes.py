"""Swimlanes that somebody named: adding, renaming, moving and deleting them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from collab.boards.models import Board, Lane, Task
from collab.boards.service.boards import begin_arranging, check_name, list_lanes
from collab.boards.service.changes import touch
from collab.boards.service.shape import (
    MAX_NAME,
    Deleted,
    check_number,
    find_deleted,
    find_part,
    free_rank,
    note,
    note_deleted,
    rank_at,
)
from collab.core.actor import Actor
from collab.core.db import new_id, session

MAX_LANES = 50


def add_lane(actor: Actor, board_id: UUID, name: str) -> Lane:
    """Add a swimlane below the others."""
    name = check_name(name, MAX_NAME)
    board = begin_arranging(actor, board_id)
    lanes = list_lanes(board.id)
    check_number(len(lanes), MAX_LANES)
    lane = Lane(id=new_id(), board_id=board.id, name=name)
    lane.rank = rank_at(lanes, lane.id, len(lanes))
    session().add(lane)
    note(actor, "board.lane_added", board, lane.name)
    return lane


def rename_lane(actor: Actor, board_id: UUID, lane_id: UUID, name: str) -> Lane:
    """Give the swimlane another name."""
    name = check_name(name, MAX_NAME)
    board = begin_arranging(actor, board_id)
    lane = find_part(Lane, board, lane_id)
    if lane.name != name:
        before, lane.name = lane.name, name
        note(actor, "board.lane_edited", board, name, before={"name": before})
    return lane


def move_lane(actor: Actor, board_id: UUID, lane_id: UUID, position: int) -> Lane:
    """Bring the swimlane to that position; 0 is first."""
    board = begin_arranging(actor, board_id)
    lane = find_part(Lane, board, lane_id)
    lane.rank = rank_at(list_lanes(board.id), lane.id, position)
    note(actor, "board.lane_moved", board, lane.name)
    return lane


def delete_lane(actor: Actor, board_id: UUID, lane_id: UUID) -> Lane:
    """Delete a swimlane; its tasks stay where they are, in no swimlane."""
    board = begin_arranging(actor, board_id)
    lane = find_part(Lane, board, lane_id)
    tasks = session().scalars(select(Task).where(Task.lane_id == lane.id)).all()
    note_deleted(
        actor, "board.lane_deleted", board, lane, [task.id for task in tasks], rank=lane.rank
    )
    _assign(board, tasks, None)
    session().delete(lane)
    session().flush()
    return lane


def find_deleted_lane(actor: Actor, board_id: UUID, lane_id: UUID) -> Deleted:
    """A deleted swimlane that can be taken back; NothingToTakeBack otherwise."""
    return find_deleted(actor, Lane, "board.lane_deleted", board_id, lane_id)


def restore_lane(actor: Actor, board_id: UUID, lane_id: UUID) -> Lane:
    """Take the deletion of a swimlane back; its tasks return that are in none by now."""
    board = begin_arranging(actor, board_id)
    deleted = find_deleted_lane(actor, board_id, lane_id)
    lanes = list_lanes(board.id)
    check_number(len(lanes), MAX_LANES)
    lane = Lane(id=lane_id, board_id=board.id, name=deleted.name)
    lane.rank = free_rank(lanes, deleted.values["rank"])
    session().add(lane)
    session().flush()
    without = select(Task).where(
        Task.board_id == board.id, Task.lane_id.is_(None), Task.id.in_(deleted.tasks)
    )
    _assign(board, session().scalars(without).all(), lane.id)
    note(actor, "board.lane_restored", board, lane.name)
    return lane


def _assign(board: Board, tasks: Sequence[Task], lane_id: UUID | None) -> None:
    for task in tasks:
        task.lane_id = lane_id
        if task.board_id == board.id:
            touch(task)
    session().flush()
