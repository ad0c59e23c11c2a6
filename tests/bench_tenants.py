"""`make bench`: do pages stay as quick with 10,000 cooperations and 100,000 memberships?

The same pages of the same person are opened in a database with 10 cooperations and in one with
10,000; what counts is the ratio of the two medians. Each cooperation has ten members.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import insert, select, text

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation, Delegation, Membership
from collab.core.actor import Role
from collab.core.db import GLOBAL, database, new_id, session, unit_of_work
from collab.groups.models import GroupMember, WorkingGroup
from tests.bench import Cost, measure, open_app
from tests.databases import (
    DEPLOY,
    Address,
    create_postgres,
    migrate,
    read_statements,
    sqlite_address,
)
from tests.factories import FOUNDED, make_person, make_session
from tests.postgres import serve_postgres

FEW, MANY = 10, 10_000
MEMBERS = 10
DELEGATIONS = 4
GROUPS = 2
#: cooperations that the reader belongs to, in both databases
OWN = 10
#: of one transaction
CHUNK = 250
BAR = 1.5
PAGES = {
    "cooperation": "/c/cooperation-0",
    "members": "/c/cooperation-0/members",
    "members, searched": "/c/cooperation-0/members?q=person",
    "switching": "/cooperations",
    "my work": "/",
}


@dataclass(frozen=True)
class Crowd:
    """The people of a database: the reader first."""

    reader: UUID
    others: list[UUID]


def add_people(count: int) -> Crowd:
    """Add the reader and `count` others."""
    with unit_of_work(GLOBAL):
        reader = make_person(email="reader@collab.example", name="Reader")
        rows = [
            {
                "id": new_id(),
                "email": f"crowd{number}@collab.example",
                "name": f"Person {number}",
                "password_hash": reader.password_hash,
                "language": "en",
                "timezone": "Europe/Berlin",
                "theme": "auto",
                "color": number % 12,
                "is_operator": False,
                "may_found": False,
                "created_at": FOUNDED,
            }
            for number in range(count)
        ]
        session().execute(insert(Person), rows)
        return Crowd(reader.id, [row["id"] for row in rows])


def add_cooperations(crowd: Crowd, count: int) -> None:
    """Add cooperations with delegations, members and groups; the reader is in the first ones."""
    for first in range(0, count, CHUNK):
        with database.group_commit() as scoped:
            for number in range(first, min(first + CHUNK, count)):
                _add_cooperation(scoped, crowd, number)


def _add_cooperation(scoped, crowd: Crowd, number: int) -> None:
    key = new_id()
    opened = scoped(key).session
    opened.add(
        Cooperation(
            id=key,
            slug=f"cooperation-{number}",
            name=f"Cooperation {number}",
            description="Works together across borders.",
            language="en",
            texts={},
            languages=["en"],
            created_at=FOUNDED,
            opened_at=FOUNDED,
        )
    )
    opened.flush()
    delegations = [new_id() for _ in range(DELEGATIONS)]
    opened.execute(
        insert(Delegation),
        [
            {
                "id": each,
                "cooperation_id": key,
                "name": f"Region {place}",
                "short": f"R{place}",
                "country": "DE",
                "kind": "region",
                "language": "en",
                "position": place,
                "agreed_at": FOUNDED,
            }
            for place, each in enumerate(delegations)
        ],
    )
    members = _add_members(opened, key, delegations, _choose(crowd, number))
    _add_groups(opened, key, members)


def _choose(crowd: Crowd, number: int) -> list[UUID]:
    """Ten people for the cooperation; each other person is in two of them."""
    start = number * MEMBERS // 2
    chosen = [crowd.others[(start + step) % len(crowd.others)] for step in range(MEMBERS)]
    return [crowd.reader, *chosen[1:]] if number < OWN else chosen


def _add_members(opened, key: UUID, delegations: list[UUID], people: list[UUID]) -> list[UUID]:
    rows = [
        {
            "id": new_id(),
            "cooperation_id": key,
            "person_id": person,
            "delegation_id": delegations[place % DELEGATIONS],
            "role": Role.COORDINATOR if place < DELEGATIONS else Role.MEMBER,
            "joined_at": FOUNDED,
            "shares_address": False,
            "version": 1,
        }
        for place, person in enumerate(people)
    ]
    opened.execute(insert(Membership), rows)
    return [row["id"] for row in rows]


def _add_groups(opened, key: UUID, members: list[UUID]) -> None:
    for place in range(GROUPS):
        group = WorkingGroup(
            id=new_id(),
            cooperation_id=key,
            slug=f"group-{place}",
            name=f"Group {place}",
            language="en",
            position=place,
        )
        opened.add(group)
        opened.flush()
        opened.add_all(
            GroupMember(id=new_id(), cooperation_id=key, group_id=group.id, membership_id=member)
            for member in members[place::GROUPS]
        )


def open_pages(address: Address, count: int) -> dict[str, Cost]:
    """What the pages cost in a database with so many cooperations."""
    migrate(address)
    app = open_app(address)
    began = time.perf_counter()
    crowd = add_people(max(count * MEMBERS // 2, MEMBERS))
    add_cooperations(crowd, count)
    with database.engine.connect() as connection:  # what autovacuum does in service
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    print(f"{count} cooperations made in {time.perf_counter() - began:.0f} s")
    client = sign_in(app.test_client(), crowd.reader)
    costs = {page: measure(client, page, url) for page, url in PAGES.items()}
    database.dispose()
    return costs


def sign_in(client: FlaskClient, person_id: UUID) -> FlaskClient:
    """Let the client be this person."""
    with unit_of_work(GLOBAL):
        person = session().scalars(select(Person).where(Person.id == person_id)).one()
        _row, token = make_session(person)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return client


def compare(few: dict[str, Cost], many: dict[str, Cost]) -> bool:
    """Print both; whether each page stays within the bar."""
    print(f"{'page':20}{f'{FEW} coop. ms':>14}{f'{MANY} coop. ms':>17}{'ratio':>8}{'queries':>9}")
    ratios = {page: many[page].median / few[page].median for page in PAGES}
    for page, ratio in ratios.items():
        times = f"{few[page].median:14.1f}{many[page].median:17.1f}"
        print(f"{page:20}{times}{ratio:8.2f}{many[page].queries:9}")
    return max(ratios.values()) <= BAR


@contextmanager
def _databases(kind: str, folder: Path) -> Iterator[tuple[Address, Address]]:
    if kind == "sqlite":
        yield sqlite_address(folder / "few.db"), sqlite_address(folder / "many.db")
        return
    with serve_postgres() as server:
        server.execute(*read_statements(DEPLOY / "roles.sql"))
        yield create_postgres(server, "few"), create_postgres(server, "many")


def main() -> None:
    """Measure on both databases; exit 1 when a page is more than half as slow again."""
    is_good = True
    for kind in ("sqlite", "postgresql"):
        print(f"\n{kind}")
        with (
            tempfile.TemporaryDirectory(prefix="collab-bench-") as name,
            _databases(kind, Path(name)) as (small, large),
        ):
            is_good &= compare(open_pages(small, FEW), open_pages(large, MANY))
    sys.exit(not is_good)


if __name__ == "__main__":
    main()
