"""Whatever several people do to a board at once, each card is in one place, the same for all."""

import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab.boards.marks import Card
from collab.boards.models import Board, LanesBy, Task
from collab.boards.service.boards import find_board
from collab.boards.service.bulk import BulkArchive, BulkMove, change_tasks
from collab.boards.service.cards import read_board
from collab.boards.service.moving import Place, close_task, move_task, reopen_task
from collab.boards.service.patches import read_patch
from collab.boards.service.tasks import TaskPlan, archive_task, create_task, restore_task
from collab.core.actor import Actor
from collab.core.db import new_id, session, unit_of_work
from collab.core.errors import DomainError
from tests.boards import MadeBoard, make_board, make_lane, make_task
from tests.world import World

PEOPLE = ("member", "chair", "coordinator")
COLUMNS = ("todo", "doing", "done")


@dataclass(frozen=True)
class Step:
    """What somebody does next; numbers choose among what there is at that moment."""

    action: str
    card: int
    beside: int
    column: str
    lane: int


steps = st.lists(
    st.builds(
        Step,
        action=st.sampled_from(
            ("move", "move", "move", "add", "archive", "restore", "close", "reopen", "bulk", "away")
        ),
        card=st.integers(0, 11),
        beside=st.integers(0, 11),
        column=st.sampled_from(COLUMNS),
        lane=st.integers(0, 2),
    ),
    max_size=6,
)


class Table:
    """A board with a few cards, and another one to move them to."""

    def __init__(self, world: World) -> None:
        self.world = world
        with unit_of_work(world.here.scope):
            self.made = make_board(world.group, lanes_by=LanesBy.FREE)
            self.other = make_board(world.group)
            lanes = [make_lane(self.made.board) for _number in range(2)]
            made = [make_task(self.made, self.made.columns[COLUMNS[n % 3]]) for n in range(6)]
        self.lanes = ["-", *(f"f:{lane.id}" for lane in lanes)]
        #: (id, number), also of those that steps add
        self.tasks: list[tuple[UUID, int]] = [(task.id, task.number) for task in made]

    def take(self, actor: Actor, step: Step) -> None:
        """One step in a unit of work of its own; what is refused changes nothing."""
        with suppress(DomainError), unit_of_work(self.world.here.scope):
            self._act(actor, step)

    def _act(self, actor: Actor, step: Step) -> None:
        task_id, number = self.tasks[step.card % len(self.tasks)]
        act: dict[str, Callable[[], object]] = {
            "move": lambda: move_task(actor, task_id, self._place(self.made, step)),
            "away": lambda: move_task(actor, task_id, self._place(self.other, step)),
            "archive": lambda: archive_task(actor, number),
            "restore": lambda: restore_task(actor, number),
            "close": lambda: close_task(actor, number),
            "reopen": lambda: reopen_task(actor, number),
            "bulk": lambda: change_tasks(actor, self.made.id, [task_id], self._bulk(step)),
            "add": lambda: self._add(actor, step),
        }
        act[step.action]()

    def _place(self, made: MadeBoard, step: Step) -> Place:
        beside = [*(task_id for task_id, _number in self.tasks), new_id()]
        return Place(
            made.columns[step.column].id,
            lane=self.lanes[step.lane] if made is self.made else None,
            after=beside[step.beside % len(beside)],
            board_id=made.id,
        )

    def _bulk(self, step: Step) -> BulkMove | BulkArchive:
        return BulkMove(self.made.columns[step.column].id) if step.lane else BulkArchive()

    def _add(self, actor: Actor, step: Step) -> None:
        plan = TaskPlan("New", column_id=self.made.columns[step.column].id)
        task = create_task(actor, self.made.id, plan)
        self.tasks.append((task.id, task.number))


@dataclass
class Viewer:
    """A page that patches itself by version, as the script of a board does."""

    table: Table
    version: int = 0
    shape: int = 0
    cards: dict[UUID, Card] = field(default_factory=dict)

    def look(self) -> None:
        """Take in what the page lacks; read all of it again where that is said."""
        actor = self.table.world.actor("member")
        with unit_of_work(self.table.world.here.scope, writes=False):
            found = find_board(actor, self.table.made.id)
            patch = read_patch(found.board, ["en"], since=self.version, shape=self.shape)
            if patch.needs_reload:
                self.cards = {card.id: card for card in read_board(actor, found).cards}
            else:
                self.cards.update({card.id: card for card in patch.cards["en"]})
                self.cards = {i: card for i, card in self.cards.items() if i not in patch.gone}
        self.version, self.shape = patch.version, patch.shape

    def shown(self) -> dict[tuple[UUID, str], list[UUID]]:
        """The cards of each cell, in their order."""
        cells: defaultdict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        for card in sorted(self.cards.values(), key=lambda one: (one.rank, one.id)):
            cells[card.column_id, card.lane].append(card.id)
        return dict(cells)


def everybody_at_once(table: Table, work: Sequence[list[Step]]) -> list[Viewer]:
    """All people take their steps at the same time, while pages follow; what these show then."""
    viewers = [Viewer(table) for _number in range(2)]
    begin, is_over = threading.Barrier(len(work) + len(viewers)), threading.Event()

    def act(name: str, steps: list[Step]) -> None:
        begin.wait()
        for step in steps:
            table.take(table.world.actor(name), step)

    def follow(viewer: Viewer) -> None:
        begin.wait()
        while not is_over.is_set():
            viewer.look()
            time.sleep(random.random() / 200)

    with ThreadPoolExecutor(len(work) + len(viewers)) as pool:
        pages = [pool.submit(follow, viewer) for viewer in viewers]
        actors = [pool.submit(act, name, steps) for name, steps in zip(PEOPLE, work, strict=True)]
        try:
            for actor in actors:
                actor.result(timeout=60)
        finally:
            is_over.set()
        for page in pages:
            page.result(timeout=60)
    for viewer in viewers:
        viewer.look()
    return viewers


def check(table: Table, viewers: list[Viewer]) -> None:
    late = Viewer(table)
    late.look()
    assert all(viewer.shown() == late.shown() for viewer in viewers)
    shown = [one for cell in late.shown().values() for one in cell]
    with unit_of_work(table.world.here.scope, writes=False) as opened:
        tasks = opened.query(Task).filter(Task.board_id.in_((table.made.id, table.other.id))).all()
        version = session().get_one(Board, table.made.id).version
    here = [task for task in tasks if task.board_id == table.made.id]
    assert len(shown) == len(set(shown))
    assert set(shown) == {task.id for task in here if task.archived_at is None}
    assert {task.id for task in tasks} == {task_id for task_id, _number in table.tasks}
    assert len({(task.column_id, task.rank) for task in tasks}) == len(tasks)
    assert len({task.number for task in tasks}) == len(tasks)
    done = {table.made.done.id, table.other.done.id}
    assert all((task.closed_at is not None) == (task.column_id in done) for task in tasks)
    assert all(task.version <= version for task in here)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(work=st.tuples(steps, steps, steps))
def test_each_card_is_in_exactly_one_place_the_same_for_all_viewers(
    world: World, work: tuple[list[Step], list[Step], list[Step]]
) -> None:
    table = Table(world)
    check(table, everybody_at_once(table, work))
