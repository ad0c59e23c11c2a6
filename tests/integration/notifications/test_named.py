"""Who is named in minutes hears of it, unless they wrote it themselves."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.live.models import LiveUpdate
from collab.minutes import service as minutes
from collab.minutes.models import Minutes
from tests.notices import list_mails, list_rows, run_late, told
from tests.planning import plan_meeting
from tests.world import World

LATER = timedelta(minutes=3)


@pytest.fixture
def meeting(world: World) -> UUID:
    return plan_meeting(world.actor("chair"), world.group)


def mention(world: World, *names: str, block: UUID | None = None) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "text", "text": "Please look at it, "}]
    for name in names:
        attrs = {"id": str(world.membership(name).id), "label": name}
        content.append({"type": "mention", "attrs": attrs})
    return {"type": "paragraph", "attrs": {"id": str(block or uuid4())}, "content": content}


def write(world: World, meeting: UUID, *content: dict[str, Any], by: str | None = None) -> None:
    with unit_of_work(world.here.scope):
        wanted = select(Minutes.document_id).where(Minutes.meeting_id == meeting)
        document_id = session().scalars(wanted).one()
        if by is not None:
            author = world.person(by).id
            number = int(now().timestamp() * 1000)
            session().add(
                LiveUpdate(
                    id=new_id(),
                    document_id=document_id,
                    seq=number,
                    payload=b"",
                    author_id=author,
                    at=now(),
                    session=number,
                    n=1,
                )
            )
            session().flush()
        minutes.keep_outcomes(document_id, {"type": "doc", "content": list(content)})


def test_who_is_named_is_told_at_once_and_by_mail_a_little_later(
    world: World, meeting: UUID
) -> None:
    write(world, meeting, mention(world, "member"), by="chair")
    assert told(world) == [("member", "mentioned")]
    assert list_mails() == []
    assert run_late(world, now()) == 0
    assert run_late(world, now() + LATER) == 1
    assert run_late(world, now() + LATER) == 0
    (mail,) = list_mails()
    assert "Chair of here mentioned you in the minutes." in str(mail.parts)
    assert f"/c/here/meetings/{meeting}/minutes#mention-1" in str(mail.parts)


def test_who_names_themselves_is_not_told(world: World, meeting: UUID) -> None:
    write(world, meeting, mention(world, "member", "secretary"), by="member")
    assert told(world) == [("secretary", "mentioned")]


def test_each_block_is_told_once_however_often_the_text_changes(
    world: World, meeting: UUID
) -> None:
    block = uuid4()
    for _time in range(3):
        write(world, meeting, mention(world, "member", block=block), by="chair")
        write(world, meeting)
    assert told(world) == [("member", "mentioned")]
    write(world, meeting, mention(world, "member"), by="chair")
    assert told(world) == [("member", "mentioned")] * 2


def test_a_name_that_was_taken_out_again_sends_no_mail(world: World, meeting: UUID) -> None:
    write(world, meeting, mention(world, "member"), by="chair")
    write(world, meeting)
    assert run_late(world, now() + LATER) == 0
    assert list_mails() == []


def test_guests_hear_only_of_meetings_that_they_see(world: World) -> None:
    common = plan_meeting(world.actor("coordinator"))
    write(world, common, mention(world, "guest", "member"), by="chair")
    assert told(world) == [("member", "mentioned")]


def test_an_action_in_minutes_tells_who_owes_it_with_its_last_words(
    world: World, meeting: UUID
) -> None:
    block, owner = str(uuid4()), str(world.membership("member").id)

    def action(words: str) -> dict[str, Any]:
        attrs = {"id": block, "assignee": owner, "due": None, "done": False}
        return {
            "type": "actionItem",
            "attrs": attrs,
            "content": [{"type": "text", "text": words}],
        }

    write(world, meeting, action("Bo"), by="chair")
    write(world, meeting, action("Book the room"), by="chair")
    assert told(world) == [("member", "assigned")]
    assert list_mails() == []
    assert run_late(world, now() + LATER) == 1
    assert list_mails()[0].subject == "Task for you: Book the room"
    assert list_rows(world)[0].by_id == world.membership("chair").id
