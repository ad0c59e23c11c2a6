"""`collab …`: commands that parse, call a service, print."""

import logging
import os
import signal
from pathlib import Path

import click
from alembic import command
from alembic.config import Config

from collab.accounts.commands import person
from collab.app import create_app
from collab.config import Settings, SettingsError, read_public_url, read_redis_url
from collab.console.commands import audit
from collab.core import addresses
from collab.core.bus import bus
from collab.core.db import database
from collab.core.errors import DomainError
from collab.core.places import find_folder
from collab.core.storage import storage
from collab.core.worker import Worker
from collab.demo import DEMO_PASSWORD, demo_people
from collab.demo.load import load_demo
from collab.foundings.commands import cooperation
from collab.live.commands import live
from collab.mail.commands import mail
from collab.privacy.commands import erase_command, erased_command, retention_command
from collab.search.commands import search


def alembic_config(url: str) -> Config:
    """Alembic's settings for migrating the database at `url`."""
    config = Config()
    config.set_main_option("script_location", str(find_folder("migrations")))
    config.attributes["url"] = url
    return config


@click.group()
@click.pass_context
def main(context: click.Context) -> None:
    """A workspace for cross-border cooperations."""
    addresses.set_base(read_public_url(os.environ))
    # the worker blocks signals before any thread begins, and then starts the bus by itself
    if context.invoked_subcommand != "worker":
        _start_bus()
        context.call_on_close(bus.stop)  # sends what the command had to say


def _start_bus() -> None:
    try:
        url = read_redis_url(os.environ)
        if url:
            bus.connect(url, Settings.from_environment().secret_key)
            bus.start()
    except SettingsError as error:
        raise click.ClickException(str(error)) from error


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    settings = Settings.from_environment()
    if settings.database_owner_url.startswith("sqlite:///"):
        path = Path(settings.database_owner_url.removeprefix("sqlite:///"))
        path.parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(settings.database_owner_url), "head")


@main.command()
def demo() -> None:
    """Fill an empty database with the demonstration; safe to run twice."""
    settings = Settings.from_environment()
    database.connect(settings.database_url)
    storage.use(settings.files_at, settings.spool)
    try:
        load_demo()
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(f"Sign in with the password {DEMO_PASSWORD} as:")
    for account in demo_people():
        click.echo(f"  {account.email:38} {account.name}")


@main.command()
def worker() -> None:
    """See to mails and other duties, beside a `collab serve` that has COLLAB_WORKER=external."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    endings = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(
        signal.SIG_BLOCK, endings
    )  # for the threads too: this one waits for them
    create_app()
    bus.start()
    at_work = Worker()
    at_work.start()
    logging.getLogger("collab.worker").info("at work")
    signal.sigwait(endings)
    at_work.stop()
    bus.stop()


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the pages and the live minutes."""
    # only for `--help`: collab.__main__ runs the server before this is loaded
    raise click.UsageError("Please start it as `collab serve`.")


main.add_command(cooperation)
main.add_command(audit)
main.add_command(person)
main.add_command(live)
main.add_command(mail)
main.add_command(retention_command)
main.add_command(search)
person.add_command(erase_command)
person.add_command(erased_command)

if __name__ == "__main__":
    main(prog_name="collab")
