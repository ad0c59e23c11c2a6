"""Mails about an account that is to be erased. Runs inside a unit of work."""

from collab.accounts import links, notices
from collab.accounts.links import Purpose
from collab.accounts.models import Person
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.privacy.models import ErasureRequest

STOP_PATH = "/account/data/deletion/stop"


def _stop_url(person: Person, request: ErasureRequest) -> str:
    _id, token = links.create_link(
        Purpose.ERASURE,
        email=person.email,
        lifetime=request.due_at - now(),
        person_id=person.id,
        subject_id=request.id,
    )
    return public_url(f"{STOP_PATH}/{token}")


def tell_of_erasure(person: Person, request: ErasureRequest) -> None:
    """Say when the account will be erased, with a link that stops it."""
    values = {
        "url": _stop_url(person, request),
        "due_at": request.due_at,
        "cause": str(request.cause),
    }
    notices.write_to(person, "privacy/erasure", values)


def tell_of_delay(person: Person, request: ErasureRequest, places: list[str]) -> None:
    """Say that a successor is missing, and when it is tried again."""
    values = {"url": _stop_url(person, request), "due_at": request.due_at, "places": places}
    notices.write_to(person, "privacy/erasure_delayed", values)


def withdraw_stop_links(request: ErasureRequest) -> None:
    """The links in these mails do nothing more."""
    links.withdraw_links(request.id, Purpose.ERASURE)
