"""A server that is asked to end: what has begun is finished, and everybody knows when to return."""

import os
import signal
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from tests.integration.live.peers import until

ENDS_WITHIN = 10.0


@pytest.fixture(autouse=True)
def serving(sea):
    """The tests of a module share the server: it runs again afterwards."""
    yield
    if not sea.server.answers():
        sea.server.start()


def listen(peer):
    """What the peer hears of a restart."""
    heard = []
    peer.socket.on("restart", heard.append, namespace="/live")
    return heard


def stop(sea):
    """How long the server takes to end; ten seconds mean that it was killed."""
    began = time.monotonic()
    sea.server.stop()
    return time.monotonic() - began


def come_back(peer):
    peer.frames.queue.clear()
    peer.connect()
    peer.rejoin()


def check_goodbye(peer, heard):
    until(lambda: heard)
    assert 1 <= heard[0]["seconds"] <= 5
    until(lambda: not peer.socket.connected)


def test_everybody_is_told_when_to_come_back_and_what_has_its_receipt_is_there(sea):
    typing, idle = sea.joined("member"), sea.joined("secretary")
    polling = sea.joined("chair", transport="polling")
    peers = {peer: listen(peer) for peer in (typing, idle, polling)}
    for number in range(20):
        typing.type(f"[{number}]")
    assert stop(sea) < ENDS_WITHIN / 2
    for peer, heard in peers.items():
        check_goodbye(peer, heard)
    # the last words of a websocket were taken for a request once
    assert "Invalid HTTP" not in sea.server.log()
    typing.read()
    saved = typing.received
    sea.server.start()
    come_back(idle)
    assert str(idle.text) == "".join(f"[{number}]" for number in range(saved))


@contextmanager
def stalled_database(sea):
    """Nobody can write to the journal meanwhile."""
    address = make_url(sea.server.address.owner)
    if address.drivername == "sqlite":
        with closing(sqlite3.connect(address.database)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
        return
    url = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE live_update IN ACCESS EXCLUSIVE MODE")
        yield
        holder.rollback()


def find_reader(sea):
    """The process that reads documents for the server; it starts after the first edit."""
    pid = sea.server.pid
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    # not the child that is about to become it
    is_reader = "collab.live.reader"
    return next((child for child in children if is_reader in words_of(child)), None)


def words_of(pid):
    """What the process was started with."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().split("\0")
    except OSError:
        return []


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def status_of(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_whatever_stalls_it_ends_in_time_and_promises_nothing_that_is_not_on_disk(sea):
    ana, ben = sea.joined("member"), sea.joined("secretary")
    peers = {peer: listen(peer) for peer in (ana, ben)}
    ana.type("before ")
    ana.wait_for_receipt()
    reader = until(lambda: find_reader(sea))
    os.kill(reader, signal.SIGSTOP)
    ana.type("asks the reader ")
    ana.wait_for_receipt()
    time.sleep(1.5)  # until the engine waits for the reader that stands still
    with stalled_database(sea):
        update = ana.write("while nothing can be written")
        n = ana.send(update)
        ending = threading.Thread(target=stop, args=(sea,))
        began = time.monotonic()
        ending.start()
        until(lambda: status_of(f"{sea.server.url}/readyz") == 503)
        ending.join()
        assert time.monotonic() - began < ENDS_WITHIN
        for peer, heard in peers.items():
            check_goodbye(peer, heard)
        until(lambda: not is_alive(reader))
    ana.read()
    assert ana.received == n - 1
    sea.server.start()
    come_back(ana)
    ana.send(update, n=n)
    ana.wait_for_receipt(n)
    assert str(sea.joined("chair").text) == "before asks the reader while nothing can be written"
