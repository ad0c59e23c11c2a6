"""Who hears of what is said beside a page."""

from uuid import UUID

from collab.core.db import session, unit_of_work
from collab.documents.models import Document
from collab.notifications import service as notifications
from collab.notifications.models import Kind, Notification
from collab.pages.service import comments
from tests.documents import make_library, make_page, throw_away
from tests.margins import make_remark, make_thread, said
from tests.notices import list_rows
from tests.world import World


def make(world: World) -> tuple[Document, UUID]:
    """A page of the research group by its secretary, and a thread that the member began."""
    with unit_of_work(world.here.scope):
        made = {"created_by": world.membership("secretary").id}
        page = make_page(make_library(world.group), "Charter", **made)
        thread = make_thread(page, world.membership("member"))
        make_remark(thread, world.membership("member"))
    return page, thread.id


def naming(world: World, *names: str) -> list[dict[str, object]]:
    ids = [str(world.membership(name).id) for name in names]
    return [{"type": "mention", "attrs": {"id": one, "label": "Old"}} for one in ids]


def told(world: World) -> dict[UUID, str]:
    rows: list[Notification] = list_rows(world)
    return {row.membership_id: row.kind for row in rows}


def test_who_is_mentioned_talks_along_or_made_the_page_hears_of_it(world: World) -> None:
    page, thread_id = make(world)
    with unit_of_work(world.here.scope):
        words = said("Look, ", *naming(world, "chair", "outsider"))
        comments.answer(world.actor("coordinator"), page.id, thread_id, words, "en")
    assert told(world) == {
        world.membership("chair").id: Kind.MENTIONED,
        world.membership("member").id: Kind.COMMENTED,
        world.membership("secretary").id: Kind.COMMENTED,
    }


def test_other_words_are_news_only_for_whom_they_mention_first(world: World) -> None:
    page, thread_id = make(world)
    author = world.actor("secretary")
    with unit_of_work(world.here.scope):
        words = said("Look, ", *naming(world, "chair"))
        made = comments.answer(author, page.id, thread_id, words, "en")
    with unit_of_work(world.here.scope):
        words = said("Please look, ", *naming(world, "chair", "coordinator", "secretary"))
        comments.edit_comment(author, page.id, made.id, words, "en")
    rows = [(row.membership_id, row.kind) for row in list_rows(world)]
    assert sorted(rows) == sorted(
        [
            (world.membership("chair").id, Kind.MENTIONED),
            (world.membership("member").id, Kind.COMMENTED),
            (world.membership("coordinator").id, Kind.MENTIONED),
        ]
    )


def test_the_bell_leads_to_the_comment_while_the_page_is_there(world: World) -> None:
    page, thread_id = make(world)
    with unit_of_work(world.here.scope):
        made = comments.answer(world.actor("chair"), page.id, thread_id, said("Yes."), "en")
    with unit_of_work(world.here.scope, writes=False):
        (line,) = notifications.list_latest(world.actor("member"))
    assert line.path == f"/pages/{page.id}#comment-{made.id}"
    assert (line.title, line.excerpt, line.is_on_page) == ("Charter", "Yes.", True)
    with unit_of_work(world.here.scope):
        throw_away(session().get_one(Document, page.id))
    with unit_of_work(world.here.scope, writes=False):
        assert notifications.count_unread(world.actor("member")) == 0


def test_the_page_of_notifications_says_where_it_was(world: World, sign_in) -> None:
    page, thread_id = make(world)
    with unit_of_work(world.here.scope):
        comments.answer(world.actor("chair"), page.id, thread_id, said("Yes."), "en")
    shown = sign_in(world.person("member")).get("/notifications").text
    assert "Chair of here commented on this page." in shown
