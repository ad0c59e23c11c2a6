"""From the coordinator's click over a real mail server to the newcomer's first page."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from collab.accounts.models import Person
from collab.core.i18n import RELEASED
from collab.invitations.models import Invitation
from tests.integration.invitations.letters import INVITED
from tests.integration.mail.post_office import Running, deliver, run_mail_server
from tests.world import World

Invite = Callable[..., tuple[Invitation, str]]
SignIn = Callable[[Person], FlaskClient]


@pytest.fixture
def mail_server(app: Flask) -> Iterator[Running]:
    with run_mail_server() as running:
        running.use()
        yield running


@pytest.mark.parametrize("language", RELEASED)
def test_the_link_in_the_mail_leads_in(
    world: World, mail_server: Running, client: FlaskClient, invite: Invite, language: str
) -> None:
    invite(language=language)
    deliver()
    (mail,) = [each for each in mail_server.mails if each["X-Rcpt"] == INVITED]
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/invitations/[\w-]+)", body.get_content())
    assert found is not None
    page = mail.get_body(("html",))
    assert page is not None
    assert f'<html lang="{language}"' in page.get_content()
    assert found[1] in page.get_content()
    answer = client.post(
        found[1],
        data={"name": "Inès", "password": "correct-horse-battery"},
        follow_redirects=True,
    )
    assert answer.request.path == world.here.url()
    deliver()
    (told,) = [
        each for each in mail_server.mails if each["X-Rcpt"] == world.person("coordinator").email
    ]
    assert "Inès" in str(told["Subject"])


def test_what_the_mail_server_refuses_stands_at_the_invitation(
    world: World, mail_server: Running, invite: Invite, sign_in: SignIn
) -> None:
    mail_server.post.answers[INVITED] = "550 5.1.1 No such user here"
    invitation, _token = invite()
    deliver()
    client = sign_in(world.person("coordinator"))
    page = client.get(world.here.url("/invitations?state=bounced")).text
    assert "550 5.1.1 No such user here" in page
    mail_server.post.answers.clear()
    client.post(world.here.url(f"/invitations/{invitation.id}/sending"))
    deliver()
    assert len(mail_server.mails) == 1
    page = client.get(world.here.url("/invitations")).text
    assert "550" not in page
    assert "Handed over to the mail server" in page
