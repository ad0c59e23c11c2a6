"""Files become pages: looked at first, once, and only by who may write there."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.documents.models import Document, Kind
from collab.documents.service import Spot
from collab.live import service as live
from collab.pages import service as pages
from collab.pages.duties import forget_imports
from collab.pages.import_models import PageImport
from collab.pages.models import PageImage
from collab.pages.service import importing
from collab.pages.service.drafts import Batch
from tests.converted import OFFICE, find, headings
from tests.documents import make_draft, make_folder, make_library
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def folder(world: World) -> Document:
    with unit_of_work(world.here.scope):
        return make_folder(make_library(world.group), "Imports")


@pytest.fixture
def client(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.person("member"))


def send(client: FlaskClient, world: World, folder: Document, *names: Any) -> Any:
    files = [
        (BytesIO((OFFICE / each).read_bytes()), each) if isinstance(each, str) else each
        for each in names
    ]
    form = {"parent": str(folder.id), "files": files}
    return client.post(world.here.url("/pages/import"), data=form)


def kept(world: World) -> PageImport | None:
    with unit_of_work(world.here.scope, writes=False):
        return session().scalar(select(PageImport))


def list_pages(world: World) -> list[Document]:
    with unit_of_work(world.here.scope, writes=False):
        return list(session().scalars(select(Document).where(Document.kind == Kind.PAGE)))


def test_a_document_becomes_a_page_with_its_picture(
    world: World, client: FlaskClient, folder: Document
) -> None:
    answer = send(client, world, folder, "report-pandoc.docx")
    assert answer.status_code == 302, answer.text
    shown = client.get(answer.location)
    assert "2 footnotes stand at the end of the text." in shown.text
    assert "Ausgangslage" in shown.text
    image = shown.text.partition('src="/c/')[2].partition('"')[0]
    assert client.get(f"/c/{image}").mimetype == "image/png"
    assert list_pages(world) == []
    form = {"take-0": "1", "title-0": "Der Bericht", "language-0": "de"}
    answer = client.post(answer.location, data=form)
    (page,) = list_pages(world)
    assert answer.location == world.here.url(f"/pages/{page.id}")
    assert (page.title, page.language, page.parent_id) == ("Der Bericht", "de", folder.id)
    live.run_pending_operations()
    with unit_of_work(world.here.scope, writes=False):
        found = pages.find_page(world.actor("member"), page.id)
        content = pages.read_text(found.live_id).content
        assert headings(content)[0] == (1, "Ausgangslage")
        (picture,) = find(content, "image")
        (row,) = session().scalars(select(PageImage))
        assert picture["attrs"]["image"] == str(row.id)


def test_what_cannot_be_a_page_is_named_beside_what_can(
    world: World, client: FlaskClient, folder: Document
) -> None:
    answer = send(
        client,
        world,
        folder,
        (BytesIO(b"# Plan\n\n![map](pictures/map.png)\n\n![gone](gone.png)"), "plan.md"),
        (BytesIO((OFFICE / "sources" / "map.png").read_bytes()), "map.png"),
        (BytesIO(b"%PDF-1.4 no page"), "scan.pdf"),
        (BytesIO(b"PK\x03\x04 no document"), "broken.docx"),
        (BytesIO(b""), "empty.odt"),
    )
    shown = client.get(answer.location).text
    for name in ("scan.pdf", "broken.docx", "empty.odt"):
        assert name in shown
    assert "1 picture is missing or cannot be shown." in shown
    row = kept(world)
    assert row is not None
    assert [each["title"] for each in row.content["drafts"]] == ["Plan"]
    assert len(row.content["drafts"][0]["images"]) == 1
    assert len(row.content["refusals"]) == 3


def test_pages_are_made_once(world: World, client: FlaskClient, folder: Document) -> None:
    address = prepared(world, folder)
    assert client.post(address).status_code == 422  # nothing was chosen
    assert client.post(address, data={"take-0": "1", "title-0": " "}).status_code == 422
    assert list_pages(world) == []
    for _ in range(2):
        answer = client.post(address, data={"take-0": "1", "take-1": "1"})
        assert answer.location == world.here.url(f"/documents/{folder.id}")
    assert [each.title for each in list_pages(world)] == ["One", "Two"]
    assert client.get(address).status_code == 302


def prepared(world: World, folder: Document, by: str = "member") -> str:
    with unit_of_work(world.here.scope):
        batch = Batch((make_draft("One"), make_draft("Two")))
        import_id = importing.keep_import(world.actor(by), Spot(parent_id=folder.id), batch)
    return world.here.url(f"/pages/imports/{import_id}")


def test_nobody_else_sees_what_somebody_sent(
    world: World, sign_in: SignIn, folder: Document
) -> None:
    address = prepared(world, folder)
    client = sign_in(world.person("coordinator"))
    assert client.get(address).status_code == 404
    assert client.post(address, data={"take-0": "1"}).status_code == 404
    assert client.post(f"{address}/removal").status_code == 404
    assert kept(world) is not None


def test_files_that_are_discarded_are_gone(
    world: World, client: FlaskClient, folder: Document
) -> None:
    address = prepared(world, folder)
    assert client.post(f"{address}/removal").status_code == 302
    assert kept(world) is None
    assert client.get(address).status_code == 404


def test_what_became_no_page_is_forgotten(world: World, folder: Document) -> None:
    prepared(world, folder)
    forget_imports()
    assert kept(world) is not None
    with unit_of_work(world.here.scope):
        session().scalars(select(PageImport)).one().expires_at = now()
    forget_imports()
    assert kept(world) is None


def test_only_the_last_few_files_of_somebody_are_kept(world: World, folder: Document) -> None:
    for _ in range(importing.MAX_OPEN + 2):
        prepared(world, folder)
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalar(select(func.count(PageImport.id))) == importing.MAX_OPEN


def test_an_import_without_files_or_for_a_place_that_is_not_there_is_refused(
    world: World, client: FlaskClient
) -> None:
    form = {"group": "common"}
    assert client.post(world.here.url("/pages/import"), data=form).status_code == 422
    nowhere = f"?parent={UUID(int=1)}"
    assert client.get(world.here.url(f"/pages/import{nowhere}")).status_code == 404
