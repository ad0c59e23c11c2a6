"""In an archived cooperation pages offer nothing that would only be refused."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import session, unit_of_work
from collab.meetings.models import Meeting
from tests.factories import make_agenda_item, make_document, make_meeting, make_minutes
from tests.world import World

SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def meeting(world: World) -> Meeting:
    with unit_of_work(world.here.scope):
        made = make_meeting(world.membership("chair"), world.group)
        make_agenda_item(made)
        make_minutes(made, make_document())
    return made


def count_forms(client: FlaskClient, path: str) -> int:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.text.split("<main")[1].split("</main>")[0].count('method="post"')


@pytest.mark.parametrize("name", ["coordinator", "chair"])
def test_pages_that_offer_changes_offer_none(
    world: World, meeting: Meeting, sign_in: SignIn, name: str
) -> None:
    client = sign_in(world.person(name))
    paths = ["", "/groups", "/groups/research", "/meetings"]
    at = f"/meetings/{meeting.id}"
    pages = [world.here.url(path) for path in (*paths, at, f"{at}/attendance")]
    offered = [count_forms(client, page) for page in pages]
    with unit_of_work(world.here.scope):
        session().scalars(select(Cooperation)).one().archived_at = now()
    assert sum(offered) > 0
    assert [count_forms(client, page) for page in pages] == [0] * len(pages)
    refused = client.post(world.here.url("/meetings"), data={"title": "Next"})
    assert refused.status_code in (409, 422)
