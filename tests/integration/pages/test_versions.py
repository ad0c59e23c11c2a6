"""Versions of pages: kept by themselves and by name, compared, restored."""

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from collab.core.errors import Forbidden, Invalid, NotFound
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.live import service as live
from collab.live.models import LiveProjection, LiveUpdate
from collab.pages import service
from collab.pages.models import PageSaveDue, PageVersion, VersionKind
from collab.pages.service import storing, versions
from collab.pages.service.saving import LONGEST, QUIET, save_due_pages
from collab.privacy.document_traces import forget_in_documents
from tests.documents import make_library, make_page, make_page_version
from tests.prepared import prepared_by
from tests.world import World


def line(words: str, key: str = "") -> dict[str, Any]:
    attrs = {"id": key} if key else {}
    return {"type": "paragraph", "attrs": attrs, "content": [{"type": "text", "text": words}]}


A, B = "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"


def _make_page(world: World) -> Document:
    with unit_of_work(world.here.scope):
        made = service.create_page(
            world.actor("member"),
            Spot(group_id=world.group.id),
            "Charter",
            "en",
            content=[line("We meet in Lyon.", A), line("We meet each year.", B)],
        )
    live.run_pending_operations()
    return made


with_page = prepared_by(_make_page)


@pytest.fixture
def page(prepared: Document) -> Document:
    return prepared


def write(world: World, page: Document, *words: str, by: str = "secretary") -> None:
    with unit_of_work(world.here.scope):
        found = service.find_page(world.actor(by), page.id)
        content = [line(each, key) for each, key in zip(words, (A, B), strict=False)]
        live.request_edit(world.actor(by), found.live_id, {"op": "write", "content": content})
    live.run_pending_operations()


def said(world: World, page: Document) -> list[str]:
    with unit_of_work(world.here.scope, writes=False):
        found = service.find_page(world.actor("member"), page.id)
        projection = live.find_projection(found.live_id)
        return projection.text.split("\n") if projection else []


def pass_time(world: World, page: Document, rest: timedelta, since: timedelta) -> None:
    """As if the last change was made so long ago, and the first one before `since`."""
    with unit_of_work(world.here.scope):
        found = service.find_page(world.actor("member"), page.id)
        session().execute(
            update(LiveProjection)
            .where(LiveProjection.document_id == found.live_id)
            .values(changed_at=now() - rest)
        )
    with unit_of_work(GLOBAL):
        session().execute(update(PageSaveDue).values(since=now() - since))


def list_kept(world: World, page: Document) -> list[PageVersion]:
    with unit_of_work(world.here.scope, writes=False):
        history = versions.list_versions(world.actor("member"), page.id)
    return [each.version for each in history.versions]


def name(world: World, page: Document, words: str, by: str = "member") -> int:
    with unit_of_work(world.here.scope):
        return versions.name_version(world.actor(by), page.id, words).number


@with_page
def test_a_page_is_kept_once_nobody_has_written_for_a_while(world: World, page: Document) -> None:
    pass_time(world, page, QUIET - timedelta(seconds=30), timedelta(minutes=3))
    assert save_due_pages() == 0
    pass_time(world, page, QUIET, timedelta(minutes=3))
    assert save_due_pages() == 1
    assert save_due_pages() == 0
    assert [each.kind for each in list_kept(world, page)] == [VersionKind.AUTOMATIC]


@with_page
def test_a_page_is_kept_now_and_then_while_people_go_on(world: World, page: Document) -> None:
    pass_time(world, page, timedelta(0), LONGEST)
    assert save_due_pages() == 1


@with_page
def test_a_version_names_who_wrote_since_the_one_before(world: World, page: Document) -> None:
    name(world, page, "Draft")
    write(world, page, "We meet in Milan.", by="secretary")
    name(world, page, "Sent")
    with unit_of_work(world.here.scope, writes=False):
        shown = versions.list_versions(world.actor("member"), page.id).versions
    people = world.here.people
    assert [(each.version.name, each.authors, each.by) for each in shown] == [
        ("Sent", [people["secretary"].person.name], people["member"].person.name),
        ("Draft", [people["member"].person.name], people["member"].person.name),
    ]


@with_page
def test_what_did_not_change_is_not_kept_again(world: World, page: Document) -> None:
    name(world, page, "Draft")
    write(world, page, "We meet in Lyon.", "We meet each year.")
    pass_time(world, page, QUIET, timedelta(minutes=3))
    assert save_due_pages() == 0
    assert len(list_kept(world, page)) == 1


@with_page
def test_the_history_does_not_need_the_journal(world: World, page: Document) -> None:
    number = name(world, page, "Draft")
    write(world, page, "Other words.")
    with unit_of_work(world.here.scope):
        session().execute(delete(LiveUpdate))
    with unit_of_work(world.here.scope, writes=False):
        shown = versions.find_version(world.actor("member"), page.id, number)
        content = versions.read_version(shown.version)["content"]
    assert content[0]["content"][0]["text"] == "We meet in Lyon."


@with_page
def test_a_restore_brings_the_words_back_and_keeps_those_of_before(
    world: World, page: Document
) -> None:
    number = name(world, page, "Draft")
    write(world, page, "We meet in Milan.")
    with unit_of_work(world.here.scope):
        before = versions.restore_version(world.actor("member"), page.id, number).number
    live.run_pending_operations()
    assert said(world, page) == ["We meet in Lyon.", "We meet each year."]
    with unit_of_work(world.here.scope):
        versions.restore_version(world.actor("member"), page.id, before)
    live.run_pending_operations()
    assert said(world, page) == ["We meet in Milan."]
    kinds = [(each.number, each.kind, each.restores) for each in list_kept(world, page)]
    assert kinds == [
        (3, VersionKind.BEFORE_RESTORE, 2),
        (2, VersionKind.BEFORE_RESTORE, 1),
        (1, VersionKind.NAMED, None),
    ]


