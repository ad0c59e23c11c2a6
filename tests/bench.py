"""`make bench`: what opening the pages of a meeting costs, and the server at rest.

Times are of this machine; what tells is how they compare with each other and with the last run.
"""

import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask, url_for
from flask.testing import FlaskClient
from sqlalchemy import select

from collab.accounts.models import Person
from collab.app import create_app
from collab.config import Settings
from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, database, session, unit_of_work
from collab.meetings.models import Meeting
from tests.databases import Address, migrate, sqlite_address
from tests.factories import make_session
from tests.queries import watch_queries
from tests.served import LiveServer, fill_with_demo

READER = "secretary.ara@collab.example"
COOPERATION = "four-motors"
WARM_UP = 5
ROUNDS = 50
#: seconds after which a server that has started has nothing left to do
SETTLES_WITHIN = 3.0


@dataclass(frozen=True)
class Cost:
    """What one page takes: milliseconds, statements, bytes."""

    page: str
    median: float
    worst: float
    queries: int
    size: int


def open_app(address: Address) -> Flask:
    """The application on the database, as `collab serve` makes it."""
    app = create_app(Settings(database_url=address.app, secret_key="known to the bench"))
    app.testing = True
    return app


def sign_in(app: Flask) -> FlaskClient:
    """A client of somebody who takes minutes."""
    with unit_of_work(GLOBAL):
        reader = session().scalars(select(Person).where(Person.email == READER)).one()
        _row, token = make_session(reader)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def find_meeting(cooperation_id: UUID) -> UUID:
    """The meeting of the demonstration that is in progress, or began last."""
    with unit_of_work(Scope(cooperation_id), writes=False):
        begun = select(Meeting.id).where(Meeting.cancelled_at.is_(None), Meeting.starts_at <= now())
        return session().scalars(begun.order_by(Meeting.starts_at.desc())).first() or UUID(int=0)


def list_pages(app: Flask) -> dict[str, str]:
    """The pages to open, by what people call them."""
    with unit_of_work(GLOBAL, writes=False):
        reader = session().scalars(select(Person.id).where(Person.email == READER)).one()
    with unit_of_work(Scope(person_id=reader), writes=False):
        own = session().scalars(select(Cooperation)).all()
    cooperation = next(each for each in own if each.slug.startswith(COOPERATION))
    slug, meeting = cooperation.slug, find_meeting(cooperation.id)
    with app.test_request_context():
        return {
            "liveness": url_for("start.live"),
            "my work": url_for("start.home"),
            "cooperation": url_for("cooperations.show", cooperation=slug),
            "meetings": url_for("meetings.index", cooperation=slug),
            "meeting": url_for("minutes.show", cooperation=slug, meeting_id=meeting),
            "minutes to read": url_for("minutes.read", cooperation=slug, meeting_id=meeting),
        }


def measure(client: FlaskClient, page: str, url: str) -> Cost:
    """Open the page often; the first times do not count."""
    times = []
    for number in range(WARM_UP + ROUNDS):
        began = time.perf_counter()
        answer = client.get(url)
        if number >= WARM_UP:
            times.append((time.perf_counter() - began) * 1000)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answers {answer.status_code}")
    with watch_queries() as queries:
        client.get(url)
    return Cost(page, statistics.median(times), max(times), len(queries), len(answer.data))


def list_processes(pid: int) -> Iterator[int]:
    """The process and its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from list_processes(int(child))


def read_memory(pid: int) -> dict[str, float]:
    """Megabytes of the process: resident, and proportional (shared pages counted once)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    values = {line.split(":")[0]: line.split()[1] for line in lines[1:]}
    return {name: int(values[name]) / 1024 for name in ("Rss", "Pss")}


def print_pages(costs: list[Cost]) -> None:
    """One line a page; the last column compares with the cheapest answer there is."""
    base = costs[0].median
    print(f"{'page':18}{'median ms':>11}{'worst ms':>10}{'queries':>9}{'kB':>7}{'x liveness':>12}")
    for cost in costs:
        ratio = cost.median / base
        numbers = f"{cost.median:11.1f}{cost.worst:10.1f}{cost.queries:9}{cost.size / 1000:7.1f}"
        print(f"{cost.page:18}{numbers}{ratio:12.1f}")


def print_memory(server: LiveServer) -> None:
    """One line a process."""
    if not Path("/proc/self/smaps_rollup").exists():
        print("memory: this system does not tell")
        return
    print(f"\n{'at rest':18}{'resident MB':>12}{'proportional MB':>17}")
    for number, pid in enumerate(list_processes(server.pid)):
        memory = read_memory(pid)
        name = "server" if number == 0 else f"child {number}"
        print(f"{name:18}{memory['Rss']:12.1f}{memory['Pss']:17.1f}")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="collab-bench-") as name:
        folder = Path(name)
        address = sqlite_address(folder / "bench.db")
        migrate(address)
        fill_with_demo(address)
        app = open_app(address)
        client = sign_in(app)
        print_pages([measure(client, *page) for page in list_pages(app).items()])
        database.dispose()
        with LiveServer(address, folder, {}) as server:
            time.sleep(SETTLES_WITHIN)
            print_memory(server)


if __name__ == "__main__":
    main()
