"""Programs bring, fetch, move, copy and delete."""

import pytest
from sqlalchemy import func, select

from collab.activity.models import Activity
from collab.core.db import session, unit_of_work
from collab.core.storage import storage
from collab.documents.models import Document
from collab.documents.service import list_trash
from collab.files.limits import limits
from collab.files.models import FileVersion
from tests import hostile
from tests.documents import make_file, make_folder, make_library
from tests.integration.webdav.conftest import find, versions_of
from tests.prepared import prepared_by
from tests.world import World

PROPERTY = (
    '<?xml version="1.0"?><D:propertyupdate xmlns:D="DAV:"><D:set><D:prop>'
    '<note xmlns="urn:office">{value}</note></D:prop></D:set></D:propertyupdate>'
)


def _add_files(world: World) -> str:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        make_file(library, "plan.txt", b"0123456789")
        make_folder(library, "Old")
    return f"{world.here.slug}/research"


with_files = prepared_by(_add_files)


@pytest.fixture
def at(prepared: str) -> str:
    return prepared


def to(path: str) -> str:
    return f"http://localhost/dav/{path}"


@with_files
def test_a_file_is_fetched_as_a_whole_and_in_parts(explorer, at: str) -> None:
    answer = explorer.send("GET", f"{at}/plan.txt")
    assert answer.data == b"0123456789"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    part = explorer.send("GET", f"{at}/plan.txt", range="bytes=3-5")
    assert (part.status_code, part.data) == (206, b"345")
    assert "WsgiDAV" not in explorer.send("GET", f"{at}/none.txt").text
    assert explorer.send("HEAD", f"{at}/plan.txt").headers["Content-Length"] == "10"


@with_files
def test_what_is_brought_is_a_file_and_brought_again_a_version(
    explorer, at: str, world: World
) -> None:
    assert explorer.send("PUT", f"{at}/Old/new.txt", b"first").status_code == 201
    assert explorer.send("PUT", f"{at}/Old/new.txt", b"second").status_code == 204
    file = find(world, "new.txt")
    assert versions_of(world, file.id) == [b"first", b"second"]
    assert file.media_type == "text/plain"
    with unit_of_work(world.here.scope, writes=False):
        verbs = list(session().scalars(select(Activity.verb).order_by(Activity.id)))
    assert verbs[-2:] == ["file.created", "file.version_added"]


@with_files
def test_a_name_that_comes_first_and_its_content_later_are_one_version(
    explorer, at: str, world: World
) -> None:
    assert explorer.send("PUT", f"{at}/new.docx", b"").status_code == 201
    assert explorer.send("PUT", f"{at}/new.docx", hostile.docx()).status_code == 204
    assert versions_of(world, find(world, "new.docx").id) == [hostile.docx()]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("notes.txt", hostile.PAGE.encode(), 422),
        ("a.docx", hostile.docx(f'<?xml version="1.0"?>{hostile.ENTITIES}<x/>'), 422),
        ("a.exe", b"MZ\0\0", 422),
        ("._notes.txt", b"x", 403),
        (".DS_Store", b"x", 403),
        ("~$a.docx", b"x", 403),
        ("a%3Ab.txt", b"x", 403),
        ("a%00b.txt", b"x", 403),
        ("no/parent.txt", b"x", 409),
    ],
)
@with_files
def test_what_is_not_taken_leaves_nothing_behind(
    explorer, at: str, world: World, name: str, content: bytes, status: int
) -> None:
    assert explorer.send("PUT", f"{at}/{name}", content).status_code == status
    assert explorer.list(f"{at}/") == [f"{at}/Old/", f"{at}/plan.txt"]
    assert len(list(storage.list_kept())) == 1
    assert list(storage.spool().iterdir()) == []


