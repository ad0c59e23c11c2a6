"""Files at tasks."""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from collab.activity.models import Activity
from collab.boards.duties import forget_files
from collab.boards.models import Task, TaskFile
from collab.boards.service import files as service
from collab.cooperations.stored_files import tidy_files
from collab.core import storage as storage_module
from collab.core.clock import now
from collab.core.db import new_id, session, unit_of_work
from collab.core.storage import FileMissing, storage
from tests.boards import MadeBoard, make_board, make_file, make_task, owe
from tests.world import World


@dataclass(frozen=True)
class Made:
    """A task of the research group with a file of its chair."""

    board: MadeBoard
    task: Task
    file: TaskFile
    url: str

    @property
    def file_url(self) -> str:
        """Where the file is downloaded."""
        return f"{self.url}/files/{self.file.id}"


@pytest.fixture
def made(world: World) -> Made:
    with unit_of_work(world.here.scope):
        board = make_board(world.group)
        task = make_task(board)
        file = make_file(task, world.membership("chair"), b"Figures", name="Report.pdf")
    return Made(board, task, file, world.here.url(f"/tasks/{task.number}"))


def upload(client: FlaskClient, made: Made, name: str, content: bytes = b"x") -> TestResponse:
    return send(client, f"{made.url}/files", name, content)


def send(client: FlaskClient, url: str, name: str, content: bytes) -> TestResponse:
    """A form with a file, from memory: a client that writes large ones to disk leaves them open."""
    sent = FileStorage(BytesIO(content), name)
    boundary, body = encode_multipart({"file": sent})
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(url, input_stream=BytesIO(body), content_type=kind, content_length=len(body))


def rows(world: World, made: Made) -> list[TaskFile]:
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(TaskFile).where(TaskFile.task_id == made.task.id)
        return list(session().scalars(wanted.order_by(TaskFile.added_at)))


def kept() -> set[Any]:
    return {each.file_id for each in storage.list_kept()}


