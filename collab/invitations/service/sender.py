"""The mail of an invitation, with a link that works once."""

import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from collab.accounts import links, throttle
from collab.accounts.links import Purpose
from collab.cooperations import service as cooperations
from collab.core.actor import Actor
from collab.core.addresses import public_url
from collab.core.db import session
from collab.invitations.models import Invitation
from collab.invitations.service.plans import find_delegation
from collab.mail import service as mail

LIFETIME = timedelta(days=14)
#: to one address, within the minutes of a throttle
MAX_MAILS = 5
#: after so many mails whoever else waits for this process gets a turn
BREATH = 50
#: path of the landing page for a token, such as `/invitations/…`
Link = Callable[[str], str]


def retract(invitation: Invitation) -> None:
    """No link that was sent so far works any longer, and no mail with one leaves."""
    links.withdraw_links(invitation.id, Purpose.INVITATION)
    if invitation.mail_id is not None:
        mail.withdraw(invitation.mail_id)


class Sender:
    """Sends invitations of one cooperation in an actor's name."""

    def __init__(self, actor: Actor, link: Link) -> None:
        self._actor = actor
        self._link = link
        self._cooperation = cooperations.find_cooperation(actor)

    def post(self, invitation: Invitation) -> None:
        """Send it with a new link; those before no longer work.

        TooManyAttempts when the delegation wrote to this address again and again.
        """
        throttle.take(f"invitation:{invitation.delegation_id}:{invitation.email}", MAX_MAILS)
        retract(invitation)
        mail_id = self._send(invitation, self._delegation_name(invitation))
        session().flush()  # the invitation refers to the mail
        invitation.mail_id = mail_id

    def post_all(self, invitations: Sequence[Invitation]) -> None:
        """Send these, all new, not yet added, and of one delegation."""
        name = self._delegation_name(invitations[0])
        for number, invitation in enumerate(invitations):
            invitation.mail_id = self._send(invitation, name)
            if number % BREATH == 0:
                time.sleep(0)  # others are served meanwhile
        session().flush()  # the invitations refer to the mails

    def _delegation_name(self, invitation: Invitation) -> str:
        delegation = find_delegation(invitation.delegation_id)
        return delegation.name if delegation else ""

    def _send(self, invitation: Invitation, delegation: str) -> UUID:
        _link_id, token = links.create_link(
            Purpose.INVITATION,
            email=invitation.email,
            lifetime=LIFETIME,
            cooperation_id=invitation.cooperation_id,
            subject_id=invitation.id,
        )
        return mail.send(
            to=invitation.email,
            name=invitation.name,
            language=invitation.language,
            template="invitations/invitation",
            values=self._values(invitation, delegation, token),
        )

    def _values(self, invitation: Invitation, delegation: str, token: str) -> dict[str, Any]:
        cooperation, language = self._cooperation, invitation.language
        return {
            "inviter": self._actor.name,
            "cooperation": cooperation.name_in(language),
            "description": cooperation.description_in(language),
            "description_lang": cooperation.language_of("description", language),
            "delegation": delegation,
            "role": str(invitation.role),
            "is_founding": invitation.is_founding,
            "note": invitation.note,
            "expires_at": invitation.expires_at,
            "url": public_url(self._link(token)),
        }
