"""What minutes agree on, kept beside them: as the text says it, about a second behind."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, event, select

from collab.boards.listing import TaskFilter
from collab.boards.service import owing
from collab.boards.service.lists import list_first
from collab.boards.service.owing import OwedCount
from collab.core.clock import now
from collab.core.db import database, session, unit_of_work
from collab.live import service as live
from collab.live.models import LiveUpdate
from collab.meetings import service as meetings
from collab.minutes import service as minutes
from collab.minutes.models import Minutes, MinutesAction, MinutesMention
from tests.planning import plan_meeting
from tests.world import World


def text(words: str) -> dict:
    return {"type": "text", "text": words}


def action(words: str, block: UUID | None = None, **attrs: Any) -> dict:
    told = {"id": str(block or uuid4())} | {key: str(value) for key, value in attrs.items()}
    if "done" in attrs:
        told["done"] = attrs["done"]
    return {"type": "actionItem", "attrs": told, "content": [text(words)]}


def paragraph(*content: dict, block: UUID | None = None) -> dict:
    attrs = {"id": str(block or uuid4())}
    return {"type": "paragraph", "attrs": attrs, "content": list(content)}


def mention(member: object) -> dict:
    return {"type": "mention", "attrs": {"id": str(member), "label": "Somebody"}}


class Written:
    """A meeting of the research group, whose minutes can be rewritten."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.id = plan_meeting(world.actor("chair"), world.group, title="Research meeting")
        with unit_of_work(world.here.scope, writes=False):
            wanted = select(Minutes.document_id).where(Minutes.meeting_id == self.id)
            self.document_id = session().scalars(wanted).one()

    def write(self, *content: dict) -> None:
        with unit_of_work(self.world.here.scope):
            minutes.keep_outcomes(self.document_id, {"type": "doc", "content": list(content)})

    def actions(self) -> list[MinutesAction]:
        with unit_of_work(self.world.here.scope, writes=False):
            return list(
                session().scalars(
                    select(MinutesAction)
                    .where(MinutesAction.gone_at.is_(None))
                    .order_by(MinutesAction.position)
                )
            )

    def mentions(self) -> list[MinutesMention]:
        with unit_of_work(self.world.here.scope, writes=False):
            return list(session().scalars(select(MinutesMention).order_by(MinutesMention.position)))


@pytest.fixture
def written(world: World) -> Written:
    return Written(world)


def test_what_is_typed_arrives_in_the_rows(written: Written, world: World) -> None:
    member = world.membership("member")
    content = [action("Book the room", assignee=member.id, due="2026-12-04")]
    with unit_of_work(world.here.scope):
        operation = {"op": "write", "content": content}
        live.request_edit(world.actor("chair"), written.document_id, operation)
    live.run_pending_operations()
    (row,) = written.actions()
    assert (row.text, row.assignee_id, row.due.isoformat()) == (
        "Book the room",
        member.id,
        "2026-12-04",
    )
    assert row.delegation_id == member.delegation_id
    assert row.meeting_id == written.id


def test_rows_follow_the_text(written: Written, world: World) -> None:
    first, second, block = uuid4(), uuid4(), uuid4()
    member = world.membership("member").id
    named = paragraph(text("Ask "), mention(member), block=block)
    written.write(action("one", first), action("two", second), named)
    ids = {row.block: row.id for row in written.actions()}
    seen = written.mentions()[0].first_seen_at
    written.write(named, action("two, better", second, done=True), action("zero"))
    rows = written.actions()
    assert [(row.text, row.is_done) for row in rows] == [("two, better", True), ("zero", False)]
    assert rows[0].id == ids[second]
    assert written.mentions()[0].first_seen_at == seen
    written.write()
    assert written.actions() == []
    assert written.mentions() == []


def test_nothing_is_written_when_nothing_changed(written: Written, world: World) -> None:
    member = world.membership("member").id
    content = [action("one", assignee=member, due="2026-12-04"), paragraph(mention(member))]
    written.write(*content)
    told: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        told.append(statement.split(maxsplit=1)[0])

    event.listen(database.engine, "before_cursor_execute", note)
    written.write(*content)
    event.remove(database.engine, "before_cursor_execute", note)
    assert not {"INSERT", "UPDATE", "DELETE"} & set(told)


