import time
from functools import partial
from uuid import uuid4

import gevent
import pytest

from collab.core.flow import UNITS_A_SECOND, UNITS_AT_ONCE, Flow, wait_to_open
from collab.core.lobby import Lobby, address_of


def test_of_one_address_the_one_that_has_waited_longest_goes():
    lobby = Lobby(most=10, most_of_an_address=2)
    assert [lobby.enter(name, "192.0.2.1") for name in "abcd"] == [None, None, "a", "b"]
    assert lobby.enter("e", "192.0.2.2") is None
    assert len(lobby) == 3


def test_when_all_places_are_taken_the_one_that_has_waited_longest_goes():
    lobby = Lobby(most=2, most_of_an_address=2)
    assert [lobby.enter(name, name) for name in "abcd"] == [None, None, "a", "b"]
    assert len(lobby) == 2


def test_who_was_let_in_needs_no_place():
    lobby = Lobby(most=1, most_of_an_address=1)
    lobby.enter("a", "192.0.2.1")
    lobby.leave("a")
    lobby.leave("a")
    assert lobby.enter("b", "192.0.2.1") is None


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", "192.0.2.1"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (3, "203.0.113.9, 198.51.100.7", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "no:address", "no:address"),
    ],
)
def test_an_address_is_what_our_own_proxy_has_seen(proxies, forwarded, address):
    environ = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(environ, proxies) == address


def test_in_a_burst_others_have_a_turn_now_and_then():
    flow = Flow()
    waits = [flow.take(100) for _each in range(1000)]
    assert waits.count(None) == 985
    assert {wait for wait in waits if wait is not None} == {0.005}


def test_who_writes_as_people_do_waits_for_nothing(monkeypatch):
    now = time.monotonic()
    flow = Flow()
    for at in range(1000):
        monkeypatch.setattr(time, "monotonic", partial(lambda now: now, now + at / 66))
        assert flow.take(100) is None


def test_a_flood_waits():
    flow = Flow()
    flow.charge(UNITS_AT_ONCE + UNITS_A_SECOND)
    assert 0.9 < flow.take(10) < 1.1
    assert 1.4 < flow.take(2**20) < 1.6


def test_who_opens_one_thing_after_the_other_waits_and_then_may_not(monkeypatch):
    waits = []
    monkeypatch.setattr(gevent, "sleep", waits.append)
    ana = uuid4()
    for _each in range(1000):
        assert wait_to_open(ana)
    assert waits == []
    while wait_to_open(ana):
        pass
    assert 4 < waits[-1] <= 5
    assert wait_to_open(uuid4())
