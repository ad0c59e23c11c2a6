"""What documents keep of somebody is in the copy of their data, and goes with them."""

import json
from datetime import timedelta

import pytest

from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.documents.models import Document, DocumentLink
from collab.files.models import FileLock, FileVersion, Upload
from collab.live.service import run_pending_operations
from collab.pages.models import Comment, Thread
from collab.privacy import erasure
from collab.privacy.copies import make_archive
from tests.documents import make_file, make_folder, make_library, make_page, make_public_link
from tests.integration.privacy.test_exports import unpack
from tests.integration.privacy.traces import EMAIL, NAME, rename
from tests.world import World


@pytest.fixture
def known(world: World) -> World:
    """The member made, locked, shared and said something; the chair mentioned them."""
    rename(world, "member")
    member, chair = world.membership("member"), world.membership("chair")
    with unit_of_work(world.here.scope) as opened:
        folder = make_folder(make_library(world.group), "Bees", created_by=member.id)
        page = make_page(folder, "Hives")
        file = make_file(folder, "bees.txt", by=member)
        make_public_link(folder, member)
        thread = Thread(
            id=new_id(), document_id=page.id, quote="hive", created_by=member.id, created_at=now()
        )
        opened.add(thread)
        opened.flush()
        common = {"expires_at": now() + timedelta(hours=1), "membership_id": member.id}
        opened.add_all(
            [
                FileLock(document_id=file.id, token="t", locked_at=now(), **common),
                Upload(
                    library_id=file.library_id, name="more.txt", size=9, started_at=now(), **common
                ),
                _comment(thread, member.id, "Two queens.", {"type": "text", "text": "Two queens."}),
                _comment(
                    thread,
                    chair.id,
                    f"Ask @{NAME}",
                    {"type": "mention", "attrs": {"id": str(member.id), "label": NAME}},
                ),
            ]
        )
    return world


def _comment(thread: Thread, author_id: object, text: str, node: dict[str, object]) -> Comment:
    paragraph = {"type": "paragraph", "content": [node]}
    return Comment(
        id=new_id(),
        thread_id=thread.id,
        author_id=author_id,
        content={"type": "doc", "content": [paragraph]},
        text=text,
        language="en",
        created_at=now(),
    )


def test_a_copy_holds_what_documents_keep_of_the_person(known: World) -> None:
    files = unpack(make_archive(known.person("member").id))
    here = json.loads(files["data.json"])["cooperations"][0]
    assert [each["title"] for each in here["documents_created"]] == ["Bees", "bees.txt"]
    assert here["file_versions"][0]["name"] == "bees.txt"
    assert here["page_comments"][0]["words"] == "Two queens."
    parts = ("public_links", "file_locks", "uploads", "page_threads")
    assert [len(here[part]) for part in parts] == [1, 1, 1, 1]
    assert "argon2" not in files["data.json"]


def test_whoever_left_is_told_no_titles(known: World) -> None:
    with unit_of_work(known.here.scope):
        session().merge(known.membership("member")).ended_at = now()
    here = json.loads(unpack(make_archive(known.person("member").id))["data.json"])
    made = here["cooperations"][0]["documents_created"]
    assert made
    assert not any("title" in each for each in made)


def test_their_documents_stay_and_what_was_only_theirs_goes(known: World) -> None:
    erasure.erase_person(known.person("member").id)
    run_pending_operations()
    with unit_of_work(known.here.scope, writes=False) as opened:
        assert {each.title for each in opened.query(Document)} == {"Bees", "Hives", "bees.txt"}
        assert opened.query(FileVersion).count() == 1
        for table in (DocumentLink, FileLock, Upload):
            assert opened.query(table).count() == 0
        said = {each.text for each in opened.query(Comment)}
        assert "Two queens." in said
        assert not any(NAME in words or EMAIL in words for words in said)
