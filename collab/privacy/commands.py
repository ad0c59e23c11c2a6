"""`collab retention` and `collab person erase`."""

from collections.abc import Iterable
from uuid import UUID

import click
from sqlalchemy import select

from collab.accounts.models import Person
from collab.config import Settings
from collab.cooperations.directory import DirectoryEntry
from collab.core import keeping
from collab.core.db import GLOBAL, Scope, database, session, unit_of_work
from collab.core.i18n import DEFAULT_LANGUAGE, DEFAULT_TIMEZONE
from collab.core.ids import parse_id
from collab.core.storage import storage
from collab.privacy import erasure, housekeeping, retention, unused
from collab.privacy.retention import Outlook
from collab.privacy.speaking import speaking


def _connect() -> None:
    settings = Settings.from_environment()
    database.connect(settings.database_url)
    storage.use(settings.files_at, settings.spool)
    keeping.use(settings.keeping)


def _print(place: DirectoryEntry, outlooks: Iterable[Outlook], *, is_dry: bool) -> None:
    for each in outlooks:
        click.echo(f"{place.slug}: {each.kind}, {each.months} months: {each.count}")
        if not is_dry:
            continue
        for item in each.named:
            click.echo(f"    {item.at:%Y-%m-%d}  {item.label}")
        if each.count > len(each.named):
            click.echo(f"    … and {each.count - len(each.named)} more")


def _list_places(slug: str | None) -> list[DirectoryEntry]:
    places = [each for each in retention.list_cooperations() if slug in (None, each.slug)]
    if slug is not None and not places:
        raise click.ClickException(f"There is no cooperation {slug!r}.")
    return places


@click.command("retention")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
@click.option("--cooperation", "slug", help="Only the one with this address.")
def retention_command(*, dry_run: bool, slug: str | None) -> None:
    """Remove what is older than it is kept."""
    _connect()
    with speaking(DEFAULT_LANGUAGE, DEFAULT_TIMEZONE):
        for place in _list_places(slug):
            if dry_run:
                with unit_of_work(Scope(place.id), writes=False):
                    periods = retention.find_periods()
                outlooks = retention.foresee(place.id, periods)
            else:
                outlooks = retention.apply(place.id)
            _print(place, outlooks, is_dry=dry_run)
        if slug is None:
            _tidy(is_dry=dry_run)


def _tidy(*, is_dry: bool) -> None:
    if not is_dry:
        housekeeping.tidy()
        unused.ask_unused()
        return
    accounts = unused.find_unused_accounts()
    click.echo(f"accounts of nobody's members: {len(accounts)}")
    for person in accounts[: retention.NAMED]:
        click.echo(f"    {person.at:%Y-%m-%d}  {person.label}")
    with unit_of_work(GLOBAL, writes=False):
        for kind in housekeeping.list_kinds():
            click.echo(f"{kind.name}: {housekeeping.count_outdated(kind)}")


@click.command("erased")
def erased_command() -> None:
    """Who was erased and when, by id: to erase them again after a backup was restored."""
    _connect()
    wanted = select(Person.id, Person.erased_at).where(Person.erased_at.is_not(None))
    with unit_of_work(GLOBAL, writes=False):
        for person_id, at in session().execute(wanted.order_by(Person.erased_at)):
            click.echo(f"{person_id} {at:%Y-%m-%d}")


def _find_person(who: str) -> UUID | None:
    is_meant = Person.email == who.strip().lower()
    if (person_id := parse_id(who)) is not None:
        is_meant = Person.id == person_id
    with unit_of_work(GLOBAL, writes=False):
        return session().scalar(select(Person.id).where(is_meant, Person.erased_at.is_(None)))


@click.command("erase")
@click.argument("who")
@click.option("--yes", is_flag=True, help="Do not ask; it cannot be undone.")
def erase_command(who: str, *, yes: bool) -> None:
    """Erase the account with this e-mail or id at once; a former member without a name stays."""
    _connect()
    person_id = _find_person(who)
    if person_id is None:
        raise click.ClickException("There is no account with this e-mail or id.")
    if not yes:
        click.confirm(f"Erase {who} for good?", abort=True)
    try:
        erasure.erase_person(person_id)
    except erasure.SuccessorNeeded as error:
        places = ", ".join(place.slug for place in error.places)
        raise click.ClickException(
            f"Their delegation would be left without a coordinator in: {places}. "
            "Have a successor named first."
        ) from error
    click.echo("Erased. Minutes that name them follow as soon as the server runs.")
