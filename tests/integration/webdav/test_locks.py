"""Locks of programs and of browsers are the same."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.documents.models import Document
from collab.files import service as files
from collab.files.models import FileLock
from collab.webdav.duties import forget_locks
from collab.webdav.models import DavLock
from tests.documents import make_file, make_folder, make_library
from tests.integration.webdav.conftest import versions_of
from tests.world import World


@pytest.fixture
def file(world: World) -> Document:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        make_folder(library, "Folder")
        return make_file(library, "plan.txt")


@pytest.fixture
def at(world: World) -> str:
    return f"{world.here.slug}/research"


@pytest.fixture
def other(program, world: World):
    return program(world.person("secretary"))


def token_of(answer) -> str:
    assert answer.status_code in {200, 201}, answer.text
    token: str = answer.headers["Lock-Token"]
    return token


def test_a_lock_of_a_program_is_shown_in_the_browser_and_keeps_others_out(
    world: World, explorer, other, file: Document, at: str
) -> None:
    token = token_of(explorer.lock(f"{at}/plan.txt", timeout="Second-600"))
    with unit_of_work(world.here.scope, writes=False):
        shown = files.find_lock(world.actor("secretary"), file.id)
        assert shown.by.startswith("Member")
        with pytest.raises(files.FileLocked):
            files.check_replaceable(world.actor("secretary"), file.id, "plan.txt")
    assert other.send("PUT", f"{at}/plan.txt", b"theirs").status_code == 423
    assert other.send("DELETE", f"{at}/plan.txt").status_code == 423
    assert other.lock(f"{at}/plan.txt").status_code == 423
    assert explorer.send("PUT", f"{at}/plan.txt", b"unaware").status_code == 423
    assert explorer.send("PUT", f"{at}/plan.txt", b"mine", If=f"({token})").status_code == 204
    assert other.send("UNLOCK", f"{at}/plan.txt", lock_token=token).status_code in {403, 409}
    assert explorer.send("UNLOCK", f"{at}/plan.txt", lock_token=token).status_code == 204
    assert other.send("PUT", f"{at}/plan.txt", b"theirs").status_code == 204
    assert versions_of(world, file.id) == [b"Words.", b"mine", b"theirs"]


def test_a_lock_of_a_browser_keeps_programs_of_others_out(
    world: World, explorer, other, file: Document, at: str
) -> None:
    with unit_of_work(world.here.scope):
        files.lock(world.actor("secretary"), file.id)
    assert explorer.send("PUT", f"{at}/plan.txt", b"x").status_code == 423
    assert explorer.lock(f"{at}/plan.txt").status_code == 423
    assert "activelock" in explorer.send("PROPFIND", f"{at}/plan.txt", depth="0").text
    token = token_of(other.lock(f"{at}/plan.txt"))
    assert other.send("PUT", f"{at}/plan.txt", b"own", If=f"({token})").status_code == 204
    other.send("UNLOCK", f"{at}/plan.txt", lock_token=token)
    with unit_of_work(world.here.scope, writes=False):
        assert files.find_lock(world.actor("secretary"), file.id) is None


def test_a_lock_ends_by_itself_and_can_be_renewed(
    world: World, explorer, other, file: Document, at: str
) -> None:
    token = token_of(explorer.lock(f"{at}/plan.txt", timeout="Infinite"))
    with unit_of_work(world.here.scope, writes=False):
        ends = session().scalars(select(FileLock.expires_at)).one()
    assert ends < now() + timedelta(minutes=61)
    renewed = explorer.send("LOCK", f"{at}/plan.txt", If=f"({token})", timeout="Second-60")
    assert renewed.status_code == 200
    with unit_of_work(world.here.scope):
        assert session().scalars(select(FileLock.expires_at)).one() < ends
        session().execute(update(FileLock).values(expires_at=now() - timedelta(seconds=1)))
    assert other.send("PUT", f"{at}/plan.txt", b"x").status_code == 204


def test_locking_a_name_makes_a_file_of_it(world: World, explorer, other, at: str, file) -> None:
    token = token_of(explorer.lock(f"{at}/new.txt"))
    assert other.send("PUT", f"{at}/new.txt", b"x").status_code == 423
    assert explorer.send("PUT", f"{at}/new.txt", b"mine", If=f"({token})").status_code == 204
    assert explorer.send("GET", f"{at}/new.txt").data == b"mine"


def test_folders_are_locked_for_programs_with_what_is_in_them(
    world: World, explorer, other, at: str, file
) -> None:
    token = token_of(explorer.lock(f"{at}/Folder/"))
    assert other.send("PUT", f"{at}/Folder/new.txt", b"x").status_code == 423
    put = explorer.send("PUT", f"{at}/Folder/new.txt", b"x", If=f"</dav/{at}/Folder/> ({token})")
    assert put.status_code == 201
    with unit_of_work(world.here.scope):
        session().execute(update(DavLock).values(expires_at=now() - timedelta(seconds=1)))
    assert other.send("PUT", f"{at}/Folder/other.txt", b"x").status_code == 201
    forget_locks()
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(func.count(DavLock.id))) == 0


def test_several_share_a_lock_that_is_made_to_be_shared(explorer, other, at: str, file) -> None:
    token_of(explorer.lock(f"{at}/plan.txt", "shared"))
    token_of(other.lock(f"{at}/plan.txt", "shared"))
    assert other.lock(f"{at}/plan.txt").status_code == 423


def test_locks_of_another_cooperation_are_unknown_here(
    world: World, explorer, program, at: str, file
) -> None:
    with unit_of_work(world.elsewhere.scope):
        make_file(make_library(world.elsewhere.groups["research"]), "plan.txt")
    theirs = program(world.stranger)
    token = token_of(theirs.lock(f"{world.elsewhere.slug}/research/plan.txt"))
    assert explorer.send("PUT", f"{at}/plan.txt", b"x", If=f"({token})").status_code == 412
    assert explorer.send("UNLOCK", f"{at}/plan.txt", lock_token=token).status_code == 409
    assert explorer.send("PUT", f"{at}/plan.txt", b"x").status_code == 204
