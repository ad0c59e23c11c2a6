"""Moving a task to another swimlane: its first owner, its label or its free lane changes."""

from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.activity import service as activity
from collab.boards.models import Board, Label, Lane, LanesBy, Task, TaskLabel
from collab.boards.owners import DELEGATION, PERSON, OwnerKey, delegation
from collab.boards.service.changes import touch
from collab.boards.service.marking import assign, label, list_owner_keys
from collab.boards.swimlanes import (
    FREE,
    LABEL,
    NO_LANE,
    delegation_of,
    lane_of_owners,
    parse_lane,
)
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict


class LaneGone(Conflict):
    """The swimlane went, or the board has others now."""

    code = "lane_gone"
    message = _l("This swimlane is not there any more. The task stays where it was.")


def enter_lane(actor: Actor, board: Board, task: Task, key: str) -> bool:
    """Do what makes the lane of that key the task's; whether that changed anything.

    Lanes of people and delegations: it is handed over from the first owner to that one; an owner
    already is only named first. LaneGone when the board has no such lane.
    """
    if board.lanes_by in (LanesBy.PERSON, LanesBy.DELEGATION):
        return _enter_owner(actor, board, task, key)
    if board.lanes_by == LanesBy.LABEL:
        return _enter_label(actor, board, task, key)
    if board.lanes_by == LanesBy.FREE:
        return _enter_free(actor, board, task, key)
    return False


def _enter_owner(actor: Actor, board: Board, task: Task, key: str) -> bool:
    owners = list_owner_keys(task.id)
    delegations = _delegations_of(owners)
    if key == lane_of_owners(board.lanes_by, owners, delegations):
        return False
    kind = PERSON if board.lanes_by == LanesBy.PERSON else DELEGATION
    if key == NO_LANE:
        others = [owner for owner in owners if kind == PERSON and owner.kind != PERSON]
        return bool(assign(actor, task, others))
    wanted = OwnerKey.parse(key)
    if wanted is None or wanted.kind != kind:
        raise LaneGone
    return bool(assign(actor, task, _handed_over(owners, wanted, delegations)))


def _handed_over(
    owners: list[OwnerKey], wanted: OwnerKey, delegations: dict[UUID, UUID]
) -> list[OwnerKey]:
    """The owners with the wanted one first, or somebody of the wanted delegation."""
    for owner in owners:
        of = delegation_of(owner, delegations)
        if owner == wanted or (of is not None and delegation(of) == wanted):
            return [owner, *(other for other in owners if other != owner)]
    counts = (owner for owner in owners if wanted.kind == DELEGATION or owner.kind == PERSON)
    former = next(counts, None)
    return [wanted, *(owner for owner in owners if owner != former)]


def _delegations_of(owners: list[OwnerKey]) -> dict[UUID, UUID]:
    members = [owner.id for owner in owners if owner.kind == PERSON]
    if not members:
        return {}
    wanted = select(Membership.id, Membership.delegation_id).where(Membership.id.in_(members))
    return dict(session().execute(wanted).all())


def _enter_label(actor: Actor, board: Board, task: Task, key: str) -> bool:
    """Labels before the wanted one go, as the first counts; so does that of the lane it left."""
    rows = session().execute(
        select(Label.id, TaskLabel.id)
        .outerjoin(TaskLabel, (TaskLabel.label_id == Label.id) & (TaskLabel.task_id == task.id))
        .where(Label.board_id == board.id)
        .order_by(Label.position, Label.id)
    )
    known = {label_id: is_on is not None for label_id, is_on in rows}
    present = [label_id for label_id, is_on in known.items() if is_on]
    if key == NO_LANE:
        return bool(label(actor, task, ()))
    wanted = parse_lane(key, LABEL)
    if wanted is None or wanted not in known:
        raise LaneGone
    if present[:1] == [wanted]:
        return False
    order = list(known)
    kept = [one for one in present[1:] if order.index(one) > order.index(wanted)]
    return bool(label(actor, task, [wanted, *kept]))


def _enter_free(actor: Actor, board: Board, task: Task, key: str) -> bool:
    lane_id, name = None, ""
    if key != NO_LANE:
        lane_id = parse_lane(key, FREE)
        lane = session().get(Lane, lane_id) if lane_id else None
        if lane is None or lane.board_id != board.id:
            raise LaneGone
        name = lane.name
    if task.lane_id == lane_id:
        return False
    task.lane_id = lane_id
    touch(task)
    activity.record(actor, "task.moved", task.id, number=task.number, name=task.title, lane=name)
    return True
