"""The list of all cooperations that operators see: names and numbers, kept by the database."""

import pytest
from sqlalchemy import delete, select

from collab.cooperations import directory
from collab.cooperations.directory import PAGE_SIZE, DirectoryEntry, State
from collab.cooperations.models import Cooperation, Membership
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, new_id, unit_of_work
from tests.factories import make_cooperation, make_delegation, make_membership, make_person
from tests.integration.foundings.founders import Founders, partner

CONTENT = {"description", "texts", "languages", "retention"}


def listed(**wishes) -> list[str]:
    with unit_of_work(GLOBAL, writes=False):
        return [each.slug for each in directory.list_cooperations(**wishes).entries]


def entry(slug: str) -> DirectoryEntry | None:
    with unit_of_work(GLOBAL, writes=False):
        return directory.find_entry(slug)


def make(slug: str, members: int = 0, **changes) -> Scope:
    scope = Scope(cooperation_id=new_id())
    with unit_of_work(scope):
        make_cooperation(scope.cooperation_id, slug=slug, **changes)
        if members:
            delegation = make_delegation()
            for _each in range(members):
                make_membership(make_person(), delegation)
    return scope


def test_it_follows_what_happens_in_a_cooperation(app) -> None:
    scope = make("alps", members=3)
    assert entry("alps").members == 3
    with unit_of_work(scope) as opened:
        opened.scalars(select(Membership)).first().ended_at = now()
    assert entry("alps").members == 2
    with unit_of_work(scope) as opened:
        for row in opened.scalars(select(Membership)):
            row.ended_at = None
        cooperation = opened.scalars(select(Cooperation)).one()
        cooperation.name, cooperation.archived_at = "Alpine Rivers", now()
    found = entry("alps")
    assert (found.name, found.members, found.state) == ("Alpine Rivers", 3, State.ARCHIVED)
    with unit_of_work(scope) as opened:
        opened.execute(delete(Membership))
    assert entry("alps").members == 0
    with unit_of_work(scope) as opened:
        opened.execute(delete(Cooperation))
    assert entry("alps") is None


def test_it_says_how_far_each_is(founders: Founders) -> None:
    make("open")
    make("archived", archived_at=now())
    make("withdrawn", opened_at=None, archived_at=now())
    founders.propose(partner("AA", "ada@one.example"), slug="proposed")
    for state in State:
        assert listed(state=state) == [str(state)]
        assert entry(str(state)).state is state


def test_names_are_found_in_every_language_and_without_accents(app) -> None:
    texts = {"fr": {"name": "Alliance des Rivières", "description": ""}}
    make("alps", name="Flüsse", texts=texts)
    make("sea", name="100% Sea_Side")
    assert listed(search="flusse") == ["alps"]
    assert listed(search="RIVIERES") == ["alps"]
    assert listed(search="ALP") == ["alps"]
    assert listed(search="%") == ["sea"]
    assert listed(search="_") == ["sea"]
    assert listed(search="nothing") == []


def test_it_is_sorted_and_paged_in_the_database(app, count_queries) -> None:
    for number in range(PAGE_SIZE + 2):
        make(f"c{number:02}", name=f"Name {number:02}", members=number == 7)
    with unit_of_work(GLOBAL, writes=False), count_queries() as queries:
        first = directory.list_cooperations()
    assert len(queries) <= 4
    assert (len(first.entries), first.total, first.pages) == (PAGE_SIZE, PAGE_SIZE + 2, 2)
    assert listed(page=2) == ["c25", "c26"]
    assert listed(page=99) == ["c25", "c26"]
    assert listed(page=-3)[0] == "c00"
    assert listed(order="members")[0] == "c07"
    assert listed(order="nonsense")[0] == "c00"


def test_it_repeats_nothing_of_a_cooperations_content() -> None:
    columns = {column.key for column in DirectoryEntry.__mapper__.column_attrs}
    assert not columns & CONTENT
    assert columns == {
        "id",
        "slug",
        "name",
        "language",
        "names_key",
        "created_at",
        "opened_at",
        "archived_at",
        "deletion_requested_at",
        "members",
    }


def test_operators_see_the_page_and_others_find_nothing(world, sign_in, operator) -> None:
    page = sign_in(operator).get("/operator/cooperations")
    assert page.status_code == 200
    assert "Here" in page.text
    assert "6 members" in page.text
    for name in ("coordinator", "member", "guest"):
        answer = sign_in(world.person(name)).get("/operator/cooperations")
        assert answer.status_code == 404
        assert "Elsewhere" not in answer.text


def test_an_operator_comes_into_no_cooperation_by_that(world, sign_in, operator) -> None:
    client = sign_in(operator)
    assert world.here.url() not in client.get("/operator/cooperations").text
    assert client.get(world.here.url()).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["?page=x", "?page=-1", "?page=999999999", "?state=x", "?order=x", "?search=%00%25", "?page=2"],
)
def test_strange_addresses_show_a_page(world, sign_in, operator, query) -> None:
    assert sign_in(operator).get(f"/operator/cooperations{query}").status_code == 200


def test_the_page_is_searched_and_filtered(world, sign_in, operator) -> None:
    client = sign_in(operator)
    page = client.get("/operator/cooperations?search=elsew&state=open&order=members").text
    assert "Elsewhere" in page
    assert '<th scope="row"><span lang="en">Here</span>' not in page
    assert "No cooperation is called so." in client.get("/operator/cooperations?search=zzz").text
