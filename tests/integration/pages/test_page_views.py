"""A page in the browser: made, written, read, renamed; without a script too."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from collab.core.db import new_id, session, unit_of_work
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.live import service as live
from collab.pages import service
from collab.pages.models import PageLink
from tests.documents import make_folder, make_library, make_page
from tests.world import World


@pytest.fixture
def page(world: World) -> Document:
    """A page of the group, by a member."""
    content = [
        {"type": "heading", "attrs": {"level": 1}, "content": [_words("Aims")]},
        {"type": "heading", "attrs": {"level": 2}, "content": [_words("First")]},
        {"type": "heading", "attrs": {"level": 2}, "content": [_words("Second")]},
        {
            "type": "paragraph",
            "content": [
                {
                    "type": "mention",
                    "attrs": {"id": str(world.membership("chair").id), "label": "Old name"},
                }
            ],
        },
    ]
    with unit_of_work(world.here.scope):
        made = service.create_page(
            world.actor("member"), Spot(group_id=world.group.id), "Charte", "fr", content=content
        )
    live.run_pending_operations()
    return made


def _words(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def test_a_page_is_made_by_a_form_and_opened(world: World, sign_in) -> None:
    with unit_of_work(world.here.scope):
        folder = make_folder(make_library(world.group), "Papers")
    client = sign_in(world.person("member"))
    form = client.get(world.here.url(f"/pages/new?parent={folder.id}")).text
    assert "Papers" in form
    data = {"title": "Report", "language": "it", "template": "trip_report", "parent": folder.id}
    answer = client.post(world.here.url("/pages"), data=data, follow_redirects=True)
    assert '<h1><span lang="it">Report</span></h1>' in answer.text
    with unit_of_work(world.here.scope, writes=False):
        made = session().scalars(select(Document).where(Document.title == "Report")).one()
    assert made.parent_id == folder.id


def test_a_new_page_without_a_title_is_asked_for_again(world: World, sign_in) -> None:
    client = sign_in(world.person("member"))
    data = {"title": "", "language": "it", "template": "trip_report", "group": world.group.slug}
    answer = client.post(world.here.url("/pages"), data=data)
    assert answer.status_code == 422
    assert "Please enter a title." in answer.text
    assert re.search(r'value="trip_report" checked', answer.text)


def test_a_script_makes_a_page_to_link_to(world: World, page: Document, sign_in) -> None:
    client = sign_in(world.person("member"))
    data = {"title": "Annex", "language": "fr", "template": "empty", "parent": page.id}
    fragment = {"X-Fragment": "1"}
    answer = client.post(world.here.url("/pages"), data=data, headers=fragment).json
    assert answer["thing"]["words"] == "Annex"
    with unit_of_work(world.here.scope, writes=False):
        made = session().scalars(select(Document).where(Document.title == "Annex")).one()
    assert answer["thing"]["key"] == f"document:{made.id}"
    refused = client.post(world.here.url("/pages"), data=data | {"title": ""}, headers=fragment)
    assert refused.status_code == 422
    assert refused.json["message"] == "Please enter a title."


def test_the_editor_finds_what_it_needs(world: World, page: Document, sign_in) -> None:
    url = world.here.url(f"/pages/{page.id}")
    shown = sign_in(world.person("member")).get(url).text
    tag = re.search(r'<section id="text".*?>', shown, re.DOTALL)
    assert tag
    told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag.group()))
    assert told["data-writable"] == "true"
    assert told["lang"] == "fr"
    assert told["data-images"] == f"{url}/images"
    assert told["data-lookup"] == f"{url}/known"
    assert told["data-choices"] == f"{url}/choices"


def test_readers_follow_along_and_may_not_rename(world: World, page: Document, sign_in) -> None:
    with unit_of_work(world.here.scope):
        session().get_one(Document, page.id).audience = "cooperation"
    client = sign_in(world.person("outsider"))
    shown = client.get(world.here.url(f"/pages/{page.id}")).text
    assert 'data-writable="false"' in shown
    assert "You can read along." in shown
    assert "data-rename" not in shown
    renamed = client.post(world.here.url(f"/pages/{page.id}/title"), data={"title": "Mine"})
    assert renamed.status_code == 403


def test_a_page_is_read_with_contents_and_present_names(
    world: World, page: Document, sign_in
) -> None:
    with unit_of_work(world.here.scope):
        linking = make_page(make_library(world.group), "Register of papers")
        link = PageLink(id=new_id(), document_id=linking.id, target_id=page.id)
        session().add(link)
    url = world.here.url(f"/pages/{page.id}/read")
    shown = sign_in(world.person("member")).get(url).text
    assert '<h2 id="heading-1">Aims</h2>' in shown
    assert shown.count('<li data-level="2"><a href="#heading-') == 2
    assert f"@{world.person('chair').name}" in shown
    assert "Old name" not in shown
    assert linking.title in shown


def test_a_wrong_title_is_shown_again_with_what_is_wrong(
    world: World, page: Document, sign_in
) -> None:
    client = sign_in(world.person("member"))
    url = world.here.url(f"/pages/{page.id}/title")
    assert "Charte" in client.get(url).text
    answer = client.post(url, data={"title": "x" * 201})
    assert answer.status_code == 422
    assert "x" * 201 in answer.text
    answer = client.post(url, data={"title": "Charte de 2027"}, follow_redirects=True)
    assert "Charte de 2027" in answer.text


def test_a_page_costs_few_queries_however_many_there_are(
    world: World, page: Document, sign_in, count_queries
) -> None:
    client = sign_in(world.person("member"))
    url = world.here.url(f"/pages/{page.id}")
    client.get(url)
    with count_queries() as few:
        client.get(url)
    with unit_of_work(world.here.scope):
        for _ in range(10):
            make_page(make_page(page))
    with count_queries() as many:
        client.get(url)
    assert len(many) == len(few)
