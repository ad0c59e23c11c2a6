"""A server that is asked to end: what has begun is finished, and everybody knows when to return."""

import http.client
import os
import signal
import time
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import make_url

from collab.core.db import GLOBAL, database, unit_of_work
from tests.integration.live.peers import until

ENDS_WITHIN = 10.0


@pytest.fixture
def told(sea):
    """`told(peer)`: what the peer hears of a restart."""

    def listen(peer):
        heard = []
        peer.socket.on("restart", heard.append, namespace="/live")
        return heard

    yield listen
    sea.server.stop()
    sea.server.start()


def stop(sea):
    """How long the server took to end; ten seconds and more mean that it was killed."""
    began = time.monotonic()
    sea.server.stop()
    return time.monotonic() - began


def come_back(peer):
    peer.frames.queue.clear()
    peer.connect()
    peer.rejoin()


def test_everybody_is_told_when_to_come_back_and_what_was_typed_is_there(sea, told):
    typing, idle = sea.joined("member"), sea.joined("secretary")
    polling = sea.joined("chair", transport="polling")
    heard = [told(each) for each in (typing, idle, polling)]
    for number in range(20):
        typing.type(f"[{number}]")
    assert stop(sea) < ENDS_WITHIN / 2
    words = "".join(f"[{number}]" for number in range(20))
    for peer, said in zip((typing, idle, polling), heard, strict=True):
        until(lambda said=said: said)
        assert 1 <= said[0]["seconds"] <= 5
        until(lambda peer=peer: not peer.socket.connected)
    typing.read()
    told_to_be_saved = typing.received
    sea.server.start()
    come_back(typing)
    assert typing.received >= told_to_be_saved
    for number in range(typing.received, 20):
        assert number >= told_to_be_saved  # it was not taken any more, and is still with its author
    come_back(idle)
    assert words.startswith(str(idle.text))
    assert str(idle.text).count("[") == typing.received
