"""Pages: made, found, renamed, written, and what is kept beside their text."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.live import service as live
from collab.live.kinds import find_kind
from collab.pages import hooks, service
from collab.pages.models import Page, PageLink
from tests.documents import make_file, make_folder, make_library, make_page, share_with, throw_away
from tests.factories import make_group
from tests.world import World

Node = dict[str, Any]


def line(*content: Node | str) -> Node:
    inside = [{"type": "text", "text": each} if isinstance(each, str) else each for each in content]
    return {"type": "paragraph", "attrs": {}, "content": inside}


def link_to(document: Document) -> Node:
    attrs = {"document": str(document.id), "label": document.title, "kind": document.kind}
    return {"type": "documentLink", "attrs": attrs}


def create(world: World, title: str = "Charter", **more: Any) -> Document:
    spot = Spot(group_id=world.group.id)
    with unit_of_work(world.here.scope):
        made = service.create_page(world.actor("member"), spot, title, "en", **more)
    live.run_pending_operations()
    return made


def project(world: World, document: Document, content: Sequence[Node]) -> None:
    """As the engine does about a second after somebody wrote."""
    with unit_of_work(world.here.scope):
        page = session().scalars(select(Page).where(Page.document_id == document.id)).one()
        on_projected = find_kind("page").on_projected
        assert on_projected
        on_projected(page.live_id, {"type": "doc", "content": list(content)})


def read(world: World, document: Document) -> list[Node]:
    with unit_of_work(world.here.scope, writes=False):
        found = service.find_page(world.actor("member"), document.id)
        return service.read_text(found.live_id).content["content"]


def test_a_new_page_begins_with_its_template_in_its_language(world: World) -> None:
    with unit_of_work(world.here.scope):
        made = service.create_page(
            world.actor("member"), Spot(), "Erklärung", "de", template="joint_declaration"
        )
    live.run_pending_operations()
    words = str(read(world, made))
    assert "Präambel" in words
    assert "Preamble" not in words


def test_an_empty_page_begins_with_a_line_so_that_opening_it_changes_nothing(world: World) -> None:
    made = create(world)
    assert [node["type"] for node in read(world, made)] == ["paragraph"]


def test_a_page_without_a_title_is_refused(world: World) -> None:
    with pytest.raises(Invalid):
        create(world, " ")


def test_guests_make_no_pages(world: World) -> None:
    with unit_of_work(world.here.scope), pytest.raises(Forbidden):
        service.create_page(world.actor("guest"), Spot(group_id=world.group.id), "Mine", "en")


@pytest.mark.parametrize(
    ("name", "writes"), [("member", True), ("chair", True), ("coordinator", True)]
)
def test_whoever_is_in_the_group_writes_its_pages(world: World, name: str, writes: bool) -> None:
    made = create(world)
    with unit_of_work(world.here.scope, writes=False):
        found = service.find_page(world.actor(name), made.id)
        assert service.can_write(world.actor(name), found.live_id) is writes


def test_others_learn_nothing_of_a_page_of_a_group(world: World) -> None:
    made = create(world)
    with unit_of_work(world.here.scope, writes=False):
        live_id = service.find_page(world.actor("member"), made.id).live_id
        for name in ("outsider", "guest"):
            with pytest.raises(NotFound):
                service.find_page(world.actor(name), made.id)
            with pytest.raises(NotFound):
                service.can_write(world.actor(name), live_id)


def test_groups_that_a_page_is_shared_with_read_along(world: World) -> None:
    with unit_of_work(world.here.scope):
        other = make_group()
        page = make_page(make_library(other))
        share_with(page, world.group)
        found = service.find_page(world.actor("member"), page.id)
        assert service.can_write(world.actor("member"), found.live_id) is False
        readers = {each.membership_id for each in service.list_readers(world.actor("member"), page)}
        outsider = world.membership("outsider").id
        assert world.membership("member").id in readers
        assert outsider not in readers
        assert service.keep_readers(page, [outsider, *readers]) == readers


def test_what_is_in_the_trash_is_no_page(world: World) -> None:
    with unit_of_work(world.here.scope):
        page = make_page(make_library(world.group))
        throw_away(page)
        with pytest.raises(NotFound):
            service.find_page(world.actor("member"), page.id)


def test_a_page_is_renamed_by_who_writes_it(world: World) -> None:
    made = create(world)
    with unit_of_work(world.here.scope):
        before = session().get_one(Document, made.id)
        renamed = service.rename_page(world.actor("chair"), made.id, "  Charter of 2027 ")
        assert (renamed.title, before.revision) == ("Charter of 2027", made.revision + 1)
        with pytest.raises(Invalid):
            service.rename_page(world.actor("chair"), made.id, "")


def test_links_of_a_page_are_kept_as_long_as_the_text_has_them(world: World) -> None:
    made = create(world)
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        page, file = make_page(library, "Budget"), make_file(library, "Figures.ods")
    project(world, made, [line("See ", link_to(page), link_to(page)), line(link_to(file))])
    project(world, made, [line("See ", link_to(page), link_to(made))])
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(PageLink.target_id)).all() == [page.id]
        linking = service.list_linking(world.actor("member"), page.id)
        assert [each.id for each in linking] == [made.id]
        assert service.list_linking(world.actor("outsider"), page.id) == []


def test_what_links_to_nothing_we_have_is_passed_over(world: World, place_there: Document) -> None:
    made = create(world)
    gone = {"type": "documentLink", "attrs": {"document": "nonsense", "label": "x"}}
    project(world, made, [line(gone, link_to(place_there))])
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(PageLink)).all() == []


@pytest.fixture
def place_there(world: World) -> Document:
    """A page of the other cooperation."""
    with unit_of_work(world.elsewhere.scope):
        return make_page(make_library())


def test_others_are_told_what_a_page_says(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[hooks.ProjectedPage] = []
    monkeypatch.setattr(hooks, "_hooks", [told.append])
    made = create(world)
    told.clear()
    project(world, made, [line("Words")])
    assert [each.document.id for each in told] == [made.id]
    assert told[0].content["content"][0]["content"][0]["text"] == "Words"


def test_the_tree_shows_the_way_to_a_page_and_what_is_beside_it(world: World) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(make_library(world.group), "Folder")
        first, second = make_page(folder, "First"), make_page(folder, "Second")
        below = make_page(first, "Below")
        deep, other = make_page(below, "Deep"), make_page(second, "Other")
        make_page(make_library(world.group), "Elsewhere")
        place = service.locate(world.actor("member"), below)
        assert [each.title for each in place.above] == ["Folder", "First"]
        shown = [
            (one.title, [(two.title, len(two.branches)) for two in one.branches])
            for one in place.branches
        ]
        assert shown == [("First", [("Below", 1)]), ("Second", [])]
        assert place.library == world.group.slug
        assert deep.title != other.title