@with_page
def test_what_changed_stands_side_by_side(world: World, page: Document, sign_in: Any) -> None:
    number = name(world, page, "Draft")
    write(world, page, "We meet in <b>Milan</b>.", "We meet each year.")
    client = sign_in(world.person("member"))
    url = world.here.url(f"/pages/{page.id}/history")
    answer = client.get(f"{url}/{number}/changes").get_data(as_text=True)
    assert "<del>Lyon</del>" in answer
    assert "<ins>&lt;b&gt;Milan&lt;/b&gt;</ins>" in answer
    assert "1 unchanged block" not in answer  # it is beside the change
    same = client.get(f"{url}/{number}/changes?to={number}").get_data(as_text=True)
    assert "Both say the same." in same


@with_page
def test_pages_of_the_history_can_be_read(world: World, page: Document, sign_in: Any) -> None:
    client = sign_in(world.person("member"))
    url = world.here.url(f"/pages/{page.id}/history")
    assert "Please enter a name." in client.post(url, data={"name": " "}).get_data(as_text=True)
    client.post(url, data={"name": "Sent to <all>"})
    assert "Sent to &lt;all&gt;" in client.get(url).get_data(as_text=True)
    assert "We meet in Lyon." in client.get(f"{url}/1").get_data(as_text=True)
    assert client.get(f"{url}/2").status_code == 404
    assert client.get(f"{url}/99999999999999999999").status_code == 404
    answer = client.post(f"{url}/1/restoration", follow_redirects=True).get_data(as_text=True)
    assert "Version 1 is back." in answer


@with_page
def test_who_only_reads_cannot_name_or_restore(world: World, page: Document) -> None:
    number = name(world, page, "Draft")
    with unit_of_work(world.here.scope):
        session().execute(update(Document).values(audience="cooperation"))
    for change in (
        lambda actor: versions.name_version(actor, page.id, "Mine"),
        lambda actor: versions.restore_version(actor, page.id, number),
    ):
        with pytest.raises(Forbidden), unit_of_work(world.here.scope):
            change(world.actor("outsider"))
    with unit_of_work(world.here.scope, writes=False):
        assert versions.find_version(world.actor("outsider"), page.id, number)


def test_a_version_needs_a_name_and_a_page_words(world: World) -> None:
    with unit_of_work(world.here.scope):
        empty = make_page(make_library(world.group), "Empty")
    with pytest.raises(Invalid):
        name(world, empty, " ")
    with pytest.raises(Invalid):
        name(world, empty, "x" * 121)
    with pytest.raises(versions.NothingWritten):
        name(world, empty, "Nothing")


@with_page
def test_a_version_of_another_page_is_not_found(world: World, page: Document) -> None:
    with unit_of_work(world.here.scope):
        other = make_page(make_library(), "Other")
        make_page_version(other, "Words", number=7)
    with pytest.raises(NotFound), unit_of_work(world.here.scope, writes=False):
        versions.find_version(world.actor("member"), page.id, 7)


@with_page
def test_old_versions_are_thinned_out_and_named_ones_stay(world: World, page: Document) -> None:
    with unit_of_work(world.here.scope):
        for number in range(1, 41):
            kind = VersionKind.NAMED if number == 2 else VersionKind.AUTOMATIC
            at = now() - timedelta(days=200) + timedelta(days=5 * number, hours=number % 2)
            for twin in (0, 1):
                make_page_version(
                    page,
                    str(number),
                    number=2 * number + twin,
                    kind=kind,
                    created_at=at.replace(hour=10 + twin),
                )
    name(world, page, "Sent")
    kept = list_kept(world, page)
    with unit_of_work(world.here.scope, writes=False):
        rows = session().scalars(select(PageVersion).order_by(PageVersion.number)).all()
    assert kept[0].name == "Sent"
    assert {4, 5} <= {each.number for each in rows}
    old = [each for each in rows if each.kind == VersionKind.AUTOMATIC]
    limit = now() - storing.ALL_FOR
    days = [storing._period(each.created_at) for each in old if each.created_at < limit]
    assert len(days) == len(set(days))
    assert len(rows) < 81


@with_page
def test_who_was_erased_is_named_in_no_version(world: World, page: Document) -> None:
    member = world.membership("secretary")
    mention = {"type": "mention", "attrs": {"id": str(member.id), "label": "Sekretärin"}}
    with unit_of_work(world.here.scope):
        found = service.find_page(world.actor("member"), page.id)
        content = [{"type": "paragraph", "content": [mention]}]
        live.request_edit(None, found.live_id, {"op": "write", "content": content})
    live.run_pending_operations()
    number = name(world, page, "Draft")
    with unit_of_work(world.here.scope):
        forget_in_documents(member)
    with unit_of_work(world.here.scope, writes=False):
        version = versions.find_version(world.actor("member"), page.id, number).version
        assert "Sekretärin" not in json.dumps(versions.read_version(version), ensure_ascii=False)
        assert "Sekretärin".encode() not in zlib.decompress(version.state)
        assert "Former member" in json.dumps(versions.read_version(version))
