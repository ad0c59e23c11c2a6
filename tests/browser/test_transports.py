"""However pages reach the server, and whatever happens to the way: nothing gets lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.test_nothing_gets_lost import ITEM, numbers, open_minutes
from tests.browser.writers import Writer, expect_same_text
from tests.browsing import Troubles
from tests.served import LiveServer

Person = Callable[..., Page]


class Gate:
    """Blocks websockets, but keeps the tries to change over to one until they are let through."""

    def __init__(self, page: Page) -> None:
        self._held: list[tuple[WebSocketRoute, str | bytes]] = []
        self._is_open = False
        page.route_web_socket("**/socket.io/**", self._meet)

    def _meet(self, socket: WebSocketRoute) -> None:
        if "sid=" not in socket.url:
            socket.close()
            return
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if self._is_open:
                server.send(message)
            else:
                self._held.append((server, message))

        socket.on_message(pass_on)

    def open(self) -> None:
        """Let through what was held, and all that follows."""
        self._is_open = True
        for server, message in self._held:
            server.send(message)


@pytest.mark.websockets
def test_changing_over_to_a_websocket_while_typing_loses_nothing(
    shared_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    # the browser's driver stumbles over a websocket that is closed before it opens
    troubles.allow("WebSocket connection to", "was_clean")
    page = person(shared_server, "coordinator.bw")
    gate = Gate(page)
    katrin, path = open_minutes(page)
    helene = Writer(person(shared_server, "secretary.ara"), path)
    helene.go_to_item(ITEM)
    way = katrin.line.locator(".status-way")
    expect(way).to_have_attribute("data-transport", "polling")
    expect(way.locator("p")).to_be_hidden()
    way.locator("summary").click()
    expect(way.locator("p")).to_be_visible()
    way.locator("summary").press("Escape")
    expect(way.locator("p")).to_be_hidden()
    katrin.go_to_item(ITEM)
    katrin.type(numbers(0, 10))
    gate.open()
    katrin.type(numbers(10, 30))
    expect(way).to_have_attribute("data-transport", "websocket")
    katrin.type(numbers(30, 35))
    katrin.expect_text(numbers(0, 35))
    katrin.expect_saved()
    helene.expect_text(numbers(0, 35))


@pytest.mark.both_ways
def test_a_server_that_restarts_says_so_and_pages_come_back_by_themselves(
    live_server: LiveServer, person: Person, troubles: Troubles
) -> None:
    troubles.allow("WebSocket connection to", "net::ERR_", "status of 503")
    katrin, path = open_minutes(person(live_server, "coordinator.bw"))
    helene = Writer(person(live_server, "secretary.ara"), path)
    helene.go_to_item(ITEM)
    katrin.type(numbers(0, 5))
    helene.expect_text(numbers(0, 5))
    live_server.stop()
    katrin.expect_state("restarting")
    katrin.type(numbers(5, 10))
    expect(katrin.line).to_contain_text("20")
    live_server.start()
    helene.expect_text(numbers(0, 10))
    katrin.expect_saved()
    assert expect_same_text(katrin, helene) == [numbers(0, 10)]
