"""`collab cooperation …`: propose cooperations and look at those there are, from a shell."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import click
from sqlalchemy import select

from collab.accounts import service as accounts
from collab.accounts.models import Person
from collab.config import Settings
from collab.cooperations import directory
from collab.cooperations.directory import DirectoryEntry, State
from collab.core import addresses
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, database, session, unit_of_work
from collab.core.errors import DomainError, Invalid
from collab.foundings import service
from collab.foundings.patterns import BLANK, read_patterns
from collab.foundings.plans import MONTHS

FORM = "name,short,country,language,e-mail[,coordinator's name]"


@click.group()
def cooperation() -> None:
    """Cooperations: propose, list, show, archive."""
    settings = Settings.from_environment()
    database.connect(settings.database_url)
    addresses.set_base(settings.public_url)


def _fail(error: DomainError) -> click.ClickException:
    fields = error.fields.items() if isinstance(error, Invalid) else ()
    lines = [str(error.message), *(f"  {path}: {words}" for path, words in fields)]
    return click.ClickException("\n".join(lines))


def _find_proposer(email: str | None) -> UUID:
    """Whoever has this address; without one the only operator."""
    if email:
        person = accounts.find_by_email(email.strip().lower())
        if person is None:
            raise click.ClickException(f"Nobody has an account with the e-mail {email}.")
        return person.id
    wanted = select(Person.id).where(Person.is_operator.is_(True), Person.erased_at.is_(None))
    found = session().scalars(wanted.limit(2)).all()
    if len(found) != 1:
        raise click.ClickException("Please say with --by who proposes it.")
    return found[0]


def _read_delegation(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) not in (5, 6):
        raise click.BadParameter(f"{text!r} must be like {FORM}", param_hint="--delegation")
    name, short, country, language, email, *contact = parts
    return {
        "name": name,
        "short": short,
        "country": country.upper(),
        "language": language,
        "email": email,
        "contact": contact[0] if contact else "",
        "mail_language": language,
    }


def _place(delegations: Iterable[dict[str, str]], short: str | None) -> str:
    """The number of the delegation with these letters, as the form of the beginning names it."""
    if not short:
        return ""
    for number, each in enumerate(delegations):
        if each["short"].casefold() == short.casefold():
            return str(number)
    raise click.BadParameter(f"no delegation is called {short}", param_hint="--presidency")


@cooperation.command("create")
@click.option("--name", required=True)
@click.option("--delegation", "delegations", multiple=True, required=True, help=FORM)
@click.option("--description", default="")
@click.option("--language", default="en", show_default=True, help="Of name and description.")
@click.option("--languages", default="", help="Working languages, separated by commas.")
@click.option("--template", "pattern", default=BLANK, type=click.Choice(list(read_patterns())))
@click.option("--presidency", help="Letters of the delegation that presides first.")
@click.option("--months", default="12", type=click.Choice([str(each) for each in MONTHS]))
@click.option("--slug", default="", help="Its address; made of the name when left out.")
@click.option("--by", help="E-mail of whoever proposes it; the only operator when left out.")
@click.option("--open", "at_once", is_flag=True, help="Open it without waiting for the founders.")
def create(**given: str) -> None:
    """Propose a cooperation: its founders get an invitation and it opens when all have agreed."""
    try:
        slug = _create(given)
    except DomainError as error:
        raise _fail(error) from error
    state = "open" if given["at_once"] else "proposed"
    click.echo(f"/c/{slug} is {state}; the coordinators are invited.")


def _create(given: dict[str, str]) -> str:
    partners = [_read_delegation(each) for each in given["delegations"]]
    pattern = read_patterns()[given["pattern"]]
    languages = [each.strip() for each in given["languages"].split(",") if each.strip()]
    start = {
        "groups": [
            {"name": name, "description": words}
            for name, words in pattern.groups_in(given["language"])
        ],
        "presides": _place(partners, given["presidency"]),
        "months": given["months"],
        "slug": given["slug"],
    }
    basics = {
        "name": given["name"],
        "description": given["description"],
        "language": given["language"],
        "languages": languages or list(pattern.languages) or [given["language"]],
    }
    with unit_of_work(GLOBAL):
        me = _find_proposer(given["by"])
        founding = service.begin(me, pattern.key)
        session().flush()
        steps: dict[str, dict[str, Any]] = {
            "basics": basics,
            "partners": {"partners": partners},
            "start": start,
        }
        for step, typed in steps.items():
            service.save_step(me, founding.id, step, typed)
    try:
        made = service.propose(me, founding.id, link=_landing, at_once=bool(given["at_once"]))
    except DomainError:
        with unit_of_work(GLOBAL):
            service.discard(me, founding.id)
        raise
    with unit_of_work(GLOBAL, writes=False):
        return directory.list_entries([made])[made].slug


def _landing(token: str) -> str:
    return f"/invitations/{token}"


def _find(slug: str) -> DirectoryEntry:
    with unit_of_work(GLOBAL, writes=False):
        found = directory.find_entry(slug)
    if found is None:
        raise click.ClickException(f"There is no cooperation at /c/{slug}.")
    return found


@cooperation.command("list")
@click.option("--search", default="", help="In names and addresses.")
@click.option("--state", type=click.Choice([str(each) for each in State]))
@click.option("--page", default=1, show_default=True)
def list_(search: str, state: str | None, page: int) -> None:
    """The cooperations there are, 25 a page: address, state, members, name."""
    with unit_of_work(GLOBAL, writes=False):
        found = directory.list_cooperations(
            search=search, state=State(state) if state else None, page=page
        )
    for each in found.entries:
        click.echo(f"{each.slug:40} {each.state:9} {each.members:6}  {each.name}")
    click.echo(f"{found.total} in all, page {found.number} of {found.pages}")


@cooperation.command("show")
@click.argument("slug")
def show(slug: str) -> None:
    """One cooperation: its state, its numbers, and who has agreed."""
    entry = _find(slug)
    click.echo(f"{entry.name} ({entry.state})")
    click.echo(f"  address  /c/{entry.slug}")
    click.echo(f"  members  {entry.members}")
    click.echo(f"  created  {entry.created_at:%Y-%m-%d}")
    if entry.opened_at:
        click.echo(f"  opened   {entry.opened_at:%Y-%m-%d}")
        return
    with unit_of_work(Scope(cooperation_id=entry.id), writes=False):
        for each in service.list_answers(entry.id):
            click.echo(f"  {each.delegation.short:8} {each.answer}")


@cooperation.command("archive")
@click.argument("slug")
def archive(slug: str) -> None:
    """Make a cooperation read-only; its coordinators can undo that."""
    entry = _find(slug)
    if entry.state is not State.OPEN:
        raise click.ClickException(f"It is {entry.state}: only an open one can be archived.")
    with unit_of_work(Scope(cooperation_id=entry.id)):
        service.archive(entry.id)
    click.echo(f"/c/{slug} is archived since {now():%Y-%m-%d %H:%M} UTC.")
