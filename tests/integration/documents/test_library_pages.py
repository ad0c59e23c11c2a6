"""Libraries in the browser without scripts: lists, forms, what is offered to whom."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.db import unit_of_work
from collab.documents.models import Document
from collab.files.service import locking
from tests.documents import make_file, make_folder, make_library, make_page
from tests.queries import watch_queries
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def folder(world: World) -> Document:
    with unit_of_work(world.here.scope):
        library = make_library(world.group)
        made = make_folder(library, "Änderungen", language="de")
        make_page(made, "Programme")
        make_file(made, "map.txt")
        make_folder(library, "Empty")
        return made


def make_locked_file(world: World, folder: Document) -> Document:
    with unit_of_work(world.here.scope):
        file = make_file(folder, "locked.txt")
    with unit_of_work(world.here.scope):
        locking.lock(world.actor("chair"), file.id)
    return file


def test_a_library_lists_what_is_there_and_offers_what_one_may(
    world: World, folder: Document, sign_in: SignIn
) -> None:
    url = world.here.url("/documents/in/research")
    member = sign_in(world.person("member")).get(url)
    assert "Änderungen" in member.text
    assert "2 documents" in member.text
    assert "Move to the trash" in member.text
    assert f"/documents/{folder.id}/sharing" not in member.text
    assert f"/documents/{folder.id}/sharing" in sign_in(world.person("chair")).get(url).text
    file = make_locked_file(world, folder)
    inside = sign_in(world.person("member")).get(world.here.url(f"/documents/folders/{folder.id}"))
    assert f"Locked by {world.person('chair').name}" in inside.text
    assert f"/files/{file.id}/download" in inside.text
    guest = sign_in(world.person("guest")).get(url)
    assert "There is nothing here that you can see." in guest.text
    assert "New folder" not in guest.text
    assert (
        sign_in(world.person("member")).get(world.here.url("/documents/in/none")).status_code == 404
    )


def test_all_libraries_are_on_one_page(world: World, folder: Document, sign_in: SignIn) -> None:
    page = sign_in(world.person("outsider")).get(world.here.url("/documents"))
    assert "The whole cooperation" in page.text
    assert "Culture" in page.text
    assert "Research" not in page.text


def test_a_folder_is_made_named_moved_thrown_away_and_brought_back_by_plain_forms(
    world: World, folder: Document, sign_in: SignIn
) -> None:
    client = sign_in(world.person("member"))
    at = world.here.url
    new = {"title": "Drafts", "parent": str(folder.id)}
    made = client.post(at("/documents/folders"), data=new, follow_redirects=True)
    assert "The folder “Drafts” was made." in made.text
    again = client.post(at("/documents/folders"), data=new)
    assert again.status_code == 422
    assert "something of this name here already" in again.text
    with unit_of_work(world.here.scope, writes=False) as opened:
        drafts = opened.query(Document).filter_by(title="Drafts").one()
    one = at(f"/documents/{drafts.id}")
    assert 'value="Drafts"' in client.get(f"{one}/name").text
    named = client.post(f"{one}/name", data={"title": "Old drafts"}, follow_redirects=True)
    assert "Old drafts" in named.text
    assert client.post(f"{one}/name", data={"title": "map.txt"}).status_code == 422
    assert f'value="in:{folder.id}"' in client.get(f"{one}/move").text
    moved = client.post(f"{one}/move", data={"to": f"top:{world.group.id}"}, follow_redirects=True)
    assert "“Old drafts” was moved." in moved.text
    up = client.post(f"{one}/move", data={"direction": "up"}, follow_redirects=True)
    assert up.text.index(f'id="document-{drafts.id}"') < up.text.rindex("Empty")
    gone = client.post(f"{one}/trash", follow_redirects=True)
    assert "“Old drafts” is in the trash." in gone.text
    assert "Old drafts" in client.get(at("/documents/trash")).text
    back = client.post(f"{one}/restoration", follow_redirects=True)
    assert "“Old drafts” is back." in back.text


def test_the_script_is_answered_in_words(world: World, folder: Document, sign_in: SignIn) -> None:
    client = sign_in(world.person("member"))
    one = world.here.url(f"/documents/{folder.id}")
    asks = {"X-Fragment": "1"}
    named = client.post(f"{one}/name", data={"title": "New"}, headers=asks)
    assert named.json == {"ok": True, "title": "New"}
    taken = client.post(f"{one}/name", data={"title": "empty"}, headers=asks)
    assert taken.status_code == 409
    assert "something of this name" in taken.json["message"]
    empty = client.post(f"{one}/name", data={"title": " "}, headers=asks)
    assert empty.json["message"] == "Please enter a name."
    itself = client.post(f"{one}/move", data={"to": f"in:{folder.id}"}, headers=asks)
    assert (itself.status_code, itself.json["code"]) == (409, "into_itself")
    nowhere = client.post(f"{one}/move", data={"to": "nowhere"}, headers=asks)
    assert nowhere.status_code == 404


def test_sharing_is_a_form(world: World, folder: Document, sign_in: SignIn) -> None:
    client = sign_in(world.person("chair"))
    url = world.here.url(f"/documents/{folder.id}/sharing")
    culture = world.here.groups["culture"].id
    saved = client.post(
        url, data={"audience": "groups", f"group-{culture}": "read"}, follow_redirects=True
    )
    assert "The changes are saved." in saved.text
    assert 'value="read" selected' in saved.text
    assert client.post(url, data={"audience": "everybody"}).status_code == 422
    seen = sign_in(world.person("outsider")).get(world.here.url(f"/documents/folders/{folder.id}"))
    assert "Programme" in seen.text
    assert "New folder" not in seen.text


def test_a_long_list_takes_no_more_questions(
    world: World, folder: Document, sign_in: SignIn
) -> None:
    client, url = sign_in(world.person("member")), world.here.url("/documents/in/research")
    client.get(url)
    with watch_queries() as few:
        client.get(url)
    with unit_of_work(world.here.scope):
        for _number in range(20):
            make_page(make_folder(make_library(world.group)))
    with watch_queries() as many:
        client.get(url)
    assert len(many) == len(few)


def test_the_page_of_a_group_shows_what_changed_last(
    world: World, folder: Document, sign_in: SignIn
) -> None:
    page = sign_in(world.person("member")).get(world.here.url("/groups/research"))
    assert "Programme" in page.text
    assert (
        "Programme"
        not in sign_in(world.person("outsider")).get(world.here.url("/groups/research")).text
    )
