"""`make bench`: a board of 1,000 cards, a cooperation of 10,000 tasks, and 50 people who look on.

The bars are those of a machine that does nothing else; exit 1 when one is missed.
"""

import json
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from playwright.sync_api import Page, sync_playwright

from collab.accounts.models import Person
from collab.app import create_app
from collab.boards.models import Task
from collab.config import Settings
from collab.core.clock import now
from collab.core.db import GLOBAL, database, session, unit_of_work
from tests.bench import measure
from tests.boards import (
    MadeBoard,
    make_board,
    make_comment,
    make_label,
    make_step,
    make_tasks,
    owe,
    put_label,
)
from tests.browser.conftest import QUIET, find_chromium
from tests.databases import Address, migrate, sqlite_address
from tests.factories import make_session
from tests.integration.boards import peers
from tests.served import LiveServer, environment_of
from tests.world import World, make_world

CARDS, TASKS = 1_000, 10_000
VIEWERS, MOVES = 50, 60
#: seconds between two moves
PACE = 0.15
MOST_QUERIES = 12
PAGE_BAR, LIST_BAR, MOVE_BAR, INTERACTIVE_BAR = 150.0, 60.0, 150.0, 1_000.0
#: notes when the script of the board has taken the page over
WATCH = """
new MutationObserver(() => {
  if (!window.readyAt && document.querySelector('[data-board][data-ready="true"]'))
    window.readyAt = performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true });
"""


