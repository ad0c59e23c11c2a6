"""`collab person …`: accounts from the command line, for whoever runs the installation."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from collab.accounts import service
from collab.accounts.models import Person
from collab.config import Settings
from collab.core.addresses import public_url
from collab.core.db import GLOBAL, database, unit_of_work
from collab.core.errors import DomainError, Invalid

#: as `accounts.reset` in the application's map of addresses
RESET_PATH = "/login/reset/{token}"


@click.group()
def person() -> None:
    """People with an account."""


@contextmanager
def _at_work() -> Iterator[None]:
    """One unit of work; what a rule forbids becomes a message and no trace."""
    database.connect(Settings.from_environment().database_url)
    try:
        with unit_of_work(GLOBAL):
            yield
    except Invalid as error:
        raise click.ClickException("\n".join(map(str, error.fields.values()))) from error
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error


def _find(email: str) -> Person:
    found = service.find_by_email(email)
    if found is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    return found


@person.command("create")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--language", default="en")
@click.option("--timezone", default="Europe/Brussels")
@click.password_option()
def create(email: str, name: str, language: str, timezone: str, password: str) -> None:
    """Add an account."""
    with _at_work():
        made = service.create_person(
            email=email, name=name, password=password, language=language, timezone=timezone
        )
    click.echo(f"{made.email} can sign in.")


@person.command("operator")
@click.argument("email")
@click.option("--no", is_flag=True, help="Not any longer.")
def operator(email: str, no: bool) -> None:
    """Let somebody run the installation: mails, people, every cooperation's name."""
    with _at_work():
        _find(email).is_operator = not no
    click.echo(f"{email} is {'no operator any longer' if no else 'an operator now'}.")


@person.command("may-found")
@click.argument("email")
@click.option("--no", is_flag=True, help="Not any longer.")
def may_found(email: str, no: bool) -> None:
    """Let somebody propose new cooperations."""
    with _at_work():
        _find(email).may_found = not no
    click.echo(f"{email} {'can no longer' if no else 'can now'} propose cooperations.")


@person.command("suspend")
@click.argument("email")
@click.option("--undo", is_flag=True, help="Let them in again.")
def suspend(email: str, undo: bool) -> None:
    """Keep somebody out and end all their sessions."""
    with _at_work():
        found = _find(email)
        if undo:
            found.suspended_at = None
        else:
            service.keep_out(found)
    click.echo(f"{email} {'can sign in again' if undo else 'is suspended'}.")


@person.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a link to choose a new password, good for one hour, for when mails do not arrive."""
    with _at_work():
        token = service.make_reset_link(_find(email))
    click.echo(public_url(RESET_PATH.format(token=token)))


@person.command("remove-factors")
@click.argument("email")
def remove_factors(email: str) -> None:
    """Let somebody in with the password alone who has lost app, passkeys and codes.

    Make sure that it is them who asks: whoever knows the password gets in then.
    """
    with _at_work():
        service.remove_all_factors(_find(email))
    click.echo(f"{email} has no second factor any longer, and was told so by mail.")


@person.command("end-sessions")
@click.argument("email")
def end_sessions(email: str) -> None:
    """Sign somebody out on every device."""
    with _at_work():
        ended = service.end_other_sessions(_find(email).id, keep=None)
    click.echo(f"{email} is signed out; sessions ended: {ended}.")
