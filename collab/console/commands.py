"""`collab audit …`: is the activity log of each cooperation whole?"""

import sys
from collections.abc import Iterator
from itertools import count
from uuid import UUID

import click

from collab.activity import chain
from collab.config import Settings
from collab.cooperations import directory
from collab.core.db import GLOBAL, Scope, database, unit_of_work


@click.group()
def audit() -> None:
    """The activity log."""


@audit.command()
@click.option("--cooperation", "slug", help="Only this one, by its name in addresses.")
def verify(slug: str | None) -> None:
    """Check that no line of the log was changed or removed; exit with 1 when one was."""
    database.connect(Settings.from_environment().database_url)
    faults = 0
    for cooperation_id, name in list(_find(slug)) if slug else _list_all():
        with unit_of_work(Scope(cooperation_id=cooperation_id), writes=False):
            number, fault = chain.verify()
        if fault is None:
            click.echo(f"{name}: {number} entries, unbroken")
        else:
            faults += 1
            click.echo(f"{name}: broken at entry {fault.number} ({fault.reason})", err=True)
    sys.exit(1 if faults else 0)


def _find(slug: str) -> Iterator[tuple[UUID, str]]:
    with unit_of_work(GLOBAL, writes=False):
        entry = directory.find_entry(slug)
    if entry is None:
        raise click.UsageError(f"There is no cooperation {slug}.")
    yield entry.id, entry.slug


def _list_all() -> Iterator[tuple[UUID, str]]:
    for number in count(1):
        with unit_of_work(GLOBAL, writes=False):
            page = directory.list_cooperations(order="created", page=number)
        if page.number < number:
            return
        yield from ((entry.id, entry.slug) for entry in page.entries)