class Bench:
    """A database with the cooperation `here`, and what was measured in it."""

    def __init__(self, address: Address) -> None:
        migrate(address)
        secret = environment_of(address)["COLLAB_SECRET_KEY"]
        self.app: Flask = create_app(Settings(database_url=address.app, secret_key=secret))
        self.app.testing = True
        self.world: World = make_world()
        self.board = self._fill()
        self.is_good = True

    def _fill(self) -> MadeBoard:
        with unit_of_work(self.world.here.scope):
            board = make_board(self.world.group)
            for key, number in (("todo", 400), ("doing", 300), ("done", 300)):
                make_tasks(board, board.columns[key], number)
            labels = [make_label(board.board) for _number in range(5)]
            for place, task in enumerate(session().query(Task).all()):
                self._hang_on(task, place, labels)
        for _number in range((TASKS - CARDS) // CARDS):
            with unit_of_work(self.world.here.scope):
                other = make_board()
                make_tasks(other, other.todo, CARDS)
        return board

    def _hang_on(self, task: Task, place: int, labels: list[Any]) -> None:
        task.due_on = now().date() if place % 2 else None
        owe(task, *([self.world.membership("member")] if place % 2 else []))
        if place % 3 == 0:
            put_label(task, labels[place % 5])
        if place % 4 == 0:
            make_step(task)
            make_comment(task, self.world.membership("chair"))

    def token(self, person: Person) -> str:
        """The token of a new session."""
        with unit_of_work(GLOBAL):
            return make_session(person)[1]

    def cookie(self, person: Person) -> str:
        """What a browser has once the person is signed in."""
        signer: Any = self.app.session_interface
        values = {"_user_id": self.token(person), "_fresh": True, "csrf_token": "of the bench"}
        return str(signer.get_signing_serializer(self.app).dumps(values))

    def client(self) -> FlaskClient:
        """A client of a member."""
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"] = self.token(self.world.person("member"))
            cookie["_fresh"] = True
        return client

    def say(self, what: str, value: float, bar: float, unit: str = "ms") -> None:
        """Print one line, and remember whether it is within its bar."""
        self.is_good &= value <= bar
        verdict = "" if value <= bar else "   MISSED"
        print(f"{what:44}{value:9.1f} {unit:3}   bar {bar:6.0f} {unit}{verdict}")


def measure_pages(bench: Bench) -> None:
    """The board for the first time and again, and lists of all tasks."""
    client, path = bench.client(), bench.world.here.url(f"/boards/{bench.board.id}")
    began = time.perf_counter()
    client.get(path)
    print(f"{'board, nothing drawn yet':44}{(time.perf_counter() - began) * 1000:9.1f} ms")
    board = measure(client, "board", path)
    bench.say(f"board of {CARDS} cards", board.median, PAGE_BAR)
    bench.say("its queries", board.queries, MOST_QUERIES, "")
    for query in ("", "?text=task+77", "?who=me&sort=due"):
        tasks = measure(client, "tasks", bench.world.here.url(f"/tasks{query}"))
        bench.say(f"list of {TASKS} tasks {query}", tasks.median, LIST_BAR)


def measure_moves(bench: Bench, server: LiveServer) -> None:
    """From sending a move to its arrival at each of the others."""
    arrivals: dict[int, list[float]] = {}
    with looking_on(bench, server, arrivals):
        sent = dict(move_often(bench, server))
        time.sleep(2)
    waits = [
        (arrival - sent[version]) * 1000
        for version, times in arrivals.items()
        for arrival in times
        if version in sent
    ]
    lost = len(sent) * VIEWERS - len(waits)
    bench.say("moves that were told together or not at all", lost, VIEWERS * MOVES / 10, "")
    bench.say(f"a move at {VIEWERS} viewers, median", statistics.median(waits), MOVE_BAR)
    bench.say(f"a move at {VIEWERS} viewers, p95", statistics.quantiles(waits, n=20)[-1], MOVE_BAR)


@contextmanager
def looking_on(
    bench: Bench, server: LiveServer, arrivals: dict[int, list[float]]
) -> Iterator[None]:
    """So many sockets that have joined; each notes when it is told which version."""

    def note(changed: dict[str, Any]) -> None:
        arrivals.setdefault(changed["version"], []).append(time.perf_counter())

    with ExitStack() as stack:
        cookie = bench.cookie(bench.world.person("guest"))
        for _number in range(VIEWERS):
            page = peers.Page(server.url, cookie, str(bench.board.id))
            page.socket.on("changed", note, namespace=peers.NAMESPACE)
            stack.callback(page.connect().close)
            page.ask(version=10**6)  # as after loading the page: nothing is missing
        yield


def move_often(bench: Bench, server: LiveServer) -> Iterator[tuple[int, float]]:
    """(version, when it was sent) of moves that a member makes, at a pace."""
    with unit_of_work(bench.world.here.scope, writes=False):
        ids = [task.id for task in session().query(Task).limit(MOVES)]
    post = poster(bench, server)
    for number, task_id in enumerate(ids):
        columns = [bench.board.doing.id, bench.board.todo.id]
        began = time.perf_counter()
        answer = post({"task": task_id, "column": columns[number % 2], "after": ids[number - 1]})
        yield answer["version"], began
        time.sleep(PACE)


def poster(bench: Bench, server: LiveServer) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that sends a move as the script of the page does."""
    signer = URLSafeTimedSerializer(str(bench.app.secret_key), salt="wtf-csrf-token")
    headers = {
        "Cookie": f"collab={bench.cookie(bench.world.person('member'))}",
        "X-Fragment": "1",
        "X-CSRFToken": str(signer.dumps("of the bench")),
        "Referer": server.url,
    }
    url = server.url + bench.world.here.url(f"/boards/{bench.board.id}/moves")

    def post(fields: dict[str, Any]) -> dict[str, Any]:
        data = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(url, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            said: dict[str, Any] = json.load(answer)
        return said

    return post


def measure_browser(bench: Bench, server: LiveServer) -> None:
    """Until the page of the board takes keys and pointers, after the first, cold time."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*QUIET])
        page = browser.new_page(base_url=server.url)
        cookie = bench.cookie(bench.world.person("member"))
        page.context.add_cookies([{"name": "collab", "value": cookie, "url": server.url}])
        page.add_init_script(WATCH)
        times = [open_board(page, bench) for _number in range(6)]
        browser.close()
    bench.say("interactive in Chromium, median", statistics.median(times[1:]), INTERACTIVE_BAR)


def open_board(page: Page, bench: Bench) -> float:
    """Milliseconds from the navigation to the script having taken over."""
    page.goto(bench.world.here.url(f"/boards/{bench.board.id}"))
    page.wait_for_function("window.readyAt")
    return float(page.evaluate("window.readyAt"))


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="collab-bench-") as name:
        address = sqlite_address(Path(name) / "boards.db")
        bench = Bench(address)
        measure_pages(bench)
        with LiveServer(address, Path(name), {}) as server:
            measure_moves(bench, server)
            measure_browser(bench, server)
        database.dispose()
    sys.exit(not bench.is_good)


if __name__ == "__main__":
    main()
