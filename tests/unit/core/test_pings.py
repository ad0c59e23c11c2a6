"""Connections are asked whether they are there, by something that does not wait beside them."""

from types import SimpleNamespace

import gevent
import pytest
from engineio.packet import PING
from engineio.socket import Socket

from collab.core.pings import lighten


@pytest.fixture
def eio():
    begun = []
    made = SimpleNamespace(
        ping_interval=0.01,
        ping_timeout=10,
        begun=begun,
        create_queue=lambda *_: SimpleNamespace(put=lambda _packet: None),
        start_background_task=lambda *words, **options: begun.append((words, options)),
    )
    lighten(made)
    return made


@pytest.fixture
def transport(eio):
    made = Socket(eio, "sid")
    made.sent = []
    made.send = made.sent.append
    return made


def test_a_ping_comes_after_the_interval(transport, eio):
    transport.schedule_ping()
    assert (transport.sent, eio.begun) == ([], [])
    gevent.sleep(0.05)
    assert [packet.packet_type for packet in transport.sent] == [PING]
    assert transport.last_ping is not None


def test_the_next_one_waits_for_the_answer(transport):
    transport.schedule_ping()
    transport.schedule_ping()
    gevent.sleep(0.05)
    assert len(transport.sent) == 1
    transport.schedule_ping()
    gevent.sleep(0.05)
    assert len(transport.sent) == 2


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_who_has_gone_is_not_asked(transport, state):
    transport.schedule_ping()
    setattr(transport, state, True)
    gevent.sleep(0.05)
    assert transport.sent == []


def test_all_other_tasks_begin_as_ever(eio):
    eio.start_background_task(print, "words", end="")
    assert eio.begun == [((print, "words"), {"end": ""})]
