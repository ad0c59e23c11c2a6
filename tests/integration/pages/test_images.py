"""Images of pages: made anew, shown to who sees the page, gone with it."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from collab.cooperations.stored_files import tidy_files
from collab.core.db import session, unit_of_work
from collab.core.errors import Forbidden, NotFound
from collab.core.storage import storage
from collab.documents.models import Document
from collab.documents.service import Spot, erase_document, trash_document
from collab.files.service.usage import set_quota
from collab.live import service as live
from collab.live.models import LiveDocument
from collab.pages import service
from collab.pages.models import PageImage
from collab.pages.service import images
from tests.documents import make_library, make_page
from tests.world import World


def picture(kind: str = "PNG") -> BytesIO:
    made = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(made, kind)
    made.seek(0)
    return made


@pytest.fixture
def page(world: World) -> Document:
    """A page of the group."""
    with unit_of_work(world.here.scope):
        return make_page(make_library(world.group))


def keep(world: World, page: Document, by: str = "member") -> UUID:
    prepared = service.prepare_image(world.here.id, picture())
    with unit_of_work(world.here.scope):
        return service.add_image(world.actor(by), page.id, prepared).id


def send(client: FlaskClient, world: World, page: Document, file: BytesIO, name: str = "a.png"):
    url = world.here.url(f"/pages/{page.id}/images")
    return client.post(url, data={"image": (file, name)}, headers={"X-Fragment": "1"})


def test_an_image_is_sent_and_shown_as_an_image_and_nothing_else(
    world: World, page: Document, sign_in
) -> None:
    answer = send(sign_in(world.person("member")), world, page, picture("GIF"), "a.gif").json
    assert answer["ok"]
    shown = sign_in(world.person("chair")).get(answer["url"])
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"].startswith("private")
    assert Image.open(BytesIO(shown.data)).size == (40, 30)


def test_what_is_no_image_is_refused_in_words(world: World, page: Document, sign_in) -> None:
    svg = BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    answer = send(sign_in(world.person("member")), world, page, svg, "a.png")
    assert answer.status_code == 422
    assert "not an image" in answer.json["message"]
    with unit_of_work(world.here.scope, writes=False):
        assert session().scalars(select(PageImage)).all() == []


def test_who_may_not_write_the_page_adds_no_image(world: World, page: Document, sign_in) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Document, page.id).audience = "cooperation"
    answer = send(sign_in(world.person("outsider")), world, page, picture())
    assert answer.status_code == 403
    prepared = service.prepare_image(world.here.id, picture())
    with unit_of_work(world.here.scope), pytest.raises(Forbidden):
        service.add_image(world.actor("outsider"), page.id, prepared)


def test_an_image_belongs_to_its_page_alone(world: World, page: Document) -> None:
    image_id = keep(world, page)
    with unit_of_work(world.here.scope):
        other = make_page(make_library())
        for actor, page_id, wanted in (
            ("outsider", page.id, image_id),
            ("member", other.id, image_id),
            ("member", page.id, uuid4()),
        ):
            with pytest.raises(NotFound):
                service.open_image(world.actor(actor), page_id, wanted)


def test_a_page_takes_only_so_many(
    world: World, page: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(images, "MAX_IMAGES", 1)
    keep(world, page)
    with pytest.raises(images.TooManyImages):
        keep(world, page)


def test_an_image_that_does_not_fit_is_not_kept(world: World, page: Document, sign_in) -> None:
    with unit_of_work(world.here.scope):
        set_quota(world.here.id, 10)
    answer = send(sign_in(world.person("member")), world, page, picture())
    assert answer.status_code == 507
    assert list(storage.list_kept()) == []


def test_a_page_is_made_with_images_and_without_those_that_cannot_be_opened(world: World) -> None:
    prepared = service.prepare_images(
        world.here.id, {"good": picture("JPEG").read(), "bad": b"GIF89a nonsense"}
    )
    content = [
        {"type": "image", "attrs": {"image": "good", "alt": "Teal"}},
        {"type": "blockquote", "content": [{"type": "image", "attrs": {"image": "bad"}}]},
    ]
    with unit_of_work(world.here.scope):
        made = service.create_page(
            world.actor("member"), Spot(), "Teal", "en", content=content, images=prepared
        )
        kept = session().scalars(select(PageImage)).all()
    assert [each.document_id for each in kept] == [made.id]
    live.run_pending_operations()
    with unit_of_work(world.here.scope, writes=False):
        found = service.find_page(world.actor("member"), made.id)
        first, second = service.read_text(found.live_id).content["content"]
    assert first["attrs"]["image"] == str(kept[0].id)
    assert [each["type"] for each in second["content"]] == ["paragraph"]


def test_a_page_that_goes_for_good_takes_its_text_and_images_along(
    world: World, page: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    image_id = keep(world, page)
    with unit_of_work(world.here.scope):
        live_id = service.find_page(world.actor("member"), page.id).live_id
        trash_document(world.actor("coordinator"), page.id)
    with unit_of_work(world.here.scope):
        erase_document(world.actor("coordinator"), page.id)
    with unit_of_work(world.here.scope, writes=False):
        assert session().get(LiveDocument, live_id) is None
        assert session().get(PageImage, image_id) is None
    monkeypatch.setattr("collab.cooperations.stored_files.GRACE", timedelta(seconds=-5))
    tidy_files()
    assert image_id not in {kept.file_id for kept in storage.list_kept()}
