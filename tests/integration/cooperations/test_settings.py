"""What those who govern may set, and what keeps the cooperation from locking itself out."""

from dataclasses import replace

import pytest

from collab.accounts.models import Person
from collab.cooperations import service
from collab.cooperations.service import Settings
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.errors import Forbidden, Invalid
from collab.core.revocation import AccessChange
from tests.factories import make_cooperation, make_delegation, make_membership
from tests.world import World

GOOD = Settings(
    name="Vier Motoren",
    description="Seit 1988.",
    language="de",
    texts={"fr": {"name": "Quatre moteurs", "description": ""}, "it": {"name": " "}},
    languages=("de", "fr", "de"),
)


def change(world: World, settings: Settings, name: str = "coordinator"):
    with unit_of_work(world.here.scope):
        return service.change_settings(world.actor(name), settings)


def own(world: World, language: str, text: str = ""):
    person_id = world.person("member").id
    with unit_of_work(Scope(person_id=person_id), writes=False):
        return service.search_own_cooperations(person_id, language, text=text)


def test_settings_are_kept_cleaned_and_logged(world: World, verbs) -> None:
    change(world, GOOD)
    with unit_of_work(world.here.scope, writes=False):
        found = service.read_settings(world.actor("coordinator"))
    assert found.texts == {"fr": {"name": "Quatre moteurs"}}
    assert found.languages == ("de", "fr")
    verb, details = verbs()[-1]
    assert verb == "cooperation.settings_changed"
    assert set(details["changed"]) == {"name", "description", "language", "texts", "languages"}
    change(world, GOOD)
    assert len(verbs()) == 1


def test_the_name_is_read_and_found_in_every_language(world: World) -> None:
    change(world, GOOD)
    assert [each.name for each in own(world, "fr").cooperations] == ["Quatre moteurs"]
    italian = own(world, "it").cooperations[0]
    assert (italian.name, italian.language) == ("Vier Motoren", "de")
    assert own(world, "it", "QUATRE").total == 1
    assert own(world, "it", "vier motoren").total == 1
    assert own(world, "it", "elsewhere").total == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"description": "x" * 5001}, "description"),
        ({"language": "tlh"}, "language"),
        ({"languages": ()}, "languages"),
        ({"languages": ("de", "tlh")}, "languages"),
        ({"texts": {"fr": {"name": "x" * 201}}}, "texts-fr-name"),
        ({"texts": {"tlh": {"name": "x"}}}, "texts"),
        ({"requires_two_factor": True}, "requires_two_factor"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(world, changes, field, verbs) -> None:
    with pytest.raises(Invalid) as caught:
        change(world, replace(GOOD, **changes))
    assert set(caught.value.fields) == {field}
    assert verbs() == []


def test_only_those_who_govern_set_anything(world: World) -> None:
    for name in ("chair", "secretary", "member", "guest"):
        with pytest.raises(Forbidden):
            change(world, GOOD, name)


def test_a_second_factor_can_be_required_by_whoever_has_one(world, told, sign_in) -> None:
    with unit_of_work(GLOBAL):
        session().get(Person, world.person("coordinator").id).second_factor_at = now()
    change(world, replace(GOOD, requires_two_factor=True))
    assert told == [AccessChange(cooperation_id=world.here.id)]
    assert sign_in(world.person("coordinator")).get(world.here.url()).status_code == 200
    answer = sign_in(world.person("member")).get(world.here.url())
    assert answer.status_code == 403
    assert "Set up a second factor" in answer.text
    home = sign_in(world.person("member")).get("/")
    assert home.status_code == 200
    change(world, GOOD)
    assert sign_in(world.person("member")).get(world.here.url()).status_code == 200


def test_many_cooperations_come_in_pages(world: World, sign_in, count_queries) -> None:
    person = world.person("member")
    client = sign_in(person)
    with count_queries() as few:
        client.get("/cooperations")
    for number in range(30):
        place = world.here.id.__class__(int=number + 1)
        with unit_of_work(Scope(cooperation_id=place)):
            archived = now() if number == 0 else None
            opened = None if number == 1 else now()
            make_cooperation(
                place,
                slug=f"many-{number:02}",
                name=f"Many {number:02}",
                archived_at=archived,
                opened_at=opened,
            )
            make_membership(person, make_delegation())
    with count_queries() as many:
        menu = client.get("/cooperations").text
    assert len(many) <= len(few)
    assert menu.count("/c/many-") + menu.count("/c/here") == 25
    assert "/cooperations/all" in menu
    page = client.get("/cooperations/all").text
    assert "archived" in page
    assert "proposed" in page
    assert "Page 1 of 2" in page
    assert client.get("/cooperations/all?page=2").text.count('class="row-item"') == 6
    found = client.get("/cooperations/all?find=many+07").text
    assert found.count('class="row-item"') == 1
    assert (
        "None of your cooperations is called so."
        in client.get("/cooperations/all?find=nothing").text
    )
