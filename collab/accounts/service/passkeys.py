"""Passkeys: a person's device signs what the server made up."""

import logging
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from collab.accounts import ceremonies, notices
from collab.accounts.ceremonies import PasskeyRefused
from collab.accounts.models import Challenge, Passkey
from collab.accounts.service.challenges import (
    ChallengeKind,
    find_challenge,
    make_challenge,
    use_challenge,
)
from collab.accounts.service.factors import (
    check_not_required,
    list_factors,
    note_removal,
    protect,
)
from collab.accounts.service.people import find_person
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Conflict, Invalid, NotFound

MAX_PASSKEYS = 20
MAX_NAME = 60
_log = logging.getLogger(__name__)


class PasskeyCopied(PasskeyRefused):
    """Its counter went backwards: somebody else uses a copy of it."""

    code = "passkey_copied"
    message = _l(
        "This passkey counts its uses, and the count does not fit: it may be a copy. "
        "Please use another way, then remove it."
    )


class PasskeyKnown(Conflict):
    """This device has a passkey for the site already."""

    code = "passkey_known"
    message = _l("This passkey is registered already.")


class TooManyPasskeys(Conflict):
    """More than anybody carries around."""

    code = "too_many_passkeys"
    message = _l("You have twenty passkeys already. Please remove one first.")


def _clean(name: str) -> str:
    name = name.strip()
    if not name:
        raise Invalid({"name": _l("Please enter a name.")})
    return name[:MAX_NAME]


def begin_passkey(person_id: UUID) -> tuple[UUID, str]:
    """What the browser needs to make a new passkey: id of the challenge, and options as JSON."""
    known = list_factors(person_id).passkeys
    if len(known) >= MAX_PASSKEYS:
        raise TooManyPasskeys
    challenge = make_challenge(ChallengeKind.PASSKEY_NEW, person_id)
    person = find_person(person_id)
    return challenge.id, ceremonies.write_options_for_new(person, challenge.value, known)


def add_passkey(
    person_id: UUID, challenge_id: UUID | None, answer: str, name: str, keep: UUID | None
) -> list[str]:
    """Protect the account with the passkey that a browser made; PasskeyRefused, TooSlow.

    Answers ten recovery codes when this is the first second factor, else none.
    """
    name = _clean(name)
    challenge = find_challenge(ChallengeKind.PASSKEY_NEW, challenge_id)
    if challenge.person_id != person_id:
        raise NotFound
    parsed = ceremonies.parse_answer(answer)
    made = ceremonies.check_new(parsed, challenge.value)
    use_challenge(challenge)
    passkey = Passkey(
        id=new_id(),
        person_id=person_id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=ceremonies.read_transports(parsed),
        name=name,
        created_at=now(),
    )
    try:
        with session().begin_nested():
            session().add(passkey)
    except IntegrityError:
        raise PasskeyKnown from None
    _tell(person_id, "passkey_added", name)
    return protect(person_id, keep)


def _tell(person_id: UUID, change: str, name: str) -> None:
    notices.notify(find_person(person_id), "factors", {"change": change, "label": name})


def ask_for_passkey(challenge: Challenge) -> str:
    """What the browser needs to sign the challenge, as JSON; names the person's own passkeys."""
    known = list_factors(challenge.person_id).passkeys if challenge.person_id else []
    alone = challenge.person_id is None
    return ceremonies.write_options_for_use(challenge.value, known, alone=alone)


def use_passkey(challenge: Challenge, answer: str) -> Passkey:
    """The passkey that signed the challenge; PasskeyRefused when none of the right ones did."""
    parsed = ceremonies.parse_answer(answer)
    passkey = session().scalar(
        select(Passkey).where(Passkey.credential_id == ceremonies.read_credential_id(parsed))
    )
    if passkey is None or challenge.person_id not in (None, passkey.person_id):
        raise PasskeyRefused
    alone = challenge.person_id is None
    used = ceremonies.check_use(parsed, challenge.value, passkey.public_key, alone=alone)
    _count_use(passkey, used.new_sign_count)
    return passkey


def _count_use(passkey: Passkey, count: int) -> None:
    """Some passkeys count, and none that counts ever goes back."""
    known = passkey.sign_count
    fits = count > known or count == known == 0
    counted = fits and session().scalar(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.sign_count == known)
        .values(sign_count=count, last_used_at=now())
        .returning(Passkey.id)
        .execution_options(synchronize_session=False)
    )
    if not counted:
        _log.warning("passkey %s of person %s counts wrong", passkey.id, passkey.person_id)
        raise PasskeyCopied


def find_passkey(person_id: UUID, passkey_id: UUID) -> Passkey:
    """A passkey of this person; NotFound for everybody else's."""
    found = session().scalar(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person_id)
    )
    if found is None:
        raise NotFound
    return found


def rename_passkey(person_id: UUID, passkey_id: UUID, name: str) -> None:
    """Call it something else; NotFound when it is not this person's."""
    find_passkey(person_id, passkey_id).name = _clean(name)


def remove_passkey(person_id: UUID, passkey_id: UUID) -> None:
    """Sign in without it from now on; SecondFactorNeeded when a cooperation needs it."""
    passkey = find_passkey(person_id, passkey_id)
    check_not_required(person_id)
    session().delete(passkey)
    note_removal(person_id)
    _tell(person_id, "passkey_removed", passkey.name)
