"""`collab search …`."""

import click
from sqlalchemy import select

from collab.config import Settings
from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, database, session, unit_of_work
from collab.search import service


@click.group()
def search() -> None:
    """The index of everything that can be found."""


@search.command("rebuild")
@click.argument("slugs", nargs=-1)
def rebuild(slugs: tuple[str, ...]) -> None:
    """Read everything again: of the cooperations named, or of all. People may go on working."""
    database.connect(Settings.from_environment().database_url)
    with unit_of_work(GLOBAL, writes=False):
        wanted = select(DirectoryEntry.id, DirectoryEntry.slug).order_by(DirectoryEntry.slug)
        places = {slug: place for place, slug in session().execute(wanted)}
    unknown = set(slugs) - set(places)
    if unknown:
        raise click.ClickException(f"There is no cooperation {', '.join(sorted(unknown))}.")
    for slug in slugs or places:
        click.echo(f"{slug}: {service.rebuild(places[slug])}")
