"""What people say about a task."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.boards.models import Task, TaskComment
from collab.boards.service import comments as service
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.notifications.models import Notification
from tests.boards import MadeBoard, make_board, make_comment, make_task, owe
from tests.world import World


@dataclass(frozen=True)
class Made:
    """A task of the research group, and what its member said about it."""

    board: MadeBoard
    task: Task
    comment: TaskComment
    url: str

    @property
    def comment_url(self) -> str:
        """Where the comment is changed."""
        return f"{self.url}/comments/{self.comment.id}"


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        task = make_task(board)
        comment = make_comment(task, world.membership("member"), "I will ask around.")
    return Made(board, task, comment, world.here.url(f"/tasks/{task.number}"))


def stored(world: World, made: Made) -> list[TaskComment]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(TaskComment).where(TaskComment.task_id == made.task.id)
        return list(session().scalars(wanted.order_by(TaskComment.created_at)))


def told(world: World, verb: str) -> list[dict[str, Any]]:
    with unit_of_work(world.here.scope, writes=False):
        rows = session().scalars(select(Activity).where(Activity.verb == verb))
        return [row.details for row in rows]


def mention(*members: UUID) -> str:
    """What the editor sends when somebody is mentioned."""
    inside = [
        {"type": "mention", "attrs": {"id": str(one), "label": "Old name"}} for one in members
    ]
    words = [{"type": "text", "text": "Please look, "}]
    return json.dumps(
        {"type": "doc", "content": [{"type": "paragraph", "content": words + inside}]}
    )


def test_comments_stand_on_the_page_with_who_and_in_their_language(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.here.scope):
        make_comment(made.task, world.membership("chair"), "Très bien.", language="fr")
    page = sign_in(world.person("outsider")).get(made.url).text
    assert page.index("I will ask around.") < page.index("Très bien.")
    assert "Member of here" in page
    assert 'comment-text" lang="fr"' in page
    assert "2 comments" in page
    assert "/deletion" not in page


def test_a_comment_is_written_without_javascript(made: Made, sign_in, world: World) -> None:
    chair = sign_in(world.person("chair"))
    answer = chair.post(
        f"{made.url}/comments", data={"content": "First\r\n\r\n<b>second</b>", "language": "de"}
    )
    comment = stored(world, made)[-1]
    assert answer.headers["Location"].endswith(f"{made.url}#comment-{comment.id}")
    assert comment.text == "First <b>second</b>"
    assert (comment.language, comment.author_id) == ("de", world.membership("chair").id)
    assert "&lt;b&gt;second&lt;/b&gt;" in chair.get(made.url).text
    assert told(world, "task.commented")[0]["comment_id"] == str(comment.id)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"content": " \n "}, "Please write something."),
        ({"content": "x" * 200_001}, "too long"),
        ({"content_json": '{"type": "doc", "content": [{"type": "script"}]}'}, "could not be read"),
        ({"content": "Well", "language": "xx"}, "Please choose a language."),
    ],
)
def test_a_comment_that_cannot_be_kept_is_refused_in_words(
    made: Made, sign_in, world: World, form: dict[str, str], words: str
) -> None:
    answer = sign_in(world.person("member")).post(
        f"{made.url}/comments", data={"language": "en"} | form
    )
    assert answer.status_code == 422
    assert words in answer.text
    assert len(stored(world, made)) == 1


def test_whoever_is_mentioned_is_told_if_they_may_see_the_board(
    made: Made, sign_in, world: World
) -> None:
    elsewhere = world.elsewhere.people["member"].membership.id
    secretary = world.membership("secretary").id
    with unit_of_work(world.here.scope):
        common = make_task(make_board())  # no board of the guest's
    guest = world.membership("guest").id
    member = sign_in(world.person("member"))
    for task, words in (
        (made.task, mention(secretary, elsewhere, guest)),
        (common, mention(guest)),
    ):
        url = world.here.url(f"/tasks/{task.number}/comments")
        assert member.post(url, data={"content_json": words, "language": "en"}).status_code == 302
    first, second = told(world, "task.commented")
    assert first["mentions"] == [str(secretary), str(guest)]
    assert second["mentions"] == []
    page = member.get(made.url).text
    assert "@Secretary of here" in page  # what they are called now
    assert world.elsewhere.people["member"].person.name not in page


def test_a_comment_is_changed_by_its_author(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    assert "I will ask around.</textarea>" in member.get(made.comment_url).text
    wrong = member.post(made.comment_url, data={"content": "", "language": "en"})
    assert wrong.status_code == 422
    chair = world.membership("chair").id
    form = {"content_json": mention(chair), "language": "en"}
    answer = member.post(made.comment_url, data=form)
    assert answer.headers["Location"].endswith(f"#comment-{made.comment.id}")
    assert told(world, "task.comment_edited")[0]["mentions"] == [str(chair)]
    member.post(made.comment_url, data=form)  # nothing new
    assert len(told(world, "task.comment_edited")) == 1
    assert stored(world, made)[0].edited_at is not None
    with unit_of_work(world.here.scope, writes=False):
        notices = session().scalars(select(Notification)).all()
    assert [(one.membership_id, one.kind) for one in notices] == [(chair, "mentioned")]
    assert "changed" in member.get(made.url).text


def test_only_its_author_changes_a_comment(made: Made, sign_in, world: World) -> None:
    coordinator = sign_in(world.person("coordinator"))
    form = {"content": "Never", "language": "en"}
    assert coordinator.get(made.comment_url).status_code == 403
    assert coordinator.post(made.comment_url, data=form).status_code == 403
    assert coordinator.post(f"{made.comment_url}/deletion").status_code == 403
    assert stored(world, made)[0].text == "I will ask around."


def test_a_deleted_comment_comes_back(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    answer = member.post(f"{made.comment_url}/deletion")
    page = member.get(answer.headers["Location"]).text
    assert "I will ask around." not in page
    assert "Your comment was deleted." in page
    assert member.get(made.comment_url).status_code == 409
    other = sign_in(world.person("chair"))
    assert "was deleted" not in other.get(answer.headers["Location"]).text
    assert other.post(f"{made.comment_url}/deletion/undo").status_code == 403
    member = sign_in(world.person("member"))
    member.post(f"{made.comment_url}/deletion/undo")
    assert "I will ask around." in member.get(made.url).text
    assert member.post(f"{made.comment_url}/deletion/undo").status_code == 409


def test_only_the_latest_comments_are_shown_at_first(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        for number in range(service.SHOWN):
            make_comment(made.task, world.membership("chair"), f"Answer {number}.")
    member = sign_in(world.person("member"))
    page = member.get(made.url).text
    assert "I will ask around." not in page
    assert "Show 1 earlier comment" in page
    assert "I will ask around." in member.get(f"{made.url}?comments=all").text


def test_a_guest_comments_only_on_what_they_owe(made: Made, sign_in, world: World) -> None:
    form = {"content": "Me too", "language": "en"}
    guest = sign_in(world.person("guest"))
    assert 'name="content"' not in guest.get(made.url).text
    assert guest.post(f"{made.url}/comments", data=form).status_code == 403
    with unit_of_work(world.here.scope):
        owe(made.task, world.membership("guest"))
    assert 'name="content"' in guest.get(made.url).text
    assert guest.post(f"{made.url}/comments", data=form).status_code == 302


def test_an_archived_task_is_not_talked_about(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).archived_at = now()
    member = sign_in(world.person("member"))
    assert 'name="content"' not in member.get(made.url).text
    form = {"content": "Still", "language": "en"}
    assert member.post(f"{made.url}/comments", data=form).status_code == 409


def test_there_is_an_end_to_talking(made: Made, world: World, monkeypatch) -> None:
    monkeypatch.setattr(service, "MAX_COMMENTS", 1)
    content = {"type": "doc", "content": []}
    with unit_of_work(world.here.scope), pytest.raises(service.TooManyComments):
        service.add_comment(world.actor("member"), made.task.number, content, "en")
