"""How much a cooperation may store."""

from collab.core.db import GLOBAL, unit_of_work
from collab.files import service
from tests.factories import make_person
from tests.integration.files.conftest import Shelf
from tests.uploads import begin, kept, send_form


def allow(shelf: Shelf, most: int | None) -> None:
    with unit_of_work(shelf.world.here.scope):
        service.set_quota(shelf.world.here.id, most)


def test_nothing_is_added_beyond_the_quota(shelf: Shelf, sign_in) -> None:
    allow(shelf, 100)
    member = sign_in(shelf.world.person("member"))
    send = {"on_taken": "both"}
    refused = send_form(member, shelf.upload_url, "files", {"a.txt": b"x" * 94}, **send)
    assert "no room for more files" in refused.text
    assert len(kept()) == 1
    taken = send_form(member, shelf.upload_url, "files", {"a.txt": b"x" * 93}, **send)
    assert taken.status_code == 302
    with unit_of_work(shelf.world.here.scope):
        usage = service.measure(shelf.world.actor("member"))
    assert (usage.used, usage.most, usage.percent, usage.left) == (100, 100, 100, 0)


def test_what_is_on_its_way_counts(shelf: Shelf, sign_in) -> None:
    allow(shelf, 100)
    member = sign_in(shelf.world.person("member"))
    place = {"folder": str(shelf.folder.id)}
    assert begin(member, f"{shelf.url}/uploads", "a.txt", 60, **place).status_code == 201
    second = begin(member, f"{shelf.url}/uploads", "b.txt", 60, **place)
    assert (second.status_code, second.json["code"]) == (507, "quota_full")


def test_a_restored_version_needs_room_too(shelf: Shelf, sign_in) -> None:
    member = sign_in(shelf.world.person("member"))
    send_form(member, f"{shelf.file_url}/versions", "file", {"Report.txt": b"x"})
    allow(shelf, 10)
    assert member.post(f"{shelf.file_url}/versions/1/restoration").status_code == 507
    allow(shelf, None)
    assert member.post(f"{shelf.file_url}/versions/1/restoration").status_code == 302


def test_operators_say_how_much_a_cooperation_may_store(shelf: Shelf, sign_in) -> None:
    with unit_of_work(GLOBAL):
        operator = make_person(is_operator=True)
    client, url = sign_in(operator), f"/operator/storage/{shelf.world.here.slug}"
    assert url in client.get("/operator/cooperations").text
    assert "of 10 GB used" in client.get(url).text
    assert client.post(url, data={"most": "-1"}).status_code == 422
    assert client.post(url, data={"most": "3"}).status_code == 302
    assert "of 3 GB used" in client.get(url).text
    client.post(url, data={"most": ""})
    assert "of 10 GB used" in client.get(url).text
    assert client.get("/operator/storage/nowhere").status_code == 404
    assert sign_in(shelf.world.person("coordinator")).get(url).status_code == 404
