"""A meeting that is shared with a guest: open minutes close at once when that is taken back."""

import re
from uuid import UUID

import pytest
import requests
from sqlalchemy import select

from collab.core.db import session, unit_of_work
from collab.meetings import service as meetings
from collab.minutes.models import Minutes
from tests.integration.live.conftest import Sea
from tests.integration.live.peers import until
from tests.planning import plan_meeting


class Shared:
    """A plenary, which guests do not see, and a browser of whoever manages it."""

    def __init__(self, sea: Sea) -> None:
        self.sea, self.world = sea, sea.world
        self.id = plan_meeting(self.world.actor("chair"))
        with unit_of_work(self.world.here.scope, writes=False):
            wanted = select(Minutes.document_id).where(Minutes.meeting_id == self.id)
            self.document = str(session().scalars(wanted).one())
        self.browser = requests.Session()
        cookie = sea.cookie(self.world.person("chair"))
        self.browser.cookies.set("collab", cookie, domain="127.0.0.1", path="/")

    def guest_id(self) -> UUID:
        return self.world.membership("guest").id

    def share(self) -> None:
        with unit_of_work(self.world.here.scope):
            meetings.share_meeting(self.world.actor("chair"), self.id, self.guest_id())

    def post(self, path: str, **data: str) -> None:
        url = self.sea.server.url + self.world.here.url(f"/meetings/{self.id}")
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.browser.get(url).text)
        assert found
        headers = {"Origin": self.sea.server.url, "Referer": url}
        form = data | {"csrf_token": found.group(1)}
        self.browser.post(f"{url}/{path}", data=form, headers=headers).raise_for_status()


@pytest.fixture
def shared(sea: Sea) -> Shared:
    return Shared(sea)


def test_a_guest_opens_only_what_is_shared(shared: Shared) -> None:
    guest = shared.sea.peer("guest", document=shared.document)
    assert guest.ask()["code"] == "not_found"
    shared.post("guests", membership=str(shared.guest_id()))
    again = shared.sea.peer("guest", document=shared.document)
    assert again.join()["writable"] is False


def test_taking_it_back_closes_what_is_open(shared: Shared) -> None:
    shared.share()
    guest = shared.sea.joined("guest", document=shared.document)
    chair = shared.sea.joined("chair", document=shared.document)
    shared.post(f"guests/{shared.guest_id()}/removal")
    until(lambda: guest.resyncs)
    chair.type("not for the guest")
    chair.wait_for_receipt()
    answer = guest.ask()
    assert (answer["ok"], answer["code"]) == (False, "not_found")
    until(lambda: not guest.socket.connected)
    guest.read()
    assert "not for" not in str(guest.text)
    assert chair.resyncs == 0
