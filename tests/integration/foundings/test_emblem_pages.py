"""The emblem of a delegation on the pages of its cooperation."""

import io

import pytest
from PIL import Image

from collab.activity.models import Activity
from collab.cooperations.models import DelegationEmblem
from collab.core.clock import now
from collab.core.db import unit_of_work
from tests.integration.foundings.founders import find_rows
from tests.world import World


def picture(color: str = "navy", size: tuple[int, int] = (300, 200)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    out.seek(0)
    return out


def form(body: io.BytesIO | None = None) -> dict:
    return {"emblem": (body or picture(), "../../emblem.png")}


def upload(size: int) -> dict:
    """A form with a file of that many bytes; the client would put it into a file of its own."""
    head = b'--x\r\nContent-Disposition: form-data; name="emblem"; filename="x.png"\r\n\r\n'
    body = head + b"x" * size + b"\r\n--x--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=x"}


@pytest.fixture
def url(world: World) -> str:
    return world.here.url(f"/delegations/{world.here.delegations[0].id}/emblem")


@pytest.fixture
def coordinator(world: World, sign_in):
    return sign_in(world.person("coordinator"))


def test_an_uploaded_emblem_is_shown_to_every_member(world, url, sign_in, coordinator) -> None:
    assert coordinator.post(url, data=form()).status_code == 302
    for name in ("coordinator", "member", "guest"):
        answer = sign_in(world.person(name)).get(url)
        assert answer.mimetype == "image/png"
        assert Image.open(io.BytesIO(answer.data)).size == (192, 128)
    assert url in sign_in(world.person("member")).get(world.here.url()).text
    assert url in sign_in(world.person("member")).get(world.here.url("/members")).text


def test_the_image_cannot_do_anything_else_in_a_browser(url, coordinator) -> None:
    coordinator.post(url, data=form())
    headers = coordinator.get(url).headers
    assert headers["Content-Type"] == "image/png"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Cache-Control"].startswith("private")
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_without_an_emblem_the_flag_is_shown(world, url, coordinator) -> None:
    assert coordinator.get(url).status_code == 404
    assert "/flags/DE.svg" in coordinator.get(world.here.url()).text
    assert "/flags/DE.svg" in coordinator.get(world.here.url("/members")).text


def test_a_new_one_takes_the_place_of_the_old_one(world, url, coordinator) -> None:
    coordinator.post(url, data=form())
    coordinator.post(url, data=form(picture("red", (10, 10))))
    assert Image.open(io.BytesIO(coordinator.get(url).data)).size == (10, 10)
    assert len(find_rows(world.here.id, DelegationEmblem)) == 1


def test_it_is_removed(world, url, coordinator) -> None:
    coordinator.post(url, data=form())
    assert "Remove the emblem" in coordinator.get(f"{url}/edit").text
    coordinator.post(f"{url}/removal")
    assert coordinator.get(url).status_code == 404
    assert "Remove the emblem" not in coordinator.get(f"{url}/edit").text
    verbs = [row.verb for row in find_rows(world.here.id, Activity)]
    assert verbs == ["delegation.emblem_changed", "delegation.emblem_removed"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Please choose a file."),
        ({"emblem": (io.BytesIO(b"no image"), "x.png")}, "cannot be read as an image"),
    ],
)
def test_a_bad_file_is_refused_in_plain_words_and_the_old_one_stays(
    url, coordinator, data, words
) -> None:
    coordinator.post(url, data=form())
    fresh = {name: (io.BytesIO(body.getvalue()), file) for name, (body, file) in data.items()}
    answer = coordinator.post(url, data=fresh)
    assert answer.status_code == 422
    assert words in answer.text
    assert coordinator.get(url).status_code == 200


def test_a_file_that_is_too_large_is_refused(url, coordinator) -> None:
    answer = coordinator.post(url, **upload(1_200_000))
    assert answer.status_code == 422
    assert "The file is too large." in answer.text
    assert coordinator.post(url, **upload(5_000_000)).status_code == 413


def test_coordinators_change_their_own_delegation_only(world, url, coordinator) -> None:
    other = world.here.url(f"/delegations/{world.here.delegations[1].id}/emblem")
    assert coordinator.get(f"{other}/edit").status_code == 403
    assert coordinator.post(other, data=form()).status_code == 403
    assert coordinator.post(f"{other}/removal").status_code == 403
    foreign = world.here.url(f"/delegations/{world.elsewhere.delegations[0].id}/emblem")
    assert coordinator.post(foreign, data=form()).status_code == 404
    assert find_rows(world.here.id, DelegationEmblem) == []
    assert find_rows(world.elsewhere.id, DelegationEmblem) == []


def test_nothing_is_changed_in_an_archived_cooperation(world, url, coordinator) -> None:
    coordinator.post(url, data=form())
    with unit_of_work(world.here.scope) as opened:
        opened.merge(world.here.cooperation).archived_at = now()
    assert coordinator.post(url, data=form()).status_code == 409
    assert coordinator.post(f"{url}/removal").status_code == 409
    assert coordinator.get(url).status_code == 200
