"""Uploads in pieces, as tus-js-client and others send them."""

import errno
import os
from datetime import timedelta
from unittest.mock import Mock
from uuid import UUID

import pytest
from sqlalchemy import update

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.core.spool import held
from collab.files.duties import forget_uploads
from collab.files.models import Upload
from collab.files.service.uploads import path_of
from tests.integration.files.conftest import Shelf
from tests.uploads import TUS, begin, kept, send_piece, spooled

CONTENT = b"Words, again and again. " * 5000


def start(client, shelf: Shelf, name: str = "big.txt", size: int = len(CONTENT), **told) -> str:
    told = told or {"folder": str(shelf.folder.id)}
    answer = begin(client, f"{shelf.url}/uploads", name, size, **told)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def test_the_server_says_what_it_can_do(shelf: Shelf, sign_in) -> None:
    answer = sign_in(shelf.world.person("member")).options(f"{shelf.url}/uploads")
    assert answer.status_code == 204
    assert answer.headers["Tus-Extension"] == "creation,termination,expiration"
    assert int(answer.headers["Tus-Max-Size"]) == 200_000_000


def test_a_file_comes_in_pieces(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    first = send_piece(member, url, 0, CONTENT[:70_000])
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "70000")
    state = member.head(url, headers=TUS)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == ("70000", "120000")
    last = send_piece(member, url, 70_000, CONTENT[70_000:])
    made = shelf.document("big.txt")
    assert last.headers["Content-Location"].endswith(f"/files/{made.id}")
    assert member.get(f"{shelf.url}/{made.id}/download").data == CONTENT
    assert spooled() == []
    assert member.head(url, headers=TUS).status_code == 404


def test_an_upload_that_was_cut_goes_on_where_it_was(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    # the sender says more than what arrives before it goes away
    send_piece(member, url, 0, CONTENT[:50_000], **{"Content-Length": "120000"})
    at = int(member.head(url, headers=TUS).headers["Upload-Offset"])
    assert 0 <= at <= 50_000
    assert send_piece(member, url, at, CONTENT[at:]).status_code == 204
    made = shelf.document("big.txt")
    assert member.get(f"{shelf.url}/{made.id}/download").data == CONTENT


def test_an_upload_is_complete_only_when_there_is_a_document(
    shelf: Shelf, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("collab.files.service.uploads._finish", Mock(side_effect=SystemExit))
        send_piece(member, url, 0, CONTENT)
    at = int(member.head(url, headers=TUS).headers["Upload-Offset"])
    assert at < len(CONTENT)
    assert send_piece(member, url, at, CONTENT[at:]).headers["Upload-Offset"] == str(len(CONTENT))
    made = shelf.document("big.txt")
    assert member.get(f"{shelf.url}/{made.id}/download").data == CONTENT


def test_an_upload_whose_bytes_are_lost_is_not_filled_with_nothing(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    send_piece(member, url, 0, CONTENT[:10])
    path_of(UUID(url.rpartition("/")[2])).unlink()
    answer = send_piece(member, url, 10, CONTENT[10:])
    assert (answer.status_code, answer.json["code"]) == (404, "upload_gone")
    assert "big.txt" not in shelf.titles()
    assert member.head(url, headers=TUS).status_code == 404


def test_a_piece_for_another_place_changes_nothing(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    send_piece(member, url, 0, CONTENT[:10])
    answer = send_piece(member, url, 0, CONTENT)
    assert (answer.status_code, answer.json["code"]) == (409, "other_place")
    assert member.head(url, headers=TUS).headers["Upload-Offset"] == "10"


def test_two_requests_never_write_the_same_upload(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    with held(path_of(UUID(url.rpartition("/")[2]))):
        answer = send_piece(member, url, 0, CONTENT)
    assert (answer.status_code, answer.json["code"]) == (409, "already_coming")


def test_more_than_announced_is_refused(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf, size=10)
    send_piece(member, url, 0, b"0123456789and more")
    assert member.get(f"{shelf.url}/{shelf.document('big.txt').id}/download").data == b"0123456789"


def test_folders_come_along(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    for name in ("a.txt", "b.txt"):
        told = {"folder": str(shelf.folder.id), "path": "Jahr 2026/../März/"}
        send_piece(member, start(member, shelf, name, 4, **told), 0, b"Text")
    march = shelf.document("März")
    assert {shelf.document(name).parent_id for name in ("a.txt", "b.txt")} == {march.id}
    assert shelf.titles().count("Jahr 2026") == 1
    assert all("/" not in title and title != ".." for title in shelf.titles())


def test_whoever_brings_a_file_of_the_same_name_is_asked(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    place = {"folder": str(shelf.folder.id)}
    asked = begin(member, f"{shelf.url}/uploads", "Report.txt", 4, **place)
    assert (asked.status_code, asked.json["code"]) == (409, "file_there")
    send_piece(member, start(member, shelf, "Report.txt", 4, **place, taken="version"), 0, b"Newer")
    assert len(shelf.versions()) == 2
    send_piece(member, start(member, shelf, "Report.txt", 5, **place, taken="both"), 0, b"Other")
    assert "Report (2).txt" in shelf.titles()


def test_what_is_refused_at_the_end_leaves_nothing(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf, "photo.png", 24)
    answer = send_piece(member, url, 0, b"<html><script>1</script>")
    assert (answer.status_code, answer.json["code"]) == (422, "file_not_what_it_says")
    assert (spooled(), len(kept())) == ([], 1)
    assert member.head(url, headers=TUS).status_code == 404


def test_a_full_disk_keeps_what_is_there_already(
    shelf: Shelf, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    send_piece(member, url, 0, CONTENT[:1000])
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        answer = send_piece(member, url, 1000, CONTENT[1000:])
    assert (answer.status_code, answer.json["code"]) == (507, "storage_full")
    assert member.head(url, headers=TUS).headers["Upload-Offset"] == "1000"
    assert send_piece(member, url, 1000, CONTENT[1000:]).status_code == 204


def test_only_who_began_it_goes_on_or_ends_it(shelf: Shelf, sign_in) -> None:
    url = start(sign_in(shelf.world.person("member")), shelf)
    chair = sign_in(shelf.world.person("chair"))
    assert send_piece(chair, url, 0, CONTENT).status_code == 404
    assert chair.delete(url, headers=TUS).status_code == 404
    member = sign_in(shelf.world.person("member"))
    assert member.delete(url, headers=TUS).status_code == 204
    assert spooled() == []


def test_uploads_that_wait_too_long_are_forgotten(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    send_piece(member, url, 0, CONTENT[:1000])
    with unit_of_work(shelf.world.here.scope):
        session().execute(update(Upload).values(expires_at=now() - timedelta(seconds=1)))
    assert send_piece(member, url, 1000, CONTENT[1000:]).json["code"] == "upload_gone"
    for name in spooled():
        long_ago = (now() - timedelta(days=2)).timestamp()
        os.utime(path_of(UUID(name.partition(".")[0])), (long_ago, long_ago))
    forget_uploads()
    assert spooled() == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Content-Type": "text/plain"}, 415),
        ({"Upload-Offset": "x"}, 422),
    ],
)
def test_other_programs_are_told_so(shelf: Shelf, sign_in, headers, status) -> None:
    member = sign_in(shelf.world.person("member"))
    url = start(member, shelf)
    assert send_piece(member, url, 0, CONTENT, **headers).status_code == status
