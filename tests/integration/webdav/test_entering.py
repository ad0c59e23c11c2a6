"""Who gets in, and what they see."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select, update

from collab.accounts import service as accounts
from collab.accounts.models import AppPassword
from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.documented import furnish_documents
from tests.documents import make_file, make_folder, make_library, make_page, share_with
from tests.world import World


def test_without_an_app_password_nobody_gets_in(app, sign_in, world: World, explorer) -> None:
    answer = app.test_client().open("/dav/", method="PROPFIND")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    signed_in = sign_in(world.person("member"))
    assert signed_in.open("/dav/here/", method="PROPFIND").status_code == 401
    explorer.password = "wrong"
    assert explorer.send("PROPFIND", "", depth="1").status_code == 401


@pytest.mark.parametrize("header", ["Basic", "Basic !!", "Basic Zm9v", "Bearer x", "Basic w/8="])
def test_what_is_no_password_is_refused(app, header: str) -> None:
    answer = app.test_client().get("/dav/", headers={"Authorization": header})
    assert answer.status_code == 401


def test_guessing_is_slowed_down(explorer) -> None:
    right, explorer.password = explorer.password, "wrong"
    answers = [explorer.send("PROPFIND", "", depth="1").status_code for _ in range(45)]
    assert answers[0] == 401
    assert answers[-1] == 429
    explorer.password = right
    assert explorer.send("PROPFIND", "", depth="1").status_code == 207


def test_when_it_was_last_used_is_known(explorer) -> None:
    explorer.list("")
    with unit_of_work(GLOBAL, writes=False):
        used = session().scalars(select(AppPassword.last_used_at)).one()
    assert used is not None
    assert used > now() - timedelta(minutes=1)


def test_a_program_sees_cooperations_libraries_folders_and_files(world: World, explorer) -> None:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        folder = make_folder(library, "Joint/work")
        make_file(folder, "Plan für Ulm.txt")
        make_page(folder, "A page")
        make_file(make_library(), "for all.txt")
    assert explorer.list("") == [f"{world.here.slug}/"]
    at = world.here.slug
    assert f"{at}/research/" in explorer.list(f"{at}/")
    assert explorer.list(f"{at}/research/") == [f"{at}/research/Joint%E2%88%95work/"]
    assert explorer.list(f"{at}/research/Joint%E2%88%95work/") == [
        f"{at}/research/Joint%E2%88%95work/Plan%20f%C3%BCr%20Ulm.txt"
    ]
    assert explorer.list(f"{at}/common/") == [f"{at}/common/for%20all.txt"]


def test_only_what_the_person_may_see_is_there(world: World, program) -> None:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        hidden = make_folder(library, "Hidden")
        make_file(hidden, "secret.txt")
        shown = make_file(hidden, "shared.txt")
        share_with(shown, world.here.groups["culture"])
    outsider = program(world.person("outsider"))
    at = f"{world.here.slug}/research"
    assert outsider.list(f"{at}/") == [f"{at}/shared.txt"]
    assert outsider.send("GET", f"{at}/shared.txt").data == b"Words."
    assert outsider.send("GET", f"{at}/Hidden/secret.txt").status_code == 404
    assert outsider.send("PUT", f"{at}/shared.txt", b"x").status_code == 403
    assert outsider.send("PUT", f"{at}/new.txt", b"x").status_code == 403
    assert outsider.send("PROPPATCH", f"{at}/shared.txt", b"<x/>").status_code >= 400
    assert outsider.lock(f"{at}/shared.txt").status_code == 403
    assert outsider.send("DELETE", f"{at}/shared.txt").status_code == 403


METHODS = frozenset(
    {"GET", "HEAD", "PROPFIND", "PUT", "DELETE", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK"}
    | {"PROPPATCH", "OPTIONS", "POST", "PATCH"}
)


def test_nothing_of_another_cooperation_is_there(world: World, explorer) -> None:
    canary = "canary-4711"
    furnish_documents(world.elsewhere, canary)
    with unit_of_work(world.here.scope):
        make_file(make_library(world.group), "own.txt")
    at, own = world.elsewhere.slug, f"{world.here.slug}/research/own.txt"
    paths = ("", "research/", f"research/Folder {canary}/{canary}.txt")
    for method, path in product(METHODS, paths):
        there = f"{at}/{path}"
        heads = {"depth": "0", "destination": f"http://localhost/dav/{own}", "lock_token": "<x>"}
        answer = explorer.send(method, there, **heads)
        assert answer.status_code == 404
        assert canary not in answer.text
    for method, path in product(("COPY", "MOVE"), paths):
        there = f"http://localhost/dav/{at}/{path}new"
        assert explorer.send(method, own, destination=there).status_code in {403, 409, 502}


def test_whoever_is_removed_is_out_at_once(world: World, explorer) -> None:
    at = f"{world.here.slug}/research/"
    assert explorer.send("PROPFIND", at, depth="0").status_code == 207
    with unit_of_work(world.here.scope):
        ended = update(Membership).where(Membership.id == world.membership("member").id)
        session().execute(ended.values(ended_at=now()))
    assert explorer.send("PROPFIND", at, depth="0").status_code == 404
    assert explorer.list("") == []
    with unit_of_work(GLOBAL):
        accounts.revoke_app_passwords(world.person("member").id)
    assert explorer.send("PROPFIND", "", depth="0").status_code == 401


def test_a_list_takes_few_queries_however_long_it_is(world: World, explorer, count_queries) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(make_library(world.group), "Long")
        for number in range(20):
            make_file(folder, f"{number}.txt")
    at = f"{world.here.slug}/research/Long/"
    explorer.list(at)
    with count_queries() as queries:
        assert len(explorer.list(at)) == 20
    assert len(queries) <= 25


def test_a_whole_tree_is_not_listed_at_once(world: World, explorer) -> None:
    assert explorer.send("PROPFIND", f"{world.here.slug}/").status_code == 403
    assert explorer.send("PROPFIND", "", depth="infinity").status_code == 403


def test_above_cooperations_nothing_is_changed(world: World, explorer) -> None:
    there = {"destination": "http://localhost/dav/new/"}
    for method in ("PUT", "MKCOL", "DELETE", "LOCK", "PROPPATCH", "COPY", "MOVE"):
        for path in ("", "new", f"{world.here.slug}/", f"{world.here.slug}/new"):
            assert 400 <= explorer.send(method, path, **there).status_code < 500


def test_the_page_of_a_library_says_where_programs_find_it(sign_in, world: World) -> None:
    member = sign_in(world.person("member"))
    at = world.here.slug
    library = member.get(world.here.url("/documents/in/research")).text
    assert f"/dav/{at}/research/</code>" in library
    assert f"/dav/{at}/common/</code>" in member.get(world.here.url("/documents/in/common")).text
    assert f"/dav/{at}/</code>" in member.get(world.here.url("/documents")).text
