"""Tell whoever invited somebody what came of it."""

from urllib.parse import urlencode

from collab.accounts import notices
from collab.accounts.models import Person
from collab.core.addresses import public_url
from collab.invitations.service.offers import Opened


def tell_accepted(found: Opened, person: Person) -> None:
    """In the inviter's language; nobody is told of their own doing."""
    _tell(found, "accepted", name=person.name)


def tell_declined(found: Opened) -> None:
    """In the inviter's language, with the reason when there is one."""
    _tell(found, "declined", name=found.invitation.name or found.invitation.email)


def tell_of_other(found: Opened, person: Person) -> None:
    """Somebody who has the invitation asks to be invited at their own address."""
    path = f"/c/{found.cooperation.slug}/invitations/new?{urlencode({'email': person.email})}"
    _tell(found, "other_address", name=person.name, path=path, other=person.email)


def _tell(found: Opened, template: str, *, name: str, path: str = "", other: str = "") -> None:
    inviter, cooperation = found.inviter, found.cooperation
    if inviter.erased_at is not None:
        return
    values = {
        "name": name,
        "cooperation": cooperation.name_in(inviter.language),
        "delegation": found.delegation.name,
        "reason": found.invitation.reason,
        "email": found.invitation.email,
        "other": other,
        "url": public_url(_page(found, path)),
    }
    notices.write_to(inviter, f"invitations/{template}", values)


def _page(found: Opened, path: str) -> str:
    """Where the inviter goes on; whoever proposes a cooperation need not be in it."""
    if found.invitation.is_founding:
        return "/foundings"
    return path or f"/c/{found.cooperation.slug}/invitations"
