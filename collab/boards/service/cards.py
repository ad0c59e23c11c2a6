"""A board with its cards as a reader gets it, in a few queries however many cards there are."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, ScalarSelect, String, cast, func, literal, select
from sqlalchemy.orm import aliased

from collab.boards.marks import Card, LabelMark, OwnerMark
from collab.boards.models import (
    Board,
    BoardColumn,
    ChecklistItem,
    Task,
    TaskBlocker,
    TaskComment,
    TaskFile,
    TaskLabel,
    TaskLink,
    TaskOwner,
)
from collab.boards.owners import PERSON, OwnerKey
from collab.boards.service.boards import FoundBoard
from collab.boards.service.frames import Frame, LaneMark, read_frame
from collab.boards.swimlanes import lane_of
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.pages import initials


@dataclass(frozen=True, slots=True)
class BoardView:
    """A board as one reader sees it."""

    board: Board
    columns: tuple[BoardColumn, ...]
    lanes: list[LaneMark]
    labels: list[LabelMark]
    #: in the order of the columns' ranks
    cards: list[Card]
    #: (column id, key of the lane) → its cards in order
    cells: dict[tuple[UUID, str], list[Card]]
    #: column id → how many cards are in it
    counts: dict[UUID, int]
    frame: Frame


def read_board(actor: Actor, found: FoundBoard) -> BoardView:
    """The board with all cards that are not archived, in the actor's language."""
    frame = read_frame(found.board)
    cards = list_cards(frame, actor.language)
    cells: defaultdict[tuple[UUID, str], list[Card]] = defaultdict(list)
    for card in cards:
        cells[card.column_id, card.lane].append(card)
    lanes = frame.list_lanes(actor.language, Counter(card.lane for card in cards))
    labels = [label_mark(frame, one, actor.language) for one in frame.labels]
    inside = Counter(card.column_id for card in cards)
    counts = {column.id: inside[column.id] for column in frame.columns}
    return BoardView(found.board, frame.columns, lanes, labels, cards, dict(cells), counts, frame)


def list_cards(frame: Frame, language: str, *, since: int | None = None) -> list[Card]:
    """The cards in the order of their ranks; with `since`, those changed after that version."""
    return list_cards_in(frame, [language], since=since)[language]


def list_cards_in(
    frame: Frame, languages: Iterable[str], *, since: int | None = None
) -> dict[str, list[Card]]:
    """The same for readers of several languages."""
    wanted = _rows().where(Task.board_id == frame.board.id, Task.archived_at.is_(None))
    if since is not None:
        wanted = wanted.where(Task.version > since)
    rows = session().execute(wanted.order_by(Task.rank, Task.id)).all()
    return {language: [_card(frame, language, row) for row in rows] for language in languages}


def label_mark(frame: Frame, label_id: UUID, language: str) -> LabelMark:
    """A label of the board for a reader of that language."""
    label = frame.labels[label_id]
    return LabelMark(label.id, label.name_in(language), label.language_in(language), label.color)


def _count(of: Any, *conditions: Any) -> ScalarSelect[Any]:
    return select(func.count(of.id)).where(of.task_id == Task.id, *conditions).scalar_subquery()


def _owners() -> ScalarSelect[Any]:
    """`position:membership:delegation`, one after the other in no order."""
    parts: tuple[Any, ...] = (
        cast(TaskOwner.position, String),
        func.coalesce(cast(TaskOwner.membership_id, String), ""),
        func.coalesce(cast(TaskOwner.delegation_id, String), ""),
    )
    written = parts[0] + ":" + parts[1] + ":" + parts[2]
    whole = select(func.aggregate_strings(written, " ")).where(TaskOwner.task_id == Task.id)
    return whole.scalar_subquery()


def _labels() -> ScalarSelect[Any]:
    written = cast(TaskLabel.label_id, String)
    whole = select(func.aggregate_strings(written, " ")).where(TaskLabel.task_id == Task.id)
    return whole.scalar_subquery()


def _is_blocked() -> Any:
    blocker = aliased(Task)
    return (
        select(TaskBlocker.id)
        .join(blocker, blocker.id == TaskBlocker.blocker_id)
        .where(
            TaskBlocker.task_id == Task.id,
            blocker.closed_at.is_(None),
            blocker.archived_at.is_(None),
        )
        .exists()
    )


@cache
def _rows() -> Any:
    """Built once: that takes longer than asking."""
    done = ChecklistItem.done_at.is_not(None)
    return select(
        Task.id,
        Task.number,
        Task.title,
        Task.language,
        Task.column_id,
        Task.lane_id,
        Task.rank,
        Task.version,
        Task.due_on,
        Task.closed_at.is_not(None).label("is_closed"),
        (Task.description_text != literal("")).label("has_description"),
        _owners().label("owners"),
        _labels().label("labels"),
        _count(ChecklistItem, done).label("checklist_done"),
        _count(ChecklistItem).label("checklist_total"),
        _count(TaskComment, TaskComment.deleted_at.is_(None)).label("comments"),
        _count(TaskFile, TaskFile.removed_at.is_(None)).label("files"),
        _is_blocked().label("is_blocked"),
        select(TaskLink.id).where(TaskLink.task_id == Task.id).exists().label("has_origin"),
    )


def _parse_owners(written: str | None) -> list[OwnerKey]:
    found = []
    for part in (written or "").split():
        position, member, delegation = part.split(":")
        key = OwnerKey(PERSON, UUID(member)) if member else OwnerKey("d", UUID(delegation))
        found.append((int(position), key))
    return [key for _position, key in sorted(found, key=lambda each: each[0])]


def _owner_mark(frame: Frame, key: OwnerKey) -> OwnerMark | None:
    if key.kind == PERSON:
        person = frame.people.get(key.id)
        if person is None:
            return None
        return OwnerMark("p", key.id, person.name, initials(person.name), person.color)
    delegation = frame.delegations.get(key.id)
    if delegation is None:
        return None
    return OwnerMark("d", key.id, delegation.name, delegation.short, 0)


def _known(marks: Iterable[OwnerMark | None]) -> tuple[OwnerMark, ...]:
    return tuple(mark for mark in marks if mark is not None)


def _card(frame: Frame, language: str, row: Row[Any]) -> Card:
    owners = _parse_owners(row.owners)
    on_it = {UUID(one) for one in (row.labels or "").split()}
    labels = [one for one in frame.labels if one in on_it] if on_it else []
    lane = lane_of(
        frame.board.lanes_by,
        owners=owners,
        delegations=frame.delegation_of,
        labels=labels,
        lane_id=row.lane_id,
    )
    return Card(
        id=row.id,
        number=row.number,
        title=row.title,
        language=row.language,
        column_id=row.column_id,
        lane=lane,
        rank=row.rank,
        version=row.version,
        due_on=row.due_on,
        is_closed=row.is_closed,
        owners=_known(_owner_mark(frame, key) for key in owners),
        labels=tuple(label_mark(frame, one, language) for one in labels),
        checklist_done=row.checklist_done,
        checklist_total=row.checklist_total,
        comments=row.comments,
        files=row.files,
        is_blocked=bool(row.is_blocked),
        has_description=bool(row.has_description),
        has_origin=bool(row.has_origin),
    )
