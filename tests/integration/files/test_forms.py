"""Files brought by forms."""

import errno
from typing import Any

import pytest

from collab.core.storage import storage
from collab.files.limits import limits
from tests.integration.files.conftest import Shelf
from tests.uploads import kept, send_form, spooled

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]>>endobj"


def test_several_files_are_added_at_once(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    files = {"Übersicht.csv": b"a;b\n1;2\n" * 100_000, "notes.txt": "Grüße".encode()}
    answer = send_form(member, shelf.upload_url, "files", files, on_taken="both")
    assert answer.status_code == 302
    assert str(shelf.folder.id) in answer.headers["Location"]
    assert shelf.titles() == ["Report.txt", "Reports", "notes.txt", "Übersicht.csv"]
    made = shelf.document("Übersicht.csv")
    back = member.get(f"{shelf.url}/{made.id}/download")
    assert back.data == files["Übersicht.csv"]
    assert back.headers["Content-Disposition"].startswith("attachment")
    assert made.parent_id == shelf.folder.id
    assert made.size == len(back.data)
    assert spooled() == []


def test_a_name_that_is_taken_is_a_new_version_or_gets_a_number(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    send_form(member, shelf.upload_url, "files", {"report.TXT": b"New"}, on_taken="version")
    assert [each.number for each in shelf.versions()] == [1, 2]
    send_form(member, shelf.upload_url, "files", {"Report.txt": b"Other"}, on_taken="both")
    assert shelf.titles() == ["Report (2).txt", "Report.txt", "Reports"]


def test_the_same_content_again_is_no_new_version(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    send_form(member, shelf.upload_url, "files", {"Report.txt": b"Figures"}, on_taken="version")
    assert len(shelf.versions()) == 1
    assert kept() == {shelf.versions()[0].id}


def test_what_is_refused_is_said_beside_what_was_taken(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    files = {"fine.pdf": PDF, "empty.txt": b"", "lie.png": b"<script>alert(1)</script>"}
    answer = send_form(member, shelf.upload_url, "files", files, on_taken="both")
    assert answer.status_code == 422
    assert "This file is empty." in answer.text
    assert "lie.png" in answer.text
    assert shelf.titles() == ["Report.txt", "Reports", "fine.pdf"]
    assert len(kept()) == 2
    assert spooled() == []


def test_nothing_chosen_is_said(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    answer = member.post(shelf.upload_url, data={"on_taken": "both"})
    assert (answer.status_code, "Please choose a file." in answer.text) == (422, True)


def test_a_file_that_is_too_large_is_refused(
    shelf: Shelf, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "file", 3_000_000)
    member = sign_in(shelf.world.person("member"))
    files = {"fits.txt": b"x" * 3_000_000, "large.txt": b"x" * 3_000_001}
    answer = send_form(member, shelf.upload_url, "files", files, on_taken="both")
    assert "too large" in answer.text
    assert shelf.titles() == ["Report.txt", "Reports", "fits.txt"]


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("guest", 404)])
def test_who_may_not_write_there_adds_nothing(shelf: Shelf, sign_in, who: str, status: int) -> None:
    client = sign_in(shelf.world.person(who))
    answer = send_form(client, shelf.upload_url, "files", {"x.txt": b"x"}, on_taken="both")
    assert answer.status_code == status
    assert len(kept()) == 1
    assert spooled() == []


def test_strangers_may_not_even_send_large_forms(shelf: Shelf, client) -> None:
    body = b"x" * 3_000_000
    answer = send_form(client, shelf.upload_url, "files", {"x.txt": body}, on_taken="both")
    assert answer.status_code in (401, 413)
    assert spooled() == []


def test_a_full_disk_is_said_and_leaves_nothing(
    shelf: Shelf, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(storage, "_move", full)
    member = sign_in(shelf.world.person("member"))
    answer = send_form(member, shelf.upload_url, "files", {"x.txt": b"x"}, on_taken="both")
    assert "no room for more files" in answer.text
    assert shelf.titles() == ["Report.txt", "Reports"]
    assert spooled() == []
