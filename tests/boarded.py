"""What there is on a board of a cooperation, for tests that open every address."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from collab.boards import service
from collab.boards.imports.reading import read_tasks
from collab.boards.models import LanesBy, TaskFeed
from collab.boards.service import feeds, filters
from collab.boards.service.checklist import remove_step
from collab.boards.service.importing import prepare_import
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from tests.boards import (
    block,
    make_board,
    make_column,
    make_comment,
    make_file,
    make_label,
    make_lane,
    make_link,
    make_step,
    make_task,
    put_label,
)
from tests.world import Place


@dataclass(frozen=True)
class BoardThings:
    """A board of the research group, and what is on it; the `deleted` ones can be taken back."""

    board_id: UUID
    column_id: UUID
    done_column_id: UUID
    lane_id: UUID
    label_id: UUID
    deleted_column_id: UUID
    deleted_lane_id: UUID
    deleted_label_id: UUID
    #: an open task in the first column, in the lane, with the label
    task_id: UUID
    number: int
    #: of that task
    step_id: UUID
    removed_step_id: UUID
    #: by the member
    comment_id: UUID
    deleted_comment_id: UUID
    file_id: UUID
    removed_file_id: UUID
    #: to a meeting
    link_id: UUID
    #: of the task that the first one waits for
    blocker: int
    #: a filter and a calendar address of the member
    filter_id: UUID
    feed_id: UUID
    #: a file of the coordinator that is to be imported
    import_id: UUID

    def arguments(self) -> dict[str, Any]:
        """A value for each argument that a URL may have."""
        return asdict(self)


def furnish_board(place: Place, marker: str, meeting_id: UUID) -> BoardThings:
    """A board of the research group with one of everything; each text contains the marker."""
    actor = place.people["coordinator"].actor
    with unit_of_work(place.scope):
        made = make_board(place.groups["research"], name=f"Board {marker}", lanes_by=LanesBy.FREE)
        column = make_column(made.board, name=f"Old column {marker}")
        lane, old_lane = (make_lane(made.board, name=f"{n} lane {marker}") for n in ("A", "An old"))
        label, old_label = (make_label(made.board, name=f"{n} label {marker}") for n in "AB")
        task = make_task(made, title=f"Task {marker}", lane_id=lane.id)
        put_label(task, label)
        step, old_step = (make_step(task, text=f"{letter} step {marker}") for letter in "AB")
        author = place.people["member"].membership
        comment = make_comment(task, author, f"Comment {marker}")
        old_comment = make_comment(task, author, f"Deleted {marker}", deleted_at=now())
        file = make_file(task, author, marker.encode(), name=f"{marker}.txt")
        old_file = make_file(task, author, name=f"Old {marker}.txt", removed_at=now())
        link = make_link(task, meeting_id)
        blocker = make_task(made, title=f"Blocker {marker}")
        block(task, by=blocker)
    with unit_of_work(place.scope):
        service.delete_column(actor, made.id, column.id)
        service.delete_lane(actor, made.id, old_lane.id)
        service.delete_label(actor, made.id, old_label.id)
        remove_step(actor, task.number, old_step.id)
    member = place.people["member"].actor
    with unit_of_work(place.scope):
        kept = filters.save_filter(member, f"Filter {marker}", f"q={marker}", None)
        feeds.create_feed(member, made.id)
        feed = session().query(TaskFeed).one()
    return BoardThings(
        board_id=made.id,
        column_id=made.todo.id,
        done_column_id=made.done.id,
        lane_id=lane.id,
        label_id=label.id,
        deleted_column_id=column.id,
        deleted_lane_id=old_lane.id,
        deleted_label_id=old_label.id,
        task_id=task.id,
        number=task.number,
        step_id=step.id,
        removed_step_id=old_step.id,
        comment_id=comment.id,
        deleted_comment_id=old_comment.id,
        file_id=file.id,
        removed_file_id=old_file.id,
        link_id=link.id,
        blocker=blocker.number,
        filter_id=kept.id,
        feed_id=feed.id,
        import_id=_prepare_file(place, made.id, marker),
    )


def _prepare_file(place: Place, board_id: UUID, marker: str) -> UUID:
    reading = read_tasks(f"Title\nImported {marker}", "UTC", "en")
    with unit_of_work(place.scope):
        actor = place.people["coordinator"].actor
        return prepare_import(actor, board_id, f"{marker}.csv", reading)
