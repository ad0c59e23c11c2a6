"""`collab mail …`."""

import click

from collab.config import Settings
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import new_id
from collab.core.i18n import DEFAULT_TIMEZONE
from collab.mail.envelopes import Envelope, is_address, route_to, seal
from collab.mail.letters import write_letter
from collab.mail.smtp import Line, LineError


@click.group()
def mail() -> None:
    """Mails that the platform sends."""


@mail.command("test")
@click.argument("address")
@click.option("--language", default="en", show_default=True)
def send_trial(address: str, language: str) -> None:
    """Send a trial mail at once, and say what the mail server answers."""
    server = Settings.from_environment().mail
    if server is None:
        raise click.ClickException("COLLAB_SMTP_URL is not set: mails are kept at /operator/mail.")
    if not is_address(address):
        raise click.ClickException(f"{address!r} is no e-mail address.")
    letter = write_letter(
        "mail/trial",
        {"sent_at": now(), "url": public_url("/")},
        language=language,
        name="",
        address=public_url(""),
        timezone=DEFAULT_TIMEZONE,
    )
    try:
        message = seal(Envelope(new_id(), now(), address, "", letter), server)
        with Line(server) as line:
            refusal = line.send(message, route_to(address))
    except LineError as error:
        raise click.ClickException(f"{error.problem}: {error.words}") from error
    if refusal is not None:
        raise click.ClickException(f"{server.host} does not take the mail: {refusal.words}")
    click.echo(f"{server.host} has taken the mail for {address}.")