def test_a_file_is_uploaded_and_comes_back_as_it_was(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    content = bytes(range(256)) * 4096  # a megabyte: several pieces
    answer = upload(member, made, "Übersicht – été.data", content)
    assert answer.headers["Location"].endswith(f"{made.url}#files")
    file = rows(world, made)[-1]
    assert (file.size, file.added_by) == (len(content), world.membership("member").id)
    page = member.get(made.url).text
    assert "Übersicht – été.data" in page
    assert "1 MB" in page
    back = member.get(f"{made.url}/files/{file.id}")
    assert back.data == content
    assert back.headers["Content-Length"] == str(len(content))
    assert "filename*=UTF-8''%C3%9Cbersicht" in back.headers["Content-Disposition"]


def test_browsers_save_files_and_never_show_them(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    upload(member, made, "page.html", b"<script>alert(1)</script>")
    answer = member.get(f"{made.url}/files/{rows(world, made)[-1].id}")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_file_that_is_not_what_it_says_is_refused_and_not_kept(
    made: Made, sign_in, world: World
) -> None:
    member = sign_in(world.person("member"))
    answer = upload(member, made, "notes.txt", b"<script>alert(1)</script>")
    assert (answer.status_code, "what is inside is something else" in answer.text) == (422, True)
    assert kept() == {made.file.id}
    assert list(storage.spool().iterdir()) == []


def test_no_file_and_an_empty_one_are_refused_in_words(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    nothing = member.post(f"{made.url}/files", data={})
    assert (nothing.status_code, "Please choose a file." in nothing.text) == (422, True)
    empty = upload(member, made, "empty.txt", b"")
    assert (empty.status_code, "This file is empty." in empty.text) == (422, True)
    assert len(rows(world, made)) == 1
    assert kept() == {made.file.id}


def test_a_file_that_is_too_large_is_refused_and_not_kept(
    made: Made, sign_in, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_BYTES", 3_000_000)
    member = sign_in(world.person("member"))
    # more than other forms may have
    assert upload(member, made, "fits.bin", b"x" * 3_000_000).status_code == 302
    answer = upload(member, made, "large.bin", b"x" * 3_000_001)
    assert (answer.status_code, "too large" in answer.text) == (422, True)
    assert len(rows(world, made)) == len(kept()) == 2


def test_what_is_larger_than_any_file_is_refused_before_it_is_read(
    made: Made, sign_in, world: World
) -> None:
    answer = upload(sign_in(world.person("member")), made, "huge.bin", b"x" * 26_500_000)
    assert answer.status_code == 413
    assert "smaller file" in answer.text


def test_other_forms_do_not_grow_with_files(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    answer = send(member, f"{made.url}/steps", "a.bin", b"x" * 3_000_000)
    assert answer.status_code == 413


def test_whoever_added_a_file_and_whoever_works_on_the_board_takes_it_off(
    made: Made, sign_in, world: World
) -> None:
    outsider = sign_in(world.person("outsider"))
    assert "/removal" not in outsider.get(made.url).text
    assert outsider.post(f"{made.file_url}/removal").status_code == 403
    assert upload(outsider, made, "Mine.txt").status_code == 302
    own = f"{made.url}/files/{rows(world, made)[-1].id}"
    assert outsider.post(f"{own}/removal").status_code == 302
    assert sign_in(world.person("member")).post(f"{made.file_url}/removal").status_code == 302


def test_a_file_that_was_taken_off_comes_back(made: Made, sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    answer = member.post(f"{made.file_url}/removal")
    page = member.get(answer.headers["Location"]).text
    assert "The file “Report.pdf” was removed." in page
    assert made.file_url + '"' not in page
    assert member.get(made.file_url).status_code == 409
    assert member.post(f"{made.file_url}/removal").status_code == 409
    member.post(f"{made.file_url}/removal/undo")
    assert member.get(made.file_url).data == b"Figures"
    assert member.post(f"{made.file_url}/removal/undo").status_code == 409
    with unit_of_work(world.here.scope, writes=False):
        wanted = select(Activity.verb).where(Activity.subject_id == made.task.id)
        verbs = session().scalars(wanted.order_by(Activity.number)).all()
    assert verbs == ["task.file_removed", "task.file_restored"]


def test_the_file_of_another_task_is_none_of_this_one(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        other = make_task(made.board)
    member = sign_in(world.person("member"))
    url = world.here.url(f"/tasks/{other.number}/files/{made.file.id}")
    assert member.get(url).status_code == 404
    assert member.post(f"{url}/removal").status_code == 404


def test_guests_read_files_and_add_some_to_what_they_owe(made: Made, sign_in, world: World) -> None:
    guest = sign_in(world.person("guest"))
    assert guest.get(made.file_url).data == b"Figures"
    assert upload(guest, made, "a.txt").status_code == 403
    assert kept() == {made.file.id}
    with unit_of_work(world.here.scope):
        owe(made.task, world.membership("guest"))
    assert upload(guest, made, "a.txt").status_code == 302
    assert guest.post(f"{made.file_url}/removal").status_code == 403


def test_an_archived_task_takes_no_files(made: Made, sign_in, world: World) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Task, made.task.id).archived_at = now()
    member = sign_in(world.person("member"))
    assert upload(member, made, "a.txt").status_code == 409
    assert member.get(made.file_url).data == b"Figures"
    assert kept() == {made.file.id}


def test_a_task_has_only_so_many_files(
    made: Made, sign_in, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_FILES", 1)
    answer = upload(sign_in(world.person("member")), made, "b.txt")
    assert (answer.status_code, "at most 1 files" in answer.text) == (422, True)
    assert kept() == {made.file.id}


def test_a_lost_file_is_said_to_be_lost(made: Made, sign_in, world: World) -> None:
    storage.remove(world.here.id, made.file.id)
    storage.remove(world.here.id, made.file.id)  # once more is no error
    answer = sign_in(world.person("member")).get(made.file_url)
    assert (answer.status_code, "not there any more" in answer.text) == (410, True)


def test_what_nobody_needs_any_more_is_deleted(
    made: Made, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unit_of_work(world.here.scope):
        by = world.membership("chair")
        old = make_file(made.task, by, removed_at=now() - timedelta(days=31))
        fresh = make_file(made.task, by, removed_at=now() - timedelta(days=29))
    storage.put(world.here.id, new_id(), BytesIO(b"an upload that was cut off"))
    storage.put(new_id(), new_id(), BytesIO(b"of a cooperation that was deleted"))
    assert tidy_files() == 0  # what is young may be on its way
    forget_files()
    monkeypatch.setattr("collab.cooperations.stored_files.GRACE", timedelta(0))
    assert tidy_files() == 3
    assert kept() == {made.file.id, fresh.id}
    assert {file.id for file in rows(world, made)} == {made.file.id, fresh.id}
    with pytest.raises(FileMissing):
        storage.read(world.here.id, old.id)


def test_what_is_cut_off_while_it_is_stored_is_not_kept(app: Flask) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 2 * storage_module.PIECE:
                raise OSError("the line went dead")
            return super().read(size)

    with pytest.raises(OSError, match="went dead"):
        storage.put(new_id(), new_id(), Broken(b"x" * 10_000_000))
    assert kept() == set()
