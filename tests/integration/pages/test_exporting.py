"""Pages as files, with what the reader may see and nothing else."""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.conversion import files
from collab.conversion.files import can_write_pdf
from collab.conversion.reading.webpage import read_webpage
from collab.core.addresses import public_url
from collab.core.db import unit_of_work
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.live import service as live
from collab.pages.service import create_page
from collab.texts.nodes import Node
from tests.converted import headings
from tests.documents import make_draft, share_with
from tests.factories import make_group
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


def said(words: str, *more: Node) -> list[Node]:
    return [{"type": "paragraph", "content": [{"type": "text", "text": words}, *more]}]


@pytest.fixture
def page(world: World) -> Document:
    """A page with an image and a link, a page below it, and one that only coordinators see."""
    actor = world.actor("coordinator")
    with unit_of_work(world.here.scope):
        draft = make_draft("An image")
        spot = Spot(group_id=world.group.id)
        top = create_page(
            actor, spot, "Top: a plan", "fr", content=draft.content["content"], images=draft.images
        )
        link = {"type": "documentLink", "attrs": {"document": str(top.id), "label": "old"}}
        below = Spot(parent_id=top.id)
        create_page(actor, below, "Below", "en", content=said("Words below ", link))
        hidden = create_page(actor, below, "Hidden", "en", content=said("CANARY"))
        hidden.group_id = make_group().id
        share_with(hidden, make_group())
    live.run_pending_operations()
    return top


@pytest.fixture
def client(world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(world.person("member"))


def inflated(pdf: bytes) -> bytes:
    """What is in the streams of the PDF."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(
        zlib.decompressobj().decompress(each) for each in found if each[:1] == b"x"
    )


def address(world: World, page: Document, query: str) -> str:
    return world.here.url(f"/pages/{page.id}/file?{query}")


def test_a_page_and_those_below_it_are_one_document_without_what_is_hidden(
    world: World, client: FlaskClient, page: Document
) -> None:
    shown = client.get(world.here.url(f"/pages/{page.id}/export")).text
    assert "With the 1 page below it" in shown
    answer = client.get(address(world, page, "format=html&below=1"))
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "CANARY" not in answer.text
    made = read_webpage(answer.data)
    assert made.title == "Top: a plan"
    assert headings(made.content) == [(1, "Contents"), (1, "Below")]
    assert len(made.images) == 1
    link = public_url(world.here.url(f"/documents/{page.id}"))
    assert link.startswith("http")
    assert f'href="{link}"' in answer.text
    assert "Below" not in client.get(address(world, page, "format=html")).text


def test_markdown_brings_its_images_in_a_zip(
    world: World, client: FlaskClient, page: Document
) -> None:
    answer = client.get(address(world, page, "format=md"))
    assert answer.mimetype == "application/zip"
    with ZipFile(BytesIO(answer.data)) as archive:
        assert archive.namelist() == ["Top a plan.md", "images/1.png"]
        assert archive.read("images/1.png").startswith(b"\x89PNG")
        assert b"![](images/1.png)" in archive.read("Top a plan.md")


def test_a_pdf_is_tagged_and_names_its_language(
    world: World, client: FlaskClient, page: Document
) -> None:
    if not can_write_pdf():
        pytest.skip("Pango is not installed")
    answer = client.get(address(world, page, "format=pdf&below=1"))
    assert answer.data.startswith(b"%PDF-")
    inside = inflated(answer.data)
    for sign in (b"pdfuaid", b"/Lang (fr)", b"/StructTreeRoot", b"/H1", b"/Figure"):
        assert sign in inside


def test_without_its_libraries_pdf_is_not_offered_but_the_page_to_print(
    world: World, client: FlaskClient, page: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "can_write_pdf", lambda: False)
    shown = client.get(world.here.url(f"/pages/{page.id}/export")).text
    assert 'value="pdf"' not in shown
    assert world.here.url(f"/pages/{page.id}/read") in shown
    assert client.get(address(world, page, "format=pdf")).status_code == 409
    assert client.get(address(world, page, "format=exe")).status_code == 404
