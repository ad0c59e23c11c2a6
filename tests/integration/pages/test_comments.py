"""What people say beside a page."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from collab.activity.models import Activity
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, NotFound
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.live import service as live
from collab.pages import service as pages
from collab.pages.duties import forget_comments
from collab.pages.models import Comment, Thread
from collab.pages.service import comments as service
from collab.pages.service import threads as settling
from collab.pages.service.anchors import Anchor, list_marked
from collab.pages.service.margin import Margin, read_margin
from tests.documents import make_library, make_page, throw_away
from tests.margins import BLOCK, make_remark, make_thread, paragraph, said
from tests.world import World


@dataclass(frozen=True)
class Made:
    """A page that everybody sees, and what the member said about all of it."""

    page: Document
    thread: Thread
    comment: Comment
    url: str


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        shown = {"audience": "cooperation", "is_for_guests": True}
        page = make_page(make_library(world.group), "Charter", **shown)
        thread = make_thread(page, world.membership("member"))
        comment = make_remark(thread, world.membership("member"))
    return Made(page, thread, comment, world.here.url(f"/pages/{page.id}"))


def margin_of(world: World, page: Document, name: str = "member") -> Margin:
    with unit_of_work(world.here.scope, writes=False):
        actor = world.actor(name)
        return read_margin(actor, pages.find_page(actor, page.id))


def noted(world: World, verb: str) -> list[dict[str, Any]]:
    with unit_of_work(world.here.scope, writes=False):
        rows = session().scalars(select(Activity).where(Activity.verb == verb))
        return [row.details for row in rows]


def written(prefix: str, words: str, **more: Any) -> dict[str, Any]:
    return {f"{prefix}-content": words, f"{prefix}-language": "en", **more}


def test_who_may_only_read_comments_on_words_and_the_text_carries_it(world: World) -> None:
    content = [paragraph("We meet in Lyon in May.")]
    with unit_of_work(world.here.scope):
        page = pages.create_page(world.actor("coordinator"), Spot(), "Plan", "en", content=content)
        page.is_for_guests = True
    live.run_pending_operations()
    anchor = Anchor(UUID(BLOCK), 11, 15, "Lyon")
    with unit_of_work(world.here.scope):
        guest = world.actor("guest")
        service.begin_thread(guest, page.id, [anchor], said("Why not Milan?"), "en")
    live.run_pending_operations()
    (thread,) = margin_of(world, page).in_text
    assert thread.quote == "Lyon"
    assert [each.author for each in thread.comments] == ["Guest of here"]
    with unit_of_work(world.here.scope):
        found = pages.find_page(world.actor("member"), page.id)
        live.request_edit(None, found.live_id, {"op": "uncomment", "thread": str(thread.id)})
    live.run_pending_operations()
    live.run_pending_operations()
    assert margin_of(world, page).in_text  # what lost its mark gets it again
    with unit_of_work(world.here.scope):
        gone = {"op": "write", "content": [paragraph("We meet.")]}
        live.request_edit(None, found.live_id, gone)
    live.run_pending_operations()
    assert [each.id for each in margin_of(world, page).lost] == [thread.id]
    with unit_of_work(world.here.scope, writes=False):
        assert list_marked(pages.read_text(found.live_id).content) == []


def test_an_answer_opens_what_was_resolved(world: World, made: Made) -> None:
    member, chair = world.actor("member"), world.actor("chair")
    with unit_of_work(world.here.scope):
        settling.resolve_thread(chair, made.page.id, made.thread.id)
        settling.resolve_thread(member, made.page.id, made.thread.id)
    (thread,) = margin_of(world, made.page).resolved
    assert thread.resolver == "Chair of here"
    with unit_of_work(world.here.scope):
        service.answer(chair, made.page.id, made.thread.id, said("Yes."), "en")
    (thread,) = margin_of(world, made.page).open
    assert [each.comment.text for each in thread.comments] == ["Are we sure?", "Yes."]
    assert len(noted(world, "page.comment_resolved")) == 1
    assert len(noted(world, "page.comment_reopened")) == 1


def test_who_only_reads_resolves_only_what_they_began(world: World, made: Made) -> None:
    guest = world.actor("guest")
    with unit_of_work(world.here.scope):
        own = service.begin_thread(guest, made.page.id, [], said("And mine?"), "en")
        settling.resolve_thread(guest, made.page.id, own.thread_id)
    with pytest.raises(Forbidden), unit_of_work(world.here.scope):
        settling.resolve_thread(guest, made.page.id, made.thread.id)


def test_only_who_sees_the_page_hears_of_a_mention(world: World, made: Made) -> None:
    with unit_of_work(world.here.scope):
        page = make_page(make_library(world.group), "Inside")
    names = ("member", "chair", "outsider", "guest")
    marks = [
        {"type": "mention", "attrs": {"id": str(world.membership(one).id), "label": "Old"}}
        for one in names
    ]
    with unit_of_work(world.here.scope):
        service.begin_thread(world.actor("secretary"), page.id, [], said("You: ", *marks), "en")
    (details,) = noted(world, "page.commented")
    assert set(details["mentions"]) == {str(world.membership(one).id) for one in names[:2]}
    assert details["name"] == "Inside"


def test_comments_are_changed_deleted_and_brought_back_by_who_wrote_them(
    world: World, made: Made
) -> None:
    member, page_id, comment_id = world.actor("member"), made.page.id, made.comment.id
    with unit_of_work(world.here.scope):
        service.edit_comment(member, page_id, comment_id, said("Quite sure?"), "en")
        service.edit_comment(member, page_id, comment_id, said("Quite sure?"), "en")
    assert len(noted(world, "page.comment_edited")) == 1
    with unit_of_work(world.here.scope):
        service.delete_comment(member, page_id, comment_id)
    assert not margin_of(world, made.page).open
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.answer(member, page_id, made.thread.id, said("?"), "en")
    with unit_of_work(world.here.scope):
        service.restore_comment(member, page_id, comment_id)
    (thread,) = margin_of(world, made.page).open
    assert thread.comments[0].comment.text == "Quite sure?"
    with pytest.raises(service.NothingToTakeBack), unit_of_work(world.here.scope):
        service.restore_comment(member, page_id, comment_id)
    for change in (service.delete_comment, service.restore_comment):
        with pytest.raises(Forbidden), unit_of_work(world.here.scope):
            change(world.actor("coordinator"), page_id, comment_id)


def test_a_comment_of_another_page_is_not_found(world: World, made: Made) -> None:
    with unit_of_work(world.here.scope):
        other = make_page(make_library(world.group), "Other")
    member = world.actor("member")
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.delete_comment(member, other.id, made.comment.id)
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.answer(member, other.id, made.thread.id, said("?"), "en")


def test_pages_in_the_trash_and_others_rooms_take_no_comments(world: World, made: Made) -> None:
    with unit_of_work(world.here.scope):
        inside = make_page(make_library(world.group), "Inside")
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.begin_thread(world.actor("outsider"), inside.id, [], said("?"), "en")
    with unit_of_work(world.here.scope):
        page = session().get(Document, made.page.id)
        assert page
        throw_away(page)
    with pytest.raises(NotFound), unit_of_work(world.here.scope):
        service.begin_thread(world.actor("member"), made.page.id, [], said("?"), "en")


def test_without_javascript_one_reads_answers_and_takes_back(
    world: World, made: Made, sign_in
) -> None:
    browser = sign_in(world.person("member"))
    form = browser.get(f"{made.url}/threads/new").text
    assert 'name="new-content"' in form
    browser.post(f"{made.url}/threads", data=written("new", "Which May?"))
    answering = f"{made.url}/threads/{made.thread.id}/comments"
    prefix = f"answer-{made.thread.id}"
    assert browser.get(answering).status_code == 200
    sent = browser.post(answering, data=written(prefix, "I am."))
    page = browser.get(sent.location).text
    assert page.index("Are we sure?") < page.index("I am.")
    assert "Which May?" in page
    wrong = browser.post(answering, data=written(prefix, " "))
    assert wrong.status_code == 422
    assert "Please write something." in wrong.text
    comment = f"{made.url}/comments/{made.comment.id}"
    assert "Are we sure?" in browser.get(comment).text
    browser.post(comment, data=written(f"comment-{made.comment.id}", "Really sure?"))
    deleted = browser.post(f"{comment}/deletion")
    page = browser.get(deleted.location).text
    assert "Your comment was deleted." in page
    assert "Really sure?" not in page
    browser.post(f"{comment}/deletion/undo")
    browser.post(f"{made.url}/threads/{made.thread.id}/resolution")
    page = browser.get(f"{made.url}/read").text
    assert "1 resolved" in page
    assert "Resolved by Member of here" in page
    browser.post(f"{made.url}/threads/{made.thread.id}/resolution/undo")
    assert "Resolved by" not in browser.get(f"{made.url}/read").text


def test_the_script_gets_parts_and_plain_answers(world: World, made: Made, sign_in) -> None:
    browser = sign_in(world.person("guest"))
    script = {"X-Fragment": "1"}
    assert browser.get(f"{made.url}/threads").location.endswith("/read#comments")
    part = browser.get(f"{made.url}/threads", headers=script).text
    assert "Are we sure?" in part
    assert "<html" not in part
    assert "/deletion" not in part
    assert "<html" not in browser.get(f"{made.url}/threads/new", headers=script).text
    place = [{"block": BLOCK, "start": 0, "end": 4, "quote": "Lyon"}]
    sent = written("new", "Why?", anchors=json.dumps(place))
    answer = browser.post(f"{made.url}/threads", data=sent, headers=script)
    assert answer.json["ok"]
    lost = browser.get(f"{made.url}/threads", headers=script).text
    assert "Lyon" in lost
    for bad in ("x", "[1]", '{"block": 1}'):
        sent = written("new", "Why?", anchors=bad)
        refused = browser.post(f"{made.url}/threads", data=sent, headers=script)
        assert refused.status_code == 409
        assert refused.json["code"] == "cannot_place"
    empty = browser.post(f"{made.url}/threads", data=written("new", ""), headers=script)
    assert (empty.status_code, empty.json["message"]) == (422, "Please write something.")
    denied = browser.post(f"{made.url}/threads/{made.thread.id}/resolution", headers=script)
    assert denied.status_code == 403


def test_a_long_margin_is_read_in_a_few_queries(world: World, made: Made, count_queries) -> None:
    with unit_of_work(world.here.scope):
        for _number in range(20):
            thread = make_thread(made.page, world.membership("chair"), resolved_at=now())
            make_remark(thread, world.membership("chair"))
    with count_queries() as queries:
        margin = margin_of(world, made.page)
    assert len(margin.resolved) == 20
    assert len(queries) <= 10, queries


def test_what_was_taken_back_long_ago_goes_for_good(world: World, made: Made) -> None:
    member, long_ago = world.membership("member"), now() - timedelta(days=31)
    with unit_of_work(world.here.scope):
        make_remark(made.thread, member, deleted_at=long_ago)
        make_remark(made.thread, member, deleted_at=now())
        empty = make_thread(made.page, member)
        make_remark(empty, member, deleted_at=long_ago)
    forget_comments()
    with unit_of_work(world.here.scope, writes=False):
        assert len(list(session().scalars(select(Comment)))) == 2
        assert [each.id for each in session().scalars(select(Thread))] == [made.thread.id]
        found = pages.find_page(world.actor("member"), made.page.id)
        (owed,) = live.list_owed(found.live_id, "uncomment")
        assert owed["thread"] == str(empty.id)
