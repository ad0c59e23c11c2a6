"""Rights are looked up at the join, and again as long as somebody is there."""

import time
import urllib.request

import pytest

from collab.core.actor import Role
from collab.core.clock import now
from collab.core.db import GLOBAL, session, unit_of_work
from tests.integration.live.peers import until


@pytest.fixture
def tell(sea):
    """Change a membership inside the server, as its pages do."""

    def call(path, name="member", *more):
        person = sea.world.person(name)
        url = "/".join(
            [sea.server.url, "test", path, str(sea.world.here.id), str(person.id), *more]
        )
        assert urllib.request.urlopen(url).read() == b"ok"

    return call


@pytest.fixture(autouse=True)
def _as_before(sea):
    yield
    with unit_of_work(sea.world.here.scope):
        membership = session().merge(sea.world.membership("member"))
        membership.role, membership.ended_at = Role.MEMBER, None
        membership.suspended_at = None


def change_quietly(sea, **changes):
    """As another process would: the server is not told."""
    with unit_of_work(sea.world.here.scope):
        membership = session().merge(sea.world.membership("member"))
        for name, value in changes.items():
            setattr(membership, name, value)


def test_who_becomes_a_guest_is_told_and_reads_on(sea, tell):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    tell("role", "member", "guest")
    until(lambda: ana.resyncs)
    assert ana.rejoin()["writable"] is False
    ana.type("too late")
    assert ana.wait_for_refusal()["code"] == "forbidden"
    ben.type("still live")
    until(lambda: ana.read() or ana.seq == 1)


def test_in_an_archived_cooperation_open_editors_read_on_and_write_no_more(sea, tell):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    ana.type("before")
    ben.wait_for_text("before")
    tell("archive", "coordinator", "now")
    until(lambda: ana.resyncs and ben.resyncs)
    assert ana.rejoin()["writable"] is False
    ana.type(" and too late")
    assert ana.wait_for_refusal()["code"] == "forbidden"
    tell("archive", "coordinator", "back")
    until(lambda: ben.resyncs > 1)
    assert ben.rejoin()["writable"] is True
    assert str(ben.text) == "before"


def test_who_is_suspended_gets_nothing_more_and_learns_why(sea, tell):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    tell("suspend")
    until(lambda: ana.resyncs)
    ben.type("not for Ana")
    ben.wait_for_receipt()
    answer = ana.ask()
    assert (answer["ok"], answer["code"]) == (False, "suspended")
    until(lambda: not ana.socket.connected)
    ana.read()
    assert str(ana.text) == ""


def test_who_may_write_again_is_told_too(sea, tell):
    tell("role", "member", "guest")
    ana = sea.joined("member")
    tell("role", "member", "member")
    until(lambda: ana.resyncs)
    assert ana.rejoin()["writable"] is True


def test_who_leaves_the_cooperation_gets_nothing_more_and_is_disconnected(sea, tell):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    tell("end")
    until(lambda: ana.resyncs)
    ben.type("not for Ana")
    ben.wait_for_receipt()
    answer = ana.ask()
    assert (answer["ok"], answer["code"]) == (False, "not_found")
    until(lambda: not ana.socket.connected)
    ana.read()
    assert str(ana.text) == ""


def test_others_stay(sea, tell):
    ben = sea.joined("secretary")
    tell("end")
    ben.type("here")
    ben.wait_for_receipt()
    assert ben.resyncs == 0


def test_signing_out_ends_the_sockets_of_that_device_only(sea):
    ana, phone = sea.joined("member"), sea.joined("member")
    row = ana.signed_in
    urllib.request.urlopen(f"{sea.server.url}/test/sign-out/{row.person_id}/{row.id}")
    until(lambda: not ana.socket.connected)
    phone.type("still here")
    phone.wait_for_receipt()


def test_what_nobody_announced_is_seen_within_five_seconds(sea):
    ana = sea.joined("member")
    ana.type("a")
    ana.wait_for_receipt()
    change_quietly(sea, ended_at=now())
    end = time.monotonic() + 7
    while not ana.resyncs:
        assert time.monotonic() < end
        ana.type("b")
        time.sleep(0.2)
    rows = sea.count_rows()
    ana.type("c")
    assert ana.wait_for_refusal()["code"] == "not_joined"
    assert sea.count_rows() == rows


def test_a_session_that_ended_elsewhere_takes_no_more_changes(sea):
    ana = sea.joined("member")
    with unit_of_work(GLOBAL):
        session().delete(session().merge(ana.signed_in))
    end = time.monotonic() + 7
    while ana.socket.connected:
        assert time.monotonic() < end
        ana.type("b")
        time.sleep(0.2)
