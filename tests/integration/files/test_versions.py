"""Versions, locks, and the page of a file."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.files import service
from collab.files.duties import forget_uploads
from collab.files.errors import FileLocked
from collab.files.models import FileLock
from tests.documents import make_file
from tests.integration.files.conftest import Shelf
from tests.uploads import kept, send_form


def replace(client, shelf: Shelf, content: bytes, name: str = "Report.txt", note: str = ""):
    return send_form(client, f"{shelf.file_url}/versions", "file", {name: content}, note=note)


def test_a_new_version_counts_and_old_ones_stay(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    assert replace(member, shelf, b"New figures", note="Figures of 2026").status_code == 302
    page = member.get(shelf.file_url).text
    assert "New figures" in page
    assert "Figures of 2026" in page
    assert member.get(f"{shelf.file_url}/download").data == b"New figures"
    assert member.get(f"{shelf.file_url}/download?version=1").data == b"Figures"
    old = member.get(f"{shelf.file_url}?version=1").text
    assert "This is version 1, an old one." in old
    assert member.get(f"{shelf.file_url}?version=7").status_code == 404


def test_an_old_version_becomes_the_newest_again(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    replace(member, shelf, b"New figures")
    assert member.post(f"{shelf.file_url}/versions/1/restoration").status_code == 302
    assert member.get(f"{shelf.file_url}/download").data == b"Figures"
    assert [each.number for each in shelf.versions()] == [1, 2, 3]
    assert len(kept()) == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [("Report.pdf", "of the same kind"), ("Report.txt", "This file is empty.")],
)
def test_what_cannot_be_a_version_is_said_in_the_form(
    shelf: Shelf, sign_in, name: str, words: str
) -> None:
    answer = replace(sign_in(shelf.world.person("member")), shelf, b"", name, note="My note")
    assert (answer.status_code >= 400, words in answer.text) == (True, True)
    assert "My note" in answer.text
    assert len(shelf.versions()) == 1


def test_nobody_else_replaces_a_locked_file(shelf: Shelf, sign_in) -> None:
    member, chair = (sign_in(shelf.world.person(who)) for who in ("member", "chair"))
    assert member.post(f"{shelf.file_url}/lock").status_code == 302
    answer = replace(chair, shelf, b"Mine")
    assert (answer.status_code, "works on it until" in answer.text) == (423, True)
    assert chair.post(f"{shelf.file_url}/versions/1/restoration").status_code == 423
    assert replace(member, shelf, b"Newer").status_code == 302
    assert "works on this file" in chair.get(shelf.file_url).text
    assert chair.post(f"{shelf.file_url}/lock").status_code == 423


def test_who_leads_breaks_a_lock_and_others_do_not(shelf: Shelf, sign_in) -> None:
    secretary = sign_in(shelf.world.person("secretary"))
    secretary.post(f"{shelf.file_url}/lock")
    member = sign_in(shelf.world.person("member"))
    assert member.post(f"{shelf.file_url}/lock/removal").status_code == 403
    assert "End the lock" not in member.get(shelf.file_url).text
    chair = sign_in(shelf.world.person("chair"))
    assert "End the lock" in chair.get(shelf.file_url).text
    assert chair.post(f"{shelf.file_url}/lock/removal").status_code == 302
    assert replace(member, shelf, b"Mine").status_code == 302


def test_a_lock_ends_by_itself(shelf: Shelf) -> None:
    scope = shelf.world.here.scope
    member, chair = (shelf.world.actor(who) for who in ("member", "chair"))
    with unit_of_work(scope):
        service.lock(member, shelf.file.id)
        with pytest.raises(FileLocked):
            service.lock(chair, shelf.file.id)
    with unit_of_work(scope):
        session().execute(update(FileLock).values(expires_at=now() - timedelta(seconds=1)))
    with unit_of_work(scope):
        assert service.find_lock(member, shelf.file.id) is None
        assert service.refresh_lock(member, shelf.file.id) is None
        service.lock(chair, shelf.file.id)
        assert service.refresh_lock(chair, shelf.file.id) is not None
        session().execute(update(FileLock).values(expires_at=now() - timedelta(seconds=1)))
    forget_uploads()
    with unit_of_work(scope, writes=False):
        assert session().query(FileLock).count() == 0


@pytest.mark.parametrize("who", ["outsider", "guest"])
def test_who_may_not_see_it_finds_nothing(shelf: Shelf, sign_in, who: str) -> None:
    client = sign_in(shelf.world.person(who))
    for path in ("", "/download", "/content", "/picture"):
        assert client.get(f"{shelf.file_url}{path}").status_code == 404


def test_files_are_sent_so_that_nothing_in_them_runs(shelf: Shelf, sign_in) -> None:
    with unit_of_work(shelf.world.here.scope):
        evil = b"<script>alert(1)</script>"
        page = make_file(shelf.folder, "page.html", evil, media_type="text/html")
        picture = make_file(shelf.folder, "p.svg", b"<svg/>", media_type="image/svg+xml")
    member = sign_in(shelf.world.person("member"))
    for made in (page, picture):
        for way in ("download", "content"):
            answer = member.get(f"{shelf.url}/{made.id}/{way}")
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = member.get(f"{shelf.url}/{page.id}").text
    assert "<script>alert(1)" not in shown
    text = member.get(f"{shelf.file_url}/content")
    assert text.headers["Content-Disposition"].startswith("inline")
