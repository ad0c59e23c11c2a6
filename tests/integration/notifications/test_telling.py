"""Who is told what: those it concerns, who may see it, and never who did it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update

from collab.accounts.models import Person
from collab.activity import service as activity
from collab.boards.models import Task
from collab.boards.owners import delegation, person
from collab.boards.service.comments import add_comment, edit_comment
from collab.boards.service.moving import close_task
from collab.boards.service.tasks import TaskPlan, archive_task, create_task
from collab.cooperations.models import Cooperation, Membership
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.notifications.models import Kind, Pace
from collab.notifications.service import Wish, wish
from tests.boards import MadeBoard, block, make_board, make_comment, make_task, owe
from tests.factories import make_deputy
from tests.notices import list_mails, list_rows, set_pace, told
from tests.queries import Queries
from tests.world import World

ASSIGNED, COMMENTED = ("member", "assigned"), ("member", "commented")


@pytest.fixture
def board(world: World) -> MadeBoard:
    """A board of the research group, in which the outsider is not."""
    with unit_of_work(world.here.scope):
        return make_board(world.group)


def give(
    world: World, board: MadeBoard, *names: str, by: str = "chair", title: str = "Plan"
) -> Task:
    owners = tuple(person(world.membership(name).id) for name in names)
    with unit_of_work(world.here.scope):
        return create_task(world.actor(by), board.id, TaskPlan(title, owners=owners))


def comment(world: World, task: Task, *mentioned: str, by: str = "chair") -> None:
    with unit_of_work(world.here.scope):
        said = make_comment(task, world.membership(by), "What about Tuesday?")
        activity.record(
            world.actor(by),
            "task.commented",
            task.id,
            number=task.number,
            name=task.title,
            comment_id=str(said.id),
            mentions=[str(world.membership(name).id) for name in mentioned],
        )


def words(text: str, *named: Membership) -> dict[str, Any]:
    content: list[dict[str, Any]] = [{"type": "text", "text": text}]
    for member in named:
        attrs = {"id": str(member.id), "label": "Somebody"}
        content.append({"type": "mention", "attrs": attrs})
    return {"type": "doc", "content": [{"type": "paragraph", "content": content}]}


def test_whoever_is_given_a_task_is_told_and_gets_a_mail(world: World, board: MadeBoard) -> None:
    task = give(world, board, "member", title="Book the room")
    assert told(world) == [ASSIGNED]
    (row,) = list_rows(world)
    assert (row.task_id, row.by_id) == (task.id, world.membership("chair").id)
    (mail,) = list_mails()
    assert mail.person_id == world.person("member").id
    assert mail.subject == "Task for you: Book the room"
    words = str(mail.parts)
    assert "Chair of here gave you this task." in words
    assert f"/c/here/tasks/{task.number}" in words
    assert row.mailed_at is not None


def test_nobody_is_told_what_they_did_themselves(world: World, board: MadeBoard) -> None:
    task = give(world, board, "chair", by="chair")
    comment(world, task, "chair", by="chair")
    with unit_of_work(world.here.scope):
        waiting = make_task(board)
        owe(waiting, world.membership("chair"))
        block(waiting, by=task)
    with unit_of_work(world.here.scope):
        close_task(world.actor("chair"), task.number)
    assert told(world) == []
    assert list_mails() == []


def test_a_task_for_a_delegation_is_told_to_its_coordinators(
    world: World, board: MadeBoard
) -> None:
    key = delegation(world.here.delegations[0].id)
    with unit_of_work(world.here.scope):
        create_task(world.actor("chair"), board.id, TaskPlan("Plan", owners=(key,)))
    assert told(world) == [("coordinator", "assigned")]
    assert "gave this task to your delegation" in str(list_mails()[0].parts)


def test_whoever_stands_in_for_a_coordinator_hears_of_it_too(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        made = world.membership("secretary")
        make_deputy(made, world.membership("coordinator"))
        assert made.delegation_id == world.here.delegations[0].id
        task = make_task(board)
    with unit_of_work(world.here.scope):
        key = delegation(world.here.delegations[0].id)
        create_task(world.actor("chair"), board.id, TaskPlan(task.title, owners=(key,)))
    assert told(world) == [("coordinator", "assigned"), ("secretary", "assigned")]


def test_a_hundred_tasks_at_once_are_one_mail(world: World, board: MadeBoard) -> None:
    owners = (person(world.membership("member").id),)
    with unit_of_work(world.here.scope):
        for number in range(40):
            create_task(world.actor("chair"), board.id, TaskPlan(f"Task {number}", owners=owners))
    assert told(world) == [ASSIGNED] * 40
    (mail,) = list_mails()
    assert mail.subject == "40 notifications from Here"
    assert "And 10 more." in str(mail.parts)


def test_a_comment_reaches_owners_and_earlier_voices_mentions_by_themselves(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(board, title="Plan")
        owe(task, world.membership("member"))
        make_comment(task, world.membership("secretary"))
    comment(world, task, "outsider")
    assert told(world) == [COMMENTED, ("outsider", "mentioned"), ("secretary", "commented")]
    # comments come once a day, mentions at once
    (mail,) = list_mails()
    assert mail.person_id == world.person("outsider").id
    assert mail.subject == "You were mentioned: Plan"
    assert "What about Tuesday?" in str(mail.parts)


def test_whoever_is_mentioned_is_not_told_twice_of_the_same_comment(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(board)
        owe(task, world.membership("member"))
    comment(world, task, "member")
    assert told(world) == [("member", "mentioned")]


def test_other_words_of_a_comment_reach_only_whom_they_mention_for_the_first_time(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(board)
        owe(task, world.membership("member"))
    with unit_of_work(world.here.scope):
        said = add_comment(world.actor("chair"), task.number, words("When?"), "en")
    with unit_of_work(world.here.scope):
        content = words("When? ", world.membership("secretary"), world.membership("member"))
        edit_comment(world.actor("chair"), task.number, said.id, content, "en")
    assert told(world) == [COMMENTED, ("member", "mentioned"), ("secretary", "mentioned")]


def test_a_task_is_freed_by_the_last_task_that_blocks_it(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        first, second, waiting = (make_task(board) for _number in range(3))
        owe(waiting, world.membership("member"))
        block(waiting, by=first)
        block(waiting, by=second)
    with unit_of_work(world.here.scope):
        close_task(world.actor("chair"), first.number)
    assert told(world) == []
    with unit_of_work(world.here.scope):
        archive_task(world.actor("chair"), second.number)
    assert told(world) == [("member", "freed")]
    assert list_mails()[0].subject == f"Can go on: {waiting.title}"


def test_what_is_closed_itself_is_not_freed(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        first, waiting = make_task(board), make_task(board, board.done)
        owe(waiting, world.membership("member"))
        block(waiting, by=first)
    with unit_of_work(world.here.scope):
        close_task(world.actor("chair"), first.number)
    assert told(world) == []


def test_guests_are_told_only_of_boards_that_they_see(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(make_board())
        owe(task, world.membership("guest"))
    comment(world, task, by="secretary")
    assert told(world) == []
    give(world, board, "guest")
    assert told(world) == [("guest", "assigned")]


@pytest.mark.parametrize("state", ["suspended_at", "ended_at"])
def test_whoever_is_suspended_or_has_left_is_told_nothing(
    world: World, board: MadeBoard, state: str
) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(board)
        owe(task, world.membership("member"))
        is_them = Membership.id == world.membership("member").id
        session().execute(update(Membership).where(is_them).values({state: now()}))
    comment(world, task, "member")
    assert told(world) == []
    assert list_mails() == []


@pytest.mark.parametrize("state", ["suspended_at", "erased_at"])
def test_whose_account_is_suspended_or_erased_is_told_nothing(
    world: World, board: MadeBoard, state: str
) -> None:
    with unit_of_work(world.here.scope):
        is_them = Person.id == world.person("member").id
        session().execute(update(Person).where(is_them).values({state: now()}))
        task = make_task(board)
        owe(task, world.membership("member"))
    comment(world, task, "member")
    assert told(world) == []


def test_without_the_second_factor_that_is_asked_for_nothing_is_told(
    world: World, board: MadeBoard
) -> None:
    with unit_of_work(world.here.scope):
        session().execute(update(Cooperation).values(requires_two_factor=True))
        is_them = Person.id == world.person("secretary").id
        session().execute(update(Person).where(is_them).values(second_factor_at=now()))
    give(world, board, "member", "secretary")
    assert told(world) == [("secretary", "assigned")]


def test_an_id_of_another_cooperation_is_nobody(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        task = make_task(board)
        activity.record(
            world.actor("chair"),
            "task.commented",
            task.id,
            comment_id=str(uuid4()),
            mentions=[str(world.elsewhere.people["member"].membership.id), "nonsense"],
        )
    assert told(world) == []
    assert list_mails() == []


def test_what_is_rolled_back_tells_nobody(world: World, board: MadeBoard) -> None:
    owners = (person(world.membership("member").id),)

    def change_their_mind() -> None:
        with unit_of_work(world.here.scope):
            create_task(world.actor("chair"), board.id, TaskPlan("Plan", owners=owners))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_their_mind()
    assert told(world) == []
    assert list_mails() == []


@pytest.mark.parametrize("pace", [Pace.DAILY, Pace.OFF])
def test_who_wants_no_mail_at_once_still_has_the_bell(
    world: World, board: MadeBoard, pace: Pace
) -> None:
    with unit_of_work(world.here.scope):
        set_pace(world.membership("member"), Kind.ASSIGNED, pace)
    give(world, board, "member", "secretary")
    assert told(world) == [ASSIGNED, ("secretary", "assigned")]
    assert [mail.person_id for mail in list_mails()] == [world.person("secretary").id]


def test_mails_are_in_the_language_of_their_reader(world: World, board: MadeBoard) -> None:
    with unit_of_work(world.here.scope):
        for name, language in (("member", "de"), ("secretary", "ca")):
            is_them = Person.id == world.person(name).id
            session().execute(update(Person).where(is_them).values(language=language))
    give(world, board, "member", "secretary")
    assert sorted(mail.language for mail in list_mails()) == ["ca", "de"]


def test_telling_costs_the_same_for_one_task_and_for_many(
    world: World,
    board: MadeBoard,
    count_queries: Callable[[], AbstractContextManager[Queries]],
) -> None:
    def count(number: int) -> int:
        with unit_of_work(world.here.scope):
            tasks = [make_task(board) for _each in range(number)]
            for task in tasks:
                owe(task, world.membership("member"))
        member, chair = world.membership("member").id, world.actor("chair")
        with count_queries() as queries, unit_of_work(world.here.scope):
            for task in tasks:
                given = Wish(
                    Kind.ASSIGNED, task.id, chair.membership_id, members=frozenset({member})
                )
                wish(chair, given)
        return len(queries)

    count(1)
    assert count(30) <= count(1)
    assert count(1) <= 20
