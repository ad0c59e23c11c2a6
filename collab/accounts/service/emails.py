"""Another e-mail for one's account: confirmed at the new address, undone from the old one."""

from datetime import timedelta
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from collab.accounts import notices, throttle
from collab.accounts.links import LinkUnknown, Purpose, create_link, find_link, use_link
from collab.accounts.links import withdraw_links_of as withdraw
from collab.accounts.models import OneTimeLink, Person
from collab.accounts.service.challenges import forget_challenges
from collab.accounts.service.people import find_person
from collab.accounts.service.reset import LinkMaker, check_password, make_reset_link
from collab.accounts.service.sessions import end_other_sessions
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import session
from collab.core.errors import Conflict, Invalid

CONFIRM_WITHIN = timedelta(hours=24)
UNDO_WITHIN = timedelta(days=7)


class EmailTaken(Conflict):
    """Somebody else has it by now."""

    code = "email_taken"
    heading = _l("This e-mail is in use")
    message = _l("Another account uses this e-mail by now, so yours stays as it was.")


def _owner_of(email: str) -> Person | None:
    return session().scalar(select(Person).where(Person.email == email))


def request_email_change(
    person_id: UUID, email: str, password: str, address: str, link: LinkMaker
) -> None:
    """Ask at the new address whether it belongs to the person; Invalid names the field.

    When the address has an account already, its owner gets a mail and nobody else learns of it.
    Commit even when this raises: attempts are counted.
    """
    email = email.strip().lower()
    person = check_password(person_id, password, address, field="password")
    if email == person.email:
        raise Invalid({"email": _l("This is your e-mail already.")})
    throttle.take_mail("email", str(person_id), address)
    withdraw(person_id, Purpose.EMAIL)
    owner = _owner_of(email)
    if owner is not None:
        notices.notify(owner, "email_taken", {"url": public_url("/login")})
        return
    _id, token = create_link(
        Purpose.EMAIL, email=email, lifetime=CONFIRM_WITHIN, person_id=person_id
    )
    values = {"url": public_url(link(token)), "old": person.email}
    notices.notify(person, "email_confirm", values, to=email)


def find_email_change(person_id: UUID, token: str) -> OneTimeLink:
    """The change that this person asked for; a LinkProblem when there is none to confirm."""
    link = find_link(Purpose.EMAIL, token)
    if link.person_id != person_id:
        raise LinkUnknown(Purpose.EMAIL)
    return link


def confirm_email(person_id: UUID, token: str, undo: LinkMaker) -> Person:
    """Sign in with the new e-mail from now on; the old address gets a mail with a way back."""
    link = find_email_change(person_id, token)
    use_link(link)
    person = find_person(person_id)
    old = person.email
    _set_email(person, link.email)
    withdraw(person_id, Purpose.RESET)
    _id, back = create_link(
        Purpose.EMAIL_UNDO, email=old, lifetime=UNDO_WITHIN, person_id=person_id
    )
    values = {"url": public_url(undo(back)), "new": person.email, "at": now()}
    notices.notify(person, "email_changed", values, to=old)
    return person


def _set_email(person: Person, email: str) -> None:
    owner = _owner_of(email)
    if owner is not None and owner.id != person.id:
        raise EmailTaken
    try:
        with session().begin_nested():
            person.email = email
    except IntegrityError:
        raise EmailTaken from None


def find_undo(token: str) -> OneTimeLink:
    """The change that can be taken back; a LinkProblem says why not."""
    return find_link(Purpose.EMAIL_UNDO, token)


def undo_email(token: str) -> str:
    """Give the account its old e-mail again and sign out every device.

    Answers a token for the reset page: whoever changed the e-mail knew the password.
    """
    link = find_undo(token)
    use_link(link)
    assert link.person_id is not None
    person = find_person(link.person_id)
    _set_email(person, link.email)
    withdraw(person.id, Purpose.EMAIL)
    # not the older ones: who took the account over could otherwise take the owner's way back
    withdraw(person.id, Purpose.EMAIL_UNDO, since=link.created_at)
    end_other_sessions(person.id, keep=None)
    forget_challenges(person.id)
    return make_reset_link(person)
