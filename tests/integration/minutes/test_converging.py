"""Whatever is done on both sides, in whatever order it is noticed: in the end both say the same."""

from collections.abc import Callable
from random import Random
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from collab.boards.service.lookups import find_task
from collab.boards.service.mirrored import title_of
from collab.boards.service.moving import close_task, reopen_task
from collab.boards.service.tasks import rename_task
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.live import service as live
from collab.live.actions import set_action
from collab.live.content import fragment_of
from collab.live.journal import find_document, list_rows
from collab.live.models import LiveUpdate
from collab.live.projection import project
from collab.live.reader import load
from collab.live.supervisor import Reader
from collab.live.writing import note_duty
from tests.integration.minutes.minuted import Minuted, action
from tests.world import World

BLOCK = uuid4()
WORDS = ("Book", "the", "big", "room", "today", "now", "会议", "😀")
DAYS = (None, "2026-12-04", "2027-01-08")


class Hands:
    """Somebody at the minutes and somebody at the board; the engine comes when it likes."""

    def __init__(self, minuted: Minuted, chance: Random) -> None:
        self.minuted = minuted
        self.chance = chance

    def some_words(self) -> str:
        """A line of up to six words."""
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(1, 6)))

    def write(self) -> None:
        """In the open minutes: it is in the journal at once, and noticed later."""
        due, is_done = self.chance.choice(DAYS), self.chance.random() < 0.5
        attrs = self.chance.choice(({"due": due}, {"done": is_done}, {}))
        text = self.some_words() if self.chance.random() < 0.6 else None
        document_id = self.minuted.document_id
        with unit_of_work(self.minuted.chair.scope):
            doc = load([row.payload for row in list_rows(document_id)])
            before = doc.get_state()
            with doc.transaction():
                set_action(fragment_of(doc), str(BLOCK), attrs, text)
            last = select(func.max(LiveUpdate.seq)).where(LiveUpdate.document_id == document_id)
            row = LiveUpdate(document_id=document_id, payload=doc.get_update(before), at=now())
            row.seq = (session().scalar(last) or 0) + 1
            row.author_id = self.minuted.chair.person_id
            session().add(row)
            note_duty(session(), self.minuted.chair.cooperation_id, document_id)

    def work(self) -> None:
        """On the board."""
        acts: list[Callable[[], object]] = [
            lambda: rename_task(self.minuted.chair, 1, self.some_words()),
            lambda: close_task(self.minuted.chair, 1),
            lambda: reopen_task(self.minuted.chair, 1),
        ]
        with unit_of_work(self.minuted.chair.scope):
            self.chance.choice(acts)()

    def look(self) -> None:
        """The engine reads the text, without what it owes it."""
        with unit_of_work(self.minuted.chair.scope, writes=False):
            document = find_document(self.minuted.document_id)
        assert document is not None
        reader = Reader()
        project(document, reader)
        reader.close()


@pytest.mark.parametrize("seed", range(6))
def test_both_sides_come_to_say_the_same(world: World, seed: int) -> None:
    minuted = Minuted(world, world.group)
    minuted.write(action("Book the room", BLOCK))
    hands = Hands(minuted, Random(seed))
    steps = [hands.write, hands.work, hands.work, hands.look, live.run_pending_operations]
    for _step in range(14):
        hands.chance.choice(steps)()
    live.run_pending_operations()
    log = minuted.log()
    assert live.run_pending_operations() == 0  # nobody goes on by themselves
    (said,), task = minuted.said(), minuted.task()
    attrs = said["attrs"]
    assert title_of(minuted.words()[0]) == task.title
    assert attrs.get("done", False) is (task.closed_at is not None)
    assert attrs.get("due") == (task.due_on and task.due_on.isoformat())
    assert minuted.log() == log
    with unit_of_work(world.here.scope, writes=False):
        assert find_task(minuted.chair, 1).task.id == task.id