def test_people_of_other_cooperations_are_nobody_here(written: Written, world: World) -> None:
    foreign = world.elsewhere.people["member"].membership.id
    written.write(
        action("theirs", assignee=foreign),
        action("nonsense", assignee="<script>"),
        paragraph(mention(foreign), mention(uuid4()), mention("x")),
    )
    assert [row.assignee_id for row in written.actions()] == [None, None]
    assert written.mentions() == []


def test_the_delegation_stays_that_of_then(written: Written, world: World) -> None:
    member, block = world.membership("member"), uuid4()
    written.write(action("one", block, assignee=member.id))
    with unit_of_work(world.here.scope):
        other = world.here.delegations[0].id
        session().merge(member).delegation_id = other
    written.write(action("one more", block, assignee=member.id))
    assert written.actions()[0].delegation_id == world.here.delegations[1].id


def test_a_block_names_somebody_once(written: Written, world: World) -> None:
    member = world.membership("member").id
    written.write(paragraph(mention(member), text(" and "), mention(member)))
    assert len(written.mentions()) == 1


def days(number: int) -> str:
    return (now() + timedelta(days=number)).date().isoformat()


def test_what_actions_say_is_owed_by_due_day(written: Written, world: World) -> None:
    member = world.membership("member").id
    written.write(
        action("some day", assignee=member),
        action("later", assignee=member, due=days(9)),
        action("done", assignee=member, due=days(-9), done=True),
        action("overdue", assignee=member, due=days(-3)),
        action("of nobody", due=days(-5)),
    )
    with unit_of_work(world.here.scope, writes=False):
        mine = owing.list_my_tasks(world.actor("member"), 2)
        everybody = list_first(world.actor("outsider"), TaskFilter(), 9)
    assert [each.title for each in mine.tasks] == ["overdue", "later"]
    assert (mine.total, mine.overdue) == (3, 1)
    assert mine.tasks[0].owners[0].name == "Member of here"
    assert [each.title for each in everybody] == ["of nobody", "overdue", "later", "some day"]


def test_delegations_are_counted(written: Written, world: World) -> None:
    first, second = (each.id for each in world.here.delegations)
    member, secretary = world.membership("member").id, world.membership("secretary").id
    written.write(
        action("a", assignee=member, due=days(-1)),
        action("b", assignee=member, done=True),
        action("c", assignee=secretary),
        action("d"),
    )
    with unit_of_work(world.here.scope, writes=False):
        found = owing.count_owed(world.actor("coordinator"))
        assert owing.count_open(world.actor("coordinator")) == 3
    assert sorted(found, key=str) == sorted(
        [
            OwedCount(first, 1, 0, 0),
            OwedCount(second, 1, 1, 1),
            OwedCount(None, 1, 0, 0),
        ],
        key=str,
    )


def test_mentions_in_deleted_minutes_are_nobodys(written: Written, world: World) -> None:
    guest = world.membership("guest").id
    written.write(paragraph(mention(guest)))
    with unit_of_work(world.here.scope):
        meetings.delete_meeting(world.actor("chair"), written.id)
    with unit_of_work(world.here.scope, writes=False):
        assert minutes.list_my_mentions(world.actor("guest"), 5) == []


def test_the_time_of_the_text_survives_compaction(written: Written, world: World) -> None:
    with unit_of_work(world.here.scope):
        operation = {"op": "write", "content": [paragraph(text("Hello"))]}
        live.request_edit(world.actor("chair"), written.document_id, operation)
    live.run_pending_operations()
    with unit_of_work(world.here.scope):
        before = minutes.read_text(written.document_id).changed_at
        session().execute(delete(LiveUpdate).where(LiveUpdate.document_id == written.document_id))
    with unit_of_work(world.here.scope, writes=False):
        assert minutes.read_text(written.document_id).changed_at == before
    assert before is not None
    assert before > datetime(2026, 1, 1, tzinfo=UTC)
