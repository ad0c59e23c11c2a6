"""Boards: who sees and makes them, what they begin with, and how they are put away."""

from uuid import UUID, uuid4

import pytest

from collab.boards import service
from collab.boards.models import Board, LanesBy
from collab.boards.service import BoardArchived, BoardEdit, BoardPlan
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from tests.world import World


def make(world: World, who: str, group: str | None = "research", **changes: str) -> UUID:
    group_id = world.here.groups[group].id if group else None
    plan = BoardPlan(**({"name": "Our work", "language": "en", "group_id": group_id} | changes))
    with unit_of_work(world.here.scope):
        return service.create_board(world.actor(who), plan).id


def test_a_new_board_has_the_columns_of_its_template_in_its_language(world: World) -> None:
    board_id = make(world, "chair", language="de", template="simple")
    with unit_of_work(world.here.scope, writes=False):
        columns = service.list_columns(board_id)
        assert len(columns) == 3
        assert [column.is_done for column in columns] == [False, False, True]


def test_labels_of_a_template_are_named_in_every_language_of_the_cooperation(world: World) -> None:
    board_id = make(world, "coordinator", template="event")
    with unit_of_work(world.here.scope, writes=False):
        labels = service.list_labels(board_id)
        languages = set(world.here.cooperation.languages) - {"en"}
        assert labels
        assert all(set(label.names) == languages for label in labels)


def test_whoever_leads_a_group_makes_its_boards_and_nobody_elses(world: World) -> None:
    make(world, "secretary")
    make(world, "coordinator", "culture")
    for who in ("member", "outsider", "guest"):
        with pytest.raises(Forbidden):
            make(world, who)
    with pytest.raises(Forbidden):
        make(world, "chair", "culture")


def test_the_board_of_the_cooperation_is_made_by_its_chairs_and_coordinators(world: World) -> None:
    make(world, "chair", None)
    make(world, "coordinator", None)
    with pytest.raises(Forbidden):
        make(world, "member", None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name": "  "}, "name"), ({"name": "x" * 121}, "name"), ({"template": "x"}, "template")],
)
def test_a_bad_plan_is_refused_by_field(world: World, changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        make(world, "chair", **changes)
    assert list(refused.value.fields) == [field]


def test_a_board_of_no_group_that_exists_is_not_made(world: World) -> None:
    plan = BoardPlan("Ours", "en", uuid4())
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.create_board(world.actor("coordinator"), plan)


def test_guests_see_the_boards_of_their_groups_and_no_other(world: World) -> None:
    theirs = make(world, "chair")
    other = make(world, "coordinator", "culture")
    common = make(world, "chair", None)
    guest = world.actor("guest")
    with unit_of_work(world.here.scope, writes=False):
        assert [found.id for found in service.list_boards(guest)] == [theirs]
        assert service.find_board(guest, theirs).id == theirs
        for hidden in (other, common):
            with pytest.raises(NotFound):
                service.find_board(guest, hidden)
        seen = [found.id for found in service.list_boards(world.actor("member"))]
        assert seen == [common, theirs, other]


def test_boards_of_one_group_are_listed_alone(world: World) -> None:
    theirs = make(world, "chair")
    make(world, "coordinator", "culture")
    with unit_of_work(world.here.scope, writes=False):
        listed = service.list_boards(world.actor("member"), group_id=world.group.id)
        assert [found.id for found in listed] == [theirs]
        assert listed[0].group is not None


def test_nobody_finds_a_board_of_another_cooperation(world: World) -> None:
    board_id = make(world, "chair")
    stranger = world.elsewhere.people["coordinator"].actor
    with unit_of_work(world.elsewhere.scope, writes=False), pytest.raises(NotFound):
        service.find_board(stranger, board_id)


def test_minutes_get_the_first_open_board_of_the_group(world: World) -> None:
    first = make(world, "chair")
    make(world, "chair")
    with unit_of_work(world.here.scope):
        assert service.main_board(world.here.id, world.group.id, "de").id == first
        service.archive_board(world.actor("chair"), first)
    with unit_of_work(world.here.scope):
        assert service.main_board(world.here.id, world.group.id, "de").id != first


def test_minutes_make_a_board_where_there_is_none_and_only_once(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = service.main_board(world.here.id, world.group.id, "de")
        common = service.main_board(world.here.id, None, "de")
        assert (made.name, made.language) == ("Research", "en")
        assert (common.group_id, common.language) == (None, "de")
        assert len(service.list_columns(common.id)) == 3
    with unit_of_work(world.here.scope):
        assert service.main_board(world.here.id, world.group.id, "fr").id == made.id
        assert service.main_board(world.here.id, None, "fr").id == common.id


def test_a_change_of_the_board_is_seen_by_whoever_looks_at_it(world: World) -> None:
    board_id = make(world, "chair")
    edit = BoardEdit("Renamed", "fr", LanesBy.PERSON)
    with unit_of_work(world.here.scope):
        before = session().get_one(Board, board_id).version
        service.edit_board(world.actor("chair"), board_id, edit)
    with unit_of_work(world.here.scope, writes=False):
        board = session().get_one(Board, board_id)
        assert (board.name, board.language, board.lanes_by) == ("Renamed", "fr", "person")
        assert board.shape_version == board.version == before + 1


def test_members_work_on_a_board_but_do_not_arrange_it(world: World) -> None:
    board_id = make(world, "chair")
    for call in (service.archive_board, service.restore_board):
        with pytest.raises(Forbidden), unit_of_work(world.here.scope):
            call(world.actor("member"), board_id)


def test_an_archived_board_stays_as_it_is_until_it_is_brought_back(world: World) -> None:
    board_id, chair = make(world, "chair"), world.actor("chair")
    edit = BoardEdit("Renamed", "en", LanesBy.NOTHING)
    with unit_of_work(world.here.scope):
        service.archive_board(chair, board_id)
    with pytest.raises(BoardArchived), unit_of_work(world.here.scope):
        service.edit_board(chair, board_id, edit)
    with unit_of_work(world.here.scope, writes=False):
        assert service.list_boards(chair) == []
        assert [found.id for found in service.list_boards(chair, archived=True)] == [board_id]
    with unit_of_work(world.here.scope):
        service.restore_board(chair, board_id)
        service.edit_board(chair, board_id, edit)
