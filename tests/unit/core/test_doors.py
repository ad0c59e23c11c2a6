"""Nobody holds a place by saying nothing; in a server of this process, with less patience."""

import gevent
import pytest
from gevent import pywsgi, socket

from collab.core import doors
from collab.core.doors import MAX_HEAD_BYTES, Doors, PatientHandler


class Connection:
    def __init__(self):
        self.is_cut = False

    def shutdown(self, _how):
        self.is_cut = True


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(doors, "HEAD_SECONDS", 0.1)
    monkeypatch.setattr(PatientHandler, "_patience", 0.1)
    monkeypatch.setattr(doors, "IDLE_SECONDS", 0.2)
    monkeypatch.setattr(doors, "BODY_SECONDS", 0.1)
    monkeypatch.setattr(doors, "_LOOK_SECONDS", 0.02)
    monkeypatch.setattr(doors, "doors", Doors())

    def echo(environ, start_response):
        start_response("200 OK", [])
        return [environ["wsgi.input"].read()]

    serving = pywsgi.WSGIServer(
        ("127.0.0.1", 0), echo, handler_class=PatientHandler, log=None, error_log=None
    )
    serving.start()
    yield serving.server_port
    serving.stop(timeout=0)


def say(port, *parts, pause=0.06):
    """What is answered to parts that are sent one after the other, until the connection ends."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as wire:
        for part in parts:
            try:
                wire.sendall(part)
            except OSError:
                break
            gevent.sleep(pause)
        answer = b""
        while data := _receive(wire):
            answer += data
    return answer


def _receive(wire):
    try:
        return wire.recv(65536)
    except ConnectionError:
        return b""


def test_a_request_is_answered_and_then_the_connection_may_rest_for_a_while(server):
    request = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
    assert say(server, request, request).count(b"hello") == 2


def test_who_says_nothing_is_let_go(server):
    assert say(server) == b""


def test_who_says_one_header_after_the_other_is_let_go(server):
    slow = [b"GET / HTTP/1.1\r\n"] + [b"X-%d: y\r\n" % number for number in range(50)]
    assert b"200" not in say(server, *slow, b"\r\n")


def test_who_sends_a_body_byte_by_byte_is_let_go(server):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n"
    assert b"200 OK" not in say(server, head, *[b"x"] * 40)


def test_a_head_without_an_end_is_refused(server):
    lines = b"".join(b"X-%d: %s\r\n" % (number, b"y" * 4000) for number in range(20))
    assert len(lines) > MAX_HEAD_BYTES
    assert b"400" in say(server, b"GET / HTTP/1.1\r\n" + lines + b"\r\n")


def test_when_too_many_are_waited_for_the_one_that_has_waited_longest_goes():
    few, connections = Doors(most=2), [Connection() for _each in range(4)]
    for each in connections:
        few.wait_for(each, 60)
    assert [each.is_cut for each in connections] == [True, True, False, False]


def test_who_has_arrived_is_not_cut():
    few, here, late = Doors(), Connection(), Connection()
    few.wait_for(here, -1)
    few.wait_for(late, -1)
    few.arrived(here)
    few.cut_late(float("inf"))
    assert (here.is_cut, late.is_cut) == (False, True)
