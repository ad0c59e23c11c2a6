"""Documents are thrown away and brought back, and shared with others."""

from datetime import timedelta
from uuid import UUID

import pytest

from collab.activity.models import Activity
from collab.core.clock import now
from collab.core.db import unit_of_work
from collab.core.errors import Forbidden, NotFound
from collab.documents import service
from collab.documents.duties import empty_trash
from collab.documents.models import Document, Library
from collab.documents.service import (
    Order,
    Rules,
    Spot,
)
from tests.documents import (
    make_file,
    make_folder,
    make_library,
    make_page,
    share_with,
    throw_away,
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


def test_a_folder_comes_back_from_the_trash_with_what_went_with_it(
    world: World, library: Library
) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(library, "Old")
        first, second = make_file(folder, "1.txt"), make_file(folder, "2.txt")
        throw_away(first)
    member = world.actor("member")
    with unit_of_work(world.here.scope):
        service.trash_document(member, folder.id)
    assert titles(world, "member") == []
    with unit_of_work(world.here.scope):
        assert [each.document.title for each in service.list_trash(member)] == ["Old", "1.txt"]
        assert service.list_trash(world.actor("outsider")) == []
        service.create_folder(member, Spot(world.group.id), "old", "en")
        service.restore_document(member, folder.id)
    assert titles(world, "member") == ["Old (2)", "old"]
    assert titles(world, "member", folder.id) == ["2.txt"]
    assert fresh(world, second).trash_id is None
    with unit_of_work(world.here.scope), pytest.raises(NotFound):
        service.restore_document(member, folder.id)


def test_what_lay_in_something_that_is_gone_comes_back_at_the_top_for_the_group(
    world: World, library: Library
) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(library)
        share_with(folder, world.here.groups["culture"])
        file = make_file(folder, "kept.txt")
    with unit_of_work(world.here.scope):
        service.trash_document(world.actor("member"), file.id)
        service.trash_document(world.actor("member"), folder.id)
    with unit_of_work(world.here.scope):
        service.restore_document(world.actor("member"), file.id)
    assert titles(world, "member") == ["kept.txt"]
    assert titles(world, "outsider") == []
    with unit_of_work(world.here.scope):
        service.erase_document(world.actor("chair"), folder.id)
    assert titles(world, "member") == ["kept.txt"]


def test_the_trash_is_emptied_after_thirty_days(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        old, young = make_folder(library, "Old"), make_folder(library, "Young")
        inside = make_page(old)
        throw_away(old, inside)
        throw_away(young)
        old.trashed_at = now() - timedelta(days=31)
    assert empty_trash() == 1
    with unit_of_work(world.here.scope, writes=False) as opened:
        left = {each.title for each in opened.query(Document)}
        assert left == {"Young"}
        verbs = [row.verb for row in opened.query(Activity)]
        assert "folder.erased" in verbs
    with unit_of_work(world.here.scope), pytest.raises(Forbidden):
        service.erase_document(world.actor("member"), young.id)


def test_sharing_reaches_everything_below_but_what_has_rules_of_its_own(
    world: World, library: Library
) -> None:
    culture = world.here.groups["culture"].id
    with unit_of_work(world.here.scope):
        folder = make_folder(library, "Folder")
        file = make_file(folder, "file.txt")
        own = make_page(folder, "Private")
        own.ruler_id = own.id
    chair = world.actor("chair")
    with unit_of_work(world.here.scope):
        rules = Rules(audience="groups", shares={culture: True})  # type: ignore[arg-type]
        with pytest.raises(Forbidden):
            service.change_sharing(world.actor("member"), folder.id, rules)
    with unit_of_work(world.here.scope):
        from_here = service.find_sharing(chair, folder.id).rules
        assert not from_here.inherits
        service.change_sharing(
            chair,
            folder.id,
            Rules(audience=type(from_here.audience)("groups"), shares={culture: True}),
        )
    assert titles(world, "outsider", folder.id) == ["file.txt"]
    with unit_of_work(world.here.scope):
        service.rename_document(world.actor("outsider"), file.id, "theirs.txt")
        service.change_sharing(chair, own.id, Rules(inherits=True))
    assert titles(world, "outsider", folder.id) == ["theirs.txt", "Private"]
    with unit_of_work(world.here.scope):
        service.change_sharing(chair, folder.id, Rules(is_for_guests=True))
    assert titles(world, "outsider") == []
    assert titles(world, "guest", folder.id) == ["theirs.txt", "Private"]


def test_nobody_shares_with_a_group_of_another_cooperation(world: World, library: Library) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(library)
    theirs = world.elsewhere.groups["research"].id
    with unit_of_work(world.here.scope), pytest.raises(NotFound):
        service.create_folder(world.actor("coordinator"), Spot(theirs), "New", "en")
    with unit_of_work(world.here.scope) as opened, pytest.raises(NotFound):
        groups = service.find_sharing(world.actor("coordinator"), folder.id).rules.audience
        rules = Rules(audience=type(groups)("groups"), shares={theirs: False})
        service.change_sharing(world.actor("coordinator"), folder.id, rules)
    assert opened is not None
