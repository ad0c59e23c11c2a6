"""Meetings, decisions and actions that tasks come from."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from collab.boards import origins
from collab.boards.models import Board, Task, TaskLink
from collab.boards.origins import Origin, OriginKind
from collab.boards.service import links as service
from collab.boards.service.links import OriginKey
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.meetings.models import Meeting
from tests.boards import MadeBoard, make_board, make_link, make_task
from tests.factories import make_meeting
from tests.world import World

BLOCK = uuid4()
#: of nothing; the same in each worker, as it stands in the names of tests
STRANGE = UUID(int=1)


@dataclass(frozen=True)
class Made:
    """A task of the research group, and two meetings of that group."""

    board: MadeBoard
    task: Task
    meeting: Meeting
    other: Meeting
    url: str


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        task = make_task(board)
        by = world.membership("chair")
        meeting, other = (
            make_meeting(by, world.group, title=title, language="fr")
            for title in ("Réunion", "Later")
        )
    return Made(board, task, meeting, other, world.here.url(f"/tasks/{task.number}"))


def links(world: World) -> list[TaskLink]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(TaskLink).order_by(TaskLink.id)))


def test_a_meeting_is_found_by_its_words_and_linked(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    page = member.get(f"{made.url}/links?q=réun").text
    assert "Réunion" in page
    assert "Later" not in page
    key = f"meeting:{made.meeting.id}:"
    assert f'value="{key}"' in page
    answer = member.post(f"{made.url}/links", data={"origin": key})
    assert answer.headers["Location"].endswith("#links")
    assert member.post(f"{made.url}/links", data={"origin": key}).status_code == 302
    assert [link.meeting_id for link in links(world)] == [made.meeting.id]
    part = member.get(made.url).text.split('id="links"')[1]
    assert f'/meetings/{made.meeting.id}" lang="fr">Réunion</a>' in part
    assert "Réunion" not in member.get(f"{made.url}/links").text.split("</header>")[-1]
    with unit_of_work(world.here.scope, writes=False):
        version = session().get_one(Board, made.board.id).version
        assert session().get_one(Task, made.task.id).version == version - 1  # the second was none


def test_a_link_is_taken_off_and_back(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        link = make_link(made.task, made.meeting.id)
    member = sign_in(world.person("member"))
    url = f"{made.url}/links/{link.id}/removal"
    answer = member.post(url)
    assert links(world) == []
    page = member.get(answer.headers["Location"]).text
    assert "The link to “Réunion” was removed." in page
    key = f"meeting:{made.meeting.id}:"
    assert f'name="origin" value="{key}"' in page
    assert member.post(url).status_code == 404
    member.post(f"{made.url}/links", data={"origin": key})
    assert len(links(world)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "meeting",
        "meeting:x:",
        "nothing:{meeting}:",
        "meeting:{meeting}:x",
        f"decision:{{meeting}}:{STRANGE}",
        f"meeting:{STRANGE}:",
        "action:{meeting}:",
    ],
)
def test_what_is_no_origin_is_refused(made: Made, sign_in, world: World, text: str) -> None:
    form = {"origin": text.format(meeting=made.meeting.id)}
    answer = sign_in(world.person("member")).post(f"{made.url}/links", data=form)
    assert (answer.status_code, "no such meeting" in answer.text) == (422, True)
    assert links(world) == []


def test_meetings_of_another_cooperation_cannot_be_linked(
    made: Made, sign_in, world: World
) -> None:
    with unit_of_work(world.elsewhere.scope):
        theirs = make_meeting(world.elsewhere.people["chair"].membership, title="Réunion secrète")
    member = sign_in(world.person("member"))
    assert "secrète" not in member.get(f"{made.url}/links?q=réunion").text
    form = {"origin": f"meeting:{theirs.id}:"}
    assert member.post(f"{made.url}/links", data=form).status_code == 422


def test_what_the_reader_may_not_see_is_counted_only(made: Made, sign_in, world: World) -> None:
    by = world.membership("chair")
    with unit_of_work(world.here.scope):
        hidden = make_meeting(by, world.here.groups["culture"], title="Behind closed doors")
        make_link(made.task, hidden.id)
        make_link(made.task, made.meeting.id)
    page = sign_in(world.person("guest")).get(made.url).text
    assert "Réunion" in page
    assert "closed doors" not in page
    assert "1 thing that you cannot see" in page


def test_an_action_in_minutes_stays_linked_to_its_task(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        link = make_link(made.task, made.meeting.id, kind="action", block=BLOCK)
    member = sign_in(world.person("member"))
    answer = member.post(f"{made.url}/links/{link.id}/removal")
    assert (answer.status_code, "stays linked" in answer.text) == (409, True)
    assert len(links(world)) == 1


def test_every_kind_that_is_registered_is_shown(
    made: Made, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = Origin("decision", made.meeting.id, BLOCK, "We go", "en", "minutes.read", "decision-1")

    def find(actor: object, pairs: list[tuple[UUID, UUID | None]]) -> list[Origin]:
        return [origin] if (made.meeting.id, BLOCK) in pairs else []

    kinds: dict[str, OriginKind] = {}
    monkeypatch.setattr(origins, "_kinds", kinds)

    def search(*_given: object) -> list[Origin]:
        return [origin]

    origins.register(OriginKind("decision", find, search))
    actor = world.actor("member")
    with unit_of_work(world.here.scope):
        assert service.search_origins(actor, made.task, "go") == [origin]
        key = OriginKey("decision", made.meeting.id, BLOCK)
        service.add_link(actor, made.task.number, key)
        assert [each.origin for each in service.list_links(actor, made.task).shown] == [origin]
        assert service.search_origins(actor, made.task, "go") == []


def test_a_task_has_only_so_many_links(
    made: Made, sign_in, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_LINKS", 0)
    form = {"origin": f"meeting:{made.meeting.id}:"}
    answer = sign_in(world.person("member")).post(f"{made.url}/links", data=form)
    assert (answer.status_code, "at most 0 links" in answer.text) == (422, True)


def test_an_archived_task_is_not_linked(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).archived_at = now()
    form = {"origin": f"meeting:{made.meeting.id}:"}
    assert sign_in(world.person("member")).post(f"{made.url}/links", data=form).status_code == 409
