"""The tree of documents: made, listed, named, moved, thrown away, by whom."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from collab.documents import service
from collab.documents.models import Document, Kind, Library
from collab.documents.service import (
    CannotHold,
    IntoItself,
    NameTaken,
    Order,
    Place,
    Spot,
)
from collab.documents.service.depth import MAX_DEPTH, TooDeep
from tests.documents import (
    make_file,
    make_folder,
    make_library,
    make_page,
    share_with,
)
from tests.world import World


def titles(
    world: World, who: str, parent: UUID | None = None, order: Order = Order.OWN
) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        rows = service.list_children(world.actor(who), world.group.id, parent, order)
        return [row.document.title for row in rows]


def fresh(world: World, document: Document) -> Document:
    with unit_of_work(world.here.scope, writes=False) as opened:
        return opened.get_one(Document, document.id)


@pytest.fixture
def library(world: World) -> Library:
    with unit_of_work(world.here.scope):
        return make_library(world.group)


def test_folders_are_made_side_by_side_with_different_names(world: World) -> None:
    actor, spot = world.actor("member"), Spot(world.group.id)
    with unit_of_work(world.here.scope):
        service.create_folder(actor, spot, "  Reports ", "en")
        with pytest.raises(NameTaken):
            service.create_folder(actor, spot, "REPORTS", "en")
        assert (
            service.create_folder(actor, spot, "reports", "en", unique=True).title == "reports (2)"
        )
        with pytest.raises(Invalid):
            service.create_folder(actor, spot, "   ", "en")
    assert titles(world, "member") == ["Reports", "reports (2)"]


def test_lists_are_ordered_as_one_likes(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        make_page(library, "b page", changed_at=now() - timedelta(days=1))
        make_file(library, "A.txt", b"12345678")
        make_folder(library, "z folder")
        make_file(library, "c.txt", b"1", changed_at=now() - timedelta(days=9))
    assert titles(world, "member") == ["b page", "A.txt", "z folder", "c.txt"]
    assert titles(world, "member", None, Order.NAME) == ["z folder", "A.txt", "b page", "c.txt"]
    assert titles(world, "member", None, Order.DATE) == ["z folder", "A.txt", "b page", "c.txt"]
    assert titles(world, "member", None, Order.SIZE)[:3] in (
        ["z folder", "A.txt", "c.txt"],
        ["z folder", "b page", "A.txt"],
    )


def test_a_place_is_between_the_neighbours_that_are_there_now(
    world: World, library: Library
) -> None:
    with unit_of_work(world.here.scope):
        a, b, c = (make_folder(library, name) for name in "abc")
    actor, spot = world.actor("member"), Spot(world.group.id)
    with unit_of_work(world.here.scope):
        service.move_document(actor, c.id, Place(spot, after=a.id))
    assert titles(world, "member") == ["a", "c", "b"]
    with unit_of_work(world.here.scope):
        service.move_document(actor, b.id, Place(spot, before=a.id))
        service.nudge_document(actor, c.id, up=True)
    assert titles(world, "member") == ["b", "c", "a"]
    with unit_of_work(world.here.scope):
        service.nudge_document(actor, a.id, up=False)
        service.move_document(actor, b.id, Place(spot, after=b.id))
    assert titles(world, "member") == ["c", "a", "b"]


def test_a_folder_does_not_go_into_itself_and_files_hold_nothing(
    world: World, library: Library
) -> None:
    with unit_of_work(world.here.scope):
        upper = make_folder(library)
        lower = make_folder(make_folder(upper))
        page, file = make_page(upper), make_file(upper)
    actor = world.actor("member")
    for document, target, error in (
        (upper, lower, IntoItself),
        (upper, upper, IntoItself),
        (lower, page, CannotHold),
        (page, file, CannotHold),
    ):
        with unit_of_work(world.here.scope), pytest.raises(error):
            service.move_document(actor, document.id, Place(Spot(parent_id=target.id)))
    assert fresh(world, lower).parent_id != page.id


def test_what_moves_takes_the_rules_of_where_it_comes_to(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        shared = make_folder(library, "Shared")
        share_with(shared, world.here.groups["culture"])
        folder = make_folder(library, "Moved")
        file = make_file(folder, "inside.txt")
        own = make_page(folder, "With rules of its own", audience="cooperation")
        own.ruler_id = own.id
    assert titles(world, "outsider") == ["Shared", "With rules of its own"]
    with unit_of_work(world.here.scope):
        place = Place(Spot(parent_id=shared.id))
        service.move_document(world.actor("member"), folder.id, place)
    assert titles(world, "outsider", folder.id) == ["inside.txt", "With rules of its own"]
    assert fresh(world, file).ruler_id == shared.id
    assert fresh(world, own).ruler_id == own.id
    with unit_of_work(world.here.scope):
        service.move_document(world.actor("chair"), folder.id, Place(Spot(world.group.id)))
    assert fresh(world, file).ruler_id == folder.id
    assert titles(world, "outsider") == ["Shared", "With rules of its own"]


def test_only_who_may_share_it_takes_it_to_another_library(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(library, "Old")
        page = make_page(folder)
    place = Place(Spot())
    with unit_of_work(world.here.scope), pytest.raises(Forbidden):
        service.move_document(world.actor("member"), folder.id, place)
    with unit_of_work(world.here.scope):
        service.move_document(world.actor("chair"), folder.id, place)
    assert fresh(world, page).group_id is None
    assert titles(world, "member") == []


def test_documents_do_not_lie_deeper_in_each_other_than_a_library_can_show(
    world: World, library: Library, sign_in: Callable[[Person], FlaskClient]
) -> None:
    member = world.actor("member")
    with unit_of_work(world.here.scope):
        deep = make_folder(library)
        for _level in range(MAX_DEPTH - 2):
            deep = make_folder(deep)
        both = make_folder(library, "Both")
        single = make_folder(both, "Single")
        last = service.create_folder(member, Spot(parent_id=deep.id), "Last", "en")
    with unit_of_work(world.here.scope), pytest.raises(TooDeep):
        service.create_folder(member, Spot(parent_id=last.id), "One more", "en")
    with unit_of_work(world.here.scope), pytest.raises(TooDeep):
        service.move_document(member, both.id, Place(Spot(parent_id=deep.id)))
    with unit_of_work(world.here.scope):
        service.move_document(member, single.id, Place(Spot(parent_id=deep.id)))
    page = sign_in(world.person("member")).get(world.here.url("/documents/in/research"))
    assert page.status_code == 200


def test_nobody_takes_what_they_do_not_see_to_where_they_see_it(
    world: World, library: Library
) -> None:
    outsider, culture = world.actor("outsider"), world.here.groups["culture"]
    with unit_of_work(world.here.scope):
        folder = make_folder(library, "Shared", created_by=outsider.membership_id)
        share_with(folder, culture, can_write=True)
        hidden = make_file(folder, "Hidden.txt", audience="group")
        hidden.ruler_id = hidden.id
    with unit_of_work(world.here.scope), pytest.raises(Forbidden):
        service.move_document(outsider, folder.id, Place(Spot(culture.id)))
    with unit_of_work(world.here.scope), pytest.raises(NotFound):
        service.find_document(outsider, hidden.id)


def test_nobody_from_outside_finds_or_changes_anything(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(library)
    attempts = (
        lambda who: service.rename_document(who, folder.id, "x"),
        lambda who: service.move_document(who, folder.id, Place(Spot())),
        lambda who: service.trash_document(who, folder.id),
        lambda who: service.find_sharing(who, folder.id),
        lambda who: service.list_destinations(who, folder.id),
    )
    for attempt in attempts:
        for who in ("outsider", "guest"):
            with unit_of_work(world.here.scope), pytest.raises(NotFound):
                attempt(world.actor(who))
    assert titles(world, "outsider") == titles(world, "guest") == []


def test_the_way_down_stops_at_what_the_reader_does_not_see(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        top = make_folder(library, "Top")
        shown = make_folder(top, "Shown", audience="cooperation")
        shown.ruler_id = shown.id
        page = make_page(shown, "Page")
    with unit_of_work(world.here.scope, writes=False):
        row = session().get_one(Document, page.id)
        for who, expected in (("member", ["Top", "Shown"]), ("outsider", ["Shown"])):
            way = service.list_above(world.actor(who), row)
            assert [each.title for each in way] == expected
        tree = service.list_tree(
            world.actor("outsider"), service.find_library(world.actor("outsider"), world.group.id)
        )
        assert [(node.title, node.kind, len(node.children)) for node in tree] == [
            ("Shown", Kind.FOLDER, 1)
        ]
        found, destinations = service.list_destinations(world.actor("member"), page.id)
        assert found.id == page.id
        assert [(each.shelf.group is None, len(each.nodes)) for each in destinations] == [
            (False, 1)
        ]
