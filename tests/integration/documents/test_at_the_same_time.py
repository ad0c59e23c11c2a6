"""People who change a tree while others do, too: nothing gets lost in it."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from typing import Any
from uuid import UUID

import pytest

from collab.core.db import session, unit_of_work
from collab.core.errors import DomainError
from collab.documents import service
from collab.documents.models import Document, Library
from collab.documents.service import Place, Spot, moving
from collab.documents.service.placing import lock_library
from tests.documents import make_file, make_folder, make_library, throw_away
from tests.world import World

#: seconds in which somebody reads what they need, and waits for whoever is changing it
A_MOMENT = 0.3


def while_it_waits(world: World, first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Do the first; the second begins before that is committed. What it gave, or its refusal."""
    has_begun, may_end = Event(), Event()

    def begin() -> None:
        with unit_of_work(world.here.scope):
            first()
            has_begun.set()
            may_end.wait(A_MOMENT)

    def follow() -> Any:
        has_begun.wait()
        try:
            with unit_of_work(world.here.scope):
                return second()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        begun, followed = pool.submit(begin), pool.submit(follow)
        begun.result()
        return followed.result()


@pytest.fixture
def library(world: World) -> Library:
    with unit_of_work(world.here.scope):
        return make_library(world.group)


def above(world: World, *ids: UUID) -> Iterator[UUID | None]:
    with unit_of_work(world.here.scope, writes=False):
        yield from (session().get_one(Document, each).parent_id for each in ids)


def test_two_people_cannot_move_folders_into_each_other(world: World, library: Library) -> None:
    member = world.actor("member")
    with unit_of_work(world.here.scope):
        one, other = make_folder(library, "One").id, make_folder(library, "Other").id

    def move(what: UUID, where: UUID) -> Callable[[], Any]:
        return lambda: service.move_document(member, what, Place(Spot(world.group.id, where)))

    refused = while_it_waits(world, move(one, other), move(other, one))
    assert refused.code == "into_itself"
    assert list(above(world, one, other)) == [other, None]


def test_people_who_swap_folders_between_libraries_wait_for_each_other(
    world: World, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = world.actor("coordinator")
    with unit_of_work(world.here.scope):
        one, other = make_folder(library, "One").id, make_folder(make_library(), "Other").id

    def lock_slowly(library_id: UUID) -> Library:
        sleep(A_MOMENT)
        return lock_library(library_id)

    def move(what: UUID, group_id: UUID | None) -> None:
        with unit_of_work(world.here.scope):
            service.move_document(boss, what, Place(Spot(group_id)))

    monkeypatch.setattr(moving, "lock_library", lock_slowly)
    with ThreadPoolExecutor(2) as pool:
        there, back = pool.submit(move, one, None), pool.submit(move, other, world.group.id)
        there.result()
        back.result()
    assert list(above(world, one, other)) == [None, None]


@pytest.mark.parametrize("brings", ["moved", "new"])
def test_nothing_is_put_into_a_folder_that_is_being_thrown_away(
    world: World, library: Library, brings: str
) -> None:
    member = world.actor("member")
    with unit_of_work(world.here.scope):
        folder, file = make_folder(library, "Old").id, make_file(library, "New.txt").id
    spot = Spot(world.group.id, folder)

    def put() -> Any:
        if brings == "moved":
            return service.move_document(member, file, Place(spot))
        return service.create_folder(member, spot, "Inside", "en")

    refused = while_it_waits(world, lambda: service.trash_document(member, folder), put)
    assert refused.code == "not_found"
    assert list(above(world, file)) == [None]


def test_what_is_being_brought_back_is_not_erased(world: World, library: Library) -> None:
    boss = world.actor("coordinator")
    with unit_of_work(world.here.scope):
        file = make_file(library, "Kept.txt")
        throw_away(file)
    refused = while_it_waits(
        world,
        lambda: service.restore_document(boss, file.id),
        lambda: service.erase_document(boss, file.id),
    )
    assert refused.code == "not_found"
    assert list(above(world, file.id)) == [None]