@with_files
def test_what_is_cut_off_or_too_large_is_not_taken(
    explorer, at: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = explorer.client.open(
        f"/dav/{at}/cut.txt",
        method="PUT",
        data=b"abc",
        environ_overrides={"CONTENT_LENGTH": "10"},
        auth=(explorer.user, explorer.password),
    )
    assert cut.status_code == 400
    monkeypatch.setattr(limits, "file", 4)
    assert explorer.send("PUT", f"{at}/large.txt", b"abcde").status_code == 413
    assert explorer.list(f"{at}/") == [f"{at}/Old/", f"{at}/plan.txt"]
    assert list(storage.spool().iterdir()) == []


@with_files
def test_what_is_deleted_is_in_the_trash(explorer, at: str, world: World) -> None:
    explorer.send("PUT", f"{at}/Old/in.txt", b"x")
    assert explorer.send("DELETE", f"{at}/Old/").status_code == 204
    with unit_of_work(world.here.scope, writes=False):
        thrown = list_trash(world.actor("member"))
    assert [each.document.title for each in thrown] == ["Old"]
    assert explorer.list(f"{at}/") == [f"{at}/plan.txt"]


@with_files
def test_moving_keeps_the_document_with_its_versions(explorer, at: str, world: World) -> None:
    before = find(world, "plan.txt")
    answer = explorer.send("MOVE", f"{at}/plan.txt", destination=to(f"{at}/Old/Pl%C3%A4ne.txt"))
    assert answer.status_code == 201
    after = find(world, "Pläne.txt")
    assert after.id == before.id
    assert explorer.list(f"{at}/Old/") == [f"{at}/Old/Pl%C3%A4ne.txt"]


@with_files
def test_what_is_moved_over_a_file_is_a_version_of_it(explorer, at: str, world: World) -> None:
    """Office programs save beside the file, then put that in its place."""
    before = find(world, "plan.txt")
    explorer.send("PUT", f"{at}/plan.new.txt", b"better")
    answer = explorer.send("MOVE", f"{at}/plan.new.txt", destination=to(f"{at}/plan.txt"))
    assert answer.status_code == 204
    assert versions_of(world, before.id) == [b"0123456789", b"better"]
    assert find(world, "plan.new.txt") is None
    assert find(world, "plan.txt").id == before.id


@with_files
def test_nothing_is_overwritten_when_the_program_says_so(explorer, at: str, world: World) -> None:
    explorer.send("PUT", f"{at}/other.txt", b"other")
    for method in ("MOVE", "COPY"):
        answer = explorer.send(
            method, f"{at}/other.txt", destination=to(f"{at}/plan.txt"), overwrite="F"
        )
        assert answer.status_code == 412
    assert versions_of(world, find(world, "plan.txt").id) == [b"0123456789"]


@with_files
def test_folders_are_copied_with_what_is_in_them(explorer, at: str, world: World) -> None:
    explorer.send("PUT", f"{at}/Old/in.txt", b"inside")
    answer = explorer.send("COPY", f"{at}/Old/", destination=to(f"{at}/New/"))
    assert answer.status_code == 201
    assert explorer.send("GET", f"{at}/New/in.txt").data == b"inside"
    assert explorer.send("GET", f"{at}/Old/in.txt").data == b"inside"
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(func.count(FileVersion.id))) == 3


@with_files
def test_libraries_stay_as_they_are(explorer, at: str) -> None:
    assert explorer.send("DELETE", f"{at}/").status_code == 403
    assert explorer.send("MOVE", f"{at}/", destination=to(f"{at}2/")).status_code in {403, 409}
    assert explorer.send("MKCOL", f"{at}/../new/").status_code == 403
    assert explorer.lock(f"{at}/").status_code == 403


@with_files
def test_a_guest_reads_what_is_for_guests_and_changes_nothing(
    program, at: str, world: World
) -> None:
    with unit_of_work(world.here.scope):
        make_file(make_library(world.group), "for guests.txt", is_for_guests=True)
    guest = program(world.person("guest"))
    assert guest.list(f"{at}/") == [f"{at}/for%20guests.txt"]
    assert guest.send("PUT", f"{at}/for%20guests.txt", b"x").status_code == 403
    assert guest.send("MKCOL", f"{at}/mine/").status_code == 403
    assert guest.send("DELETE", f"{at}/for%20guests.txt").status_code == 403


@with_files
def test_programs_find_their_properties_again_after_a_move_and_a_copy(explorer, at: str) -> None:
    answer = explorer.send("PROPPATCH", f"{at}/plan.txt", PROPERTY.format(value="mine"))
    assert answer.status_code == 207
    assert "200 OK" in answer.text
    explorer.send("MOVE", f"{at}/plan.txt", destination=to(f"{at}/Old/plan.txt"))
    explorer.send("COPY", f"{at}/Old/plan.txt", destination=to(f"{at}/copy.txt"))
    for path in (f"{at}/Old/plan.txt", f"{at}/copy.txt"):
        assert "mine</" in explorer.send("PROPFIND", path, depth="0").text


@with_files
def test_programs_do_not_keep_whole_files_as_properties(explorer, at: str) -> None:
    answer = explorer.send("PROPPATCH", f"{at}/plan.txt", PROPERTY.format(value="x" * 20_000))
    assert "507" in answer.text


@with_files
def test_what_programs_say_is_short_and_declares_nothing(explorer, at: str) -> None:
    for words in (hostile.ENTITIES + "<x/>", hostile.LAUGHS + "<x/>", "<x>" + " " * 200_000):
        for method in ("PROPFIND", "PROPPATCH", "LOCK"):
            answer = explorer.send(method, f"{at}/plan.txt", words, depth="0")
            assert answer.status_code == 400
            assert "root:" not in answer.text


@with_files
def test_a_refusal_keeps_nothing_of_what_was_done_before(
    explorer, at: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise RuntimeError("in the middle")

    monkeypatch.setattr("collab.webdav.changes.copy_properties", fail)
    answer = explorer.send("COPY", f"{at}/plan.txt", destination=to(f"{at}/copy.txt"))
    assert answer.status_code == 500
    with unit_of_work(world.here.scope, writes=False):
        titles = set(session().scalars(select(Document.title)))
    assert titles == {"plan.txt", "Old"}
