from uuid import UUID

from sqlalchemy import select

from collab.accounts.models import Person, SignedInSession
from collab.core import revocation
from collab.core.db import GLOBAL, new_id, session, unit_of_work
from tests.factories import make_session
from tests.world import World

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"


def find_sessions(person: Person) -> list[UUID]:
    with unit_of_work(GLOBAL, writes=False):
        found = select(SignedInSession.id).where(SignedInSession.person_id == person.id)
        return list(session().scalars(found))


def test_each_device_is_listed_and_this_one_is_marked(sign_in, world: World) -> None:
    member = world.person("member")
    with unit_of_work(GLOBAL):
        make_session(member, user_agent=FIREFOX, address="2001:db8::7")
    page = sign_in(member).get("/account/sessions").text
    assert "Firefox on Linux" in page
    assert "2001:db8::7" in page
    assert "Unknown device" in page
    assert page.count("this one") == 1
    assert page.count("/end") == 2  # the other one, and all others


def test_devices_of_others_are_not_listed(sign_in, world: World) -> None:
    with unit_of_work(GLOBAL):
        make_session(world.person("chair"), user_agent=FIREFOX)
    assert "Firefox" not in sign_in(world.person("member")).get("/account/sessions").text


def test_ending_a_device_signs_it_out_at_once(sign_in, world: World, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(revocation, "_listeners", [told.append])
    member = world.person("member")
    lost = sign_in(member)
    (lost_id,) = find_sessions(member)
    mine = sign_in(member)
    assert mine.post(f"/account/sessions/{lost_id}/end").status_code == 302
    assert "This device is signed out." in mine.get("/account/sessions").text
    assert lost.get("/account/session").status_code == 401
    assert [change.session_id for change in told] == [lost_id]


def test_nobody_ends_the_session_of_somebody_else(sign_in, world: World) -> None:
    chair = world.person("chair")
    theirs = sign_in(chair)
    (session_id,) = find_sessions(chair)
    mine = sign_in(world.person("member"))
    assert mine.post(f"/account/sessions/{session_id}/end").status_code == 404
    assert mine.post(f"/account/sessions/{new_id()}/end").status_code == 404
    assert theirs.get("/account/session").status_code == 204


def test_all_others_can_be_ended_together(sign_in, world: World) -> None:
    member = world.person("member")
    others = [sign_in(member), sign_in(member)]
    mine = sign_in(member)
    mine.post("/account/sessions/end-others")
    assert "2 other devices are signed out." in mine.get("/account/sessions").text
    assert mine.get("/account/session").status_code == 204
    assert [other.get("/account/session").status_code for other in others] == [401, 401]
