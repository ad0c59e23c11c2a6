"""Proposals for tests: written down, proposed, answered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from collab.accounts import links
from collab.accounts.links import Purpose
from collab.accounts.models import Person
from collab.core.db import GLOBAL, Scope, unit_of_work
from collab.foundings import service
from collab.foundings.models import Founding
from collab.invitations import service as invitations
from collab.invitations.models import Invitation
from collab.invitations.service import by_address
from collab.mail.models import Mail
from tests.factories import make_person

BASICS = {
    "name": "Rhine Alliance",
    "description": "What we do together.",
    "language": "en",
    "texts": [{"language": "de", "name": "Rheinallianz", "description": "Was wir tun."}],
    "languages": ["en", "de", "fr"],
}
START = {
    "groups": [{"name": "Steering group", "description": "Goals."}],
    "presides": "0",
    "months": "12",
    "slug": "rhine-alliance",
}


def partner(short: str, email: str = "", **changes: Any) -> dict[str, Any]:
    """A row of the form of the partners."""
    return {
        "kind": "region",
        "name": f"Region {short}",
        "short": short,
        "country": "DE",
        "language": "de",
        "is_own": not email,
        "contact": "",
        "email": email,
        "mail_language": "de",
    } | changes


def link(token: str) -> str:
    """The path in the mails."""
    return f"/answer/{token}"


@dataclass
class Founders:
    """Somebody who proposes, and what became of it."""

    proposer: Person
    drafted: list[UUID] = field(default_factory=list)

    def draft(self, *partners: dict[str, Any], pattern: str = "blank", **start: Any) -> UUID:
        """A draft with these partners."""
        me = self.proposer.id
        with unit_of_work(GLOBAL):
            founding = service.begin(me, pattern)
        with unit_of_work(GLOBAL):
            service.save_step(me, founding.id, "basics", BASICS)
            service.save_step(me, founding.id, "partners", {"partners": list(partners)})
            service.save_step(me, founding.id, "start", START | start)
        self.drafted.append(founding.id)
        return founding.id

    def propose(self, *partners: dict[str, Any], **start: Any) -> UUID:
        """The same, proposed; the cooperation's id."""
        return service.propose(self.proposer.id, self.draft(*partners, **start), link=link)

    @property
    def last(self) -> UUID:
        """The founding made last."""
        return self.drafted[-1]


def find_founding(founding_id: UUID) -> Founding:
    with unit_of_work(GLOBAL, writes=False) as opened:
        return opened.scalars(select(Founding).where(Founding.id == founding_id)).one()


def list_mails(address: str) -> list[Mail]:
    with unit_of_work(GLOBAL, writes=False) as opened:
        wanted = select(Mail).where(Mail.address == address).order_by(Mail.created_at, Mail.id)
        return list(opened.scalars(wanted))


def find_rows(cooperation_id: UUID, model: type) -> list[Any]:
    with unit_of_work(Scope(cooperation_id=cooperation_id), writes=False) as opened:
        return list(opened.scalars(select(model)))


def answer(email: str) -> Callable[[], Any]:
    """The open invitation that was sent to this address."""
    with unit_of_work(GLOBAL, writes=False):
        found = links.list_open_links(email, Purpose.INVITATION)
    assert found, f"no invitation waits for {email}"
    return by_address(email, found[0].id)


def ready_to_accept(email: str, name: str = "Ada New") -> tuple[Person, Callable[[], Any]]:
    """Somebody with an account of that address, and the call by which they agree."""
    with unit_of_work(GLOBAL) as opened:
        person = opened.scalar(select(Person).where(Person.email == email))
        person = person or make_person(email=email, name=name, language="de")
    return person, partial(invitations.accept, answer(email), person.id)


def accept(email: str, name: str = "Ada New") -> Person:
    """Agree, as somebody who has an account with that address."""
    person, call = ready_to_accept(email, name)
    call()
    return person


def decline(email: str, reason: str = "No time this year.") -> None:
    """Say no."""
    invitations.decline(answer(email), reason)


def find_invitations(cooperation_id: UUID) -> dict[str, Invitation]:
    return {each.email: each for each in find_rows(cooperation_id, Invitation)}
