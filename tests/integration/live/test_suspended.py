"""Whoever an operator suspends loses every socket at once."""

import re
import time
import urllib.parse
import urllib.request

from collab.accounts.service import find_person, keep_out
from collab.core.db import GLOBAL, unit_of_work
from tests.factories import make_person
from tests.integration.live.peers import until


def ask(sea, path: str, cookie: str, data: dict[str, str] | None = None) -> str:
    request = urllib.request.Request(
        sea.server.url + path,
        headers={"Cookie": cookie},
        data=urllib.parse.urlencode(data).encode() if data else None,
    )
    return urllib.request.urlopen(request).read().decode()


def suspend(sea, name: str) -> None:
    """As the operator does on the page of people."""
    with unit_of_work(GLOBAL):
        operator = make_person(is_operator=True)
    signed = f"collab={sea.cookie(operator)}"
    request = urllib.request.Request(
        f"{sea.server.url}/operator/people", headers={"Cookie": signed}
    )
    with urllib.request.urlopen(request) as answer:
        page = answer.read().decode()
        cookie = answer.headers.get("Set-Cookie", signed).split(";")[0]
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    person = sea.world.person(name)
    ask(sea, f"/operator/people/{person.id}/suspension", cookie, {"csrf_token": found[1]})


def test_every_socket_of_the_person_ends_within_seconds_and_no_other(sea) -> None:
    laptop, phone, ben = sea.joined("chair"), sea.joined("chair"), sea.joined("secretary")
    started = time.monotonic()
    suspend(sea, "chair")
    until(lambda: not laptop.socket.connected and not phone.socket.connected, 5)
    assert time.monotonic() - started < 5
    ben.type("nobody else is disturbed")
    ben.wait_for_receipt()
    assert ben.resyncs == 0


def test_a_suspension_from_another_process_ends_them_too(sea) -> None:
    reader, ben = sea.joined("member"), sea.joined("secretary")
    with unit_of_work(GLOBAL):  # as the command does, without a word to the server
        keep_out(find_person(sea.world.person("member").id))
    until(lambda: not reader.socket.connected, 5)
    ben.type("nobody else is disturbed")
    ben.wait_for_receipt()
    assert ben.resyncs == 0
