"""`collab live …`: what stands in the journal of a document, and a way to mend it."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import click
from sqlalchemy import func, select

from collab.accounts.models import Person
from collab.config import Settings
from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, Scope, database, session, unit_of_work
from collab.live.journal import Document, find_document, find_snapshot
from collab.live.models import LiveClient, LiveQuarantine, LiveUpdate
from collab.live.rebuilding import CannotRebuildError, Plan, forget_quarantine, plan_rebuild
from collab.live.rebuilding import rebuild as rebuild_document
from collab.live.supervisor import Reader


class _Line(NamedTuple):
    """An entry of a journal as a command shows it."""

    seq: int
    at: datetime
    size: int
    author: str | None

    def __str__(self) -> str:
        author = self.author or "the server"
        return f"{self.seq:>8}  {self.at:%Y-%m-%d %H:%M:%S}  {self.size:>8} bytes  {author}"


@click.group()
def live() -> None:
    """The journals of live documents."""


@live.command()
@click.argument("document", type=click.UUID)
@click.option("--last", default=20, show_default=True, help="How many of the last entries.")
def show(document: UUID, last: int) -> None:
    """Show what the journal of DOCUMENT consists of, and what of it cannot be read."""
    slug, found = _locate(document)
    with unit_of_work(Scope(found.cooperation_id), writes=False):
        click.echo(f"{found.kind} {found.id} in {slug}, epoch {found.epoch}")
        click.echo(_describe_clients(found))
        click.echo(_describe_snapshot(found))
        for line in _list_lines(found, last):
            click.echo(str(line))
        for seq, reason in _list_quarantined(found):
            what = f"Entry {seq}" if seq else "The whole document"
            click.echo(f"{what} cannot be read: {reason}", err=True)


@live.command()
@click.argument("document", type=click.UUID)
@click.option("--without", type=int, multiple=True, required=True, help="An entry that goes.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@click.option("--keep", type=click.Path(path_type=Path), help="Write what goes into this file.")
def rebuild(document: UUID, without: tuple[int, ...], dry_run: bool, keep: Path | None) -> None:
    """Make DOCUMENT anew without entries that cannot be read, and without what hangs on them.

    Whoever has it open gets the new one at once; what they have beyond that they can copy.
    """
    _slug, found = _locate(document)
    try:
        plan = plan_rebuild(found, without)
        _tell(plan)
        if keep is not None:
            _keep(plan, keep)
        if not dry_run:
            _rebuild(plan)
    except CannotRebuildError as error:
        raise click.ClickException(str(error)) from error


@live.command()
@click.argument("document", type=click.UUID)
def retry(document: UUID) -> None:
    """Let the server read again what it has left out of DOCUMENT.

    The machine may have been at fault, not the entry. What breaks the reader again is left out
    again, and people are told again.
    """
    _slug, found = _locate(document)
    with unit_of_work(Scope(found.cooperation_id)):
        forget_quarantine(found)
    click.echo("It is read again.")


def _rebuild(plan: Plan) -> None:
    reader = Reader()
    try:
        rebuild_document(plan, reader)
    finally:
        reader.close()
    click.echo("It is rebuilt.")


def _locate(document_id: UUID) -> tuple[str, Document]:
    """Find a document without knowing its cooperation."""
    database.connect(Settings.from_environment().database_url)
    with unit_of_work(GLOBAL, writes=False):
        wanted = select(DirectoryEntry.id, DirectoryEntry.slug)
        places = [(place, slug) for place, slug in session().execute(wanted)]
    for place, slug in places:
        with unit_of_work(Scope(place), writes=False):
            found = find_document(document_id)
        if found is not None:
            return slug, found
    raise click.ClickException(f"There is no document {document_id}.")


def _describe_clients(document: Document) -> str:
    counted = select(func.count(LiveClient.id), func.count(LiveClient.ends_at)).where(
        LiveClient.document_id == document.id
    )
    count, ended = session().execute(counted).one()
    return f"{count} client ids, of which {ended} may write no more"


def _describe_snapshot(document: Document) -> str:
    known = find_snapshot(document.id)
    if known is None:
        return "no snapshot"
    size = len(known.payload)
    return f"a snapshot up to entry {known.upto_seq}, {size} bytes, of {known.at:%Y-%m-%d %H:%M:%S}"


def _list_lines(
    document: Document, last: int | None = None, seqs: Sequence[int] = ()
) -> list[_Line]:
    """The last entries, or those."""
    size = func.length(LiveUpdate.payload)
    found = (
        select(LiveUpdate.seq, LiveUpdate.at, size, Person.name)
        .outerjoin(Person, Person.id == LiveUpdate.author_id)
        .where(LiveUpdate.document_id == document.id)
        .order_by(LiveUpdate.seq.desc())
    )
    found = found.where(LiveUpdate.seq.in_(seqs)) if seqs else found.limit(last)
    return [_Line(*row) for row in session().execute(found)][::-1]


def _list_quarantined(document: Document) -> list[tuple[int, str]]:
    found = select(LiveQuarantine.seq, LiveQuarantine.reason).where(
        LiveQuarantine.document_id == document.id
    )
    return [(seq, reason) for seq, reason in session().execute(found.order_by(LiveQuarantine.seq))]


def _tell(plan: Plan) -> None:
    seqs = [row.seq for row in plan.left_out]
    click.echo(f"{len(plan.kept)} entries stay. What goes, with all that hangs on it:")
    with unit_of_work(Scope(plan.document.cooperation_id), writes=False):
        for line in _list_lines(plan.document, seqs=seqs):
            click.echo(str(line))


def _keep(plan: Plan, path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"seq": row.seq, "update": base64.b64encode(row.payload).decode()} for row in plan.left_out
    ]
    path.write_text(json.dumps(rows))
    click.echo(f"They are kept in {path}, as Yjs updates in base64.")
