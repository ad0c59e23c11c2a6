"""What browser and server say to each other about a passkey (WebAuthn level 2); no database."""

import json
import logging
from collections.abc import Iterable
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import webauthn
from flask_babel import lazy_gettext as _l
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

from collab.accounts.models import Passkey, Person
from collab.core.addresses import public_url
from collab.core.errors import DomainError

NAME = "collab"
MAX_ANSWER = 20_000
_TRANSPORTS = {one.value for one in AuthenticatorTransport}
#: what the library raises for what is no passkey's answer: its own errors, and those of its parts
_WRONG = (WebAuthnException, ValueError, KeyError, TypeError, IndexError, AttributeError)
_log = logging.getLogger(__name__)


class PasskeyRefused(DomainError):
    """The answer is not from a passkey that we know, or not about our question."""

    status = 422
    code = "passkey_refused"
    message = _l("This passkey was not accepted. Please try again, or choose another way.")


class Place(NamedTuple):
    """Where passkeys are bound to: our origin, and the name in it."""

    origin: str
    host: str


def our_place() -> Place:
    """The address under which people reach this installation; never what a browser says."""
    parts = urlsplit(public_url(""))
    return Place(f"{parts.scheme}://{parts.netloc}", parts.hostname or "")


def is_possible() -> bool:
    """Whether browsers allow passkeys at our address: https and a name, or this computer's own."""
    place = our_place()
    try:
        ip_address(place.host)
    except ValueError:
        is_local = place.host == "localhost" or place.host.endswith(".localhost")
        return is_local or place.origin.startswith("https://")
    return False


def parse_answer(answer: str) -> dict[str, Any]:
    """What the browser sent; PasskeyRefused when it is no object."""
    try:
        parsed = json.loads(answer[:MAX_ANSWER])
    except (ValueError, RecursionError):
        raise PasskeyRefused from None
    if not isinstance(parsed, dict):
        raise PasskeyRefused
    return parsed


def read_transports(parsed: dict[str, Any]) -> list[str]:
    """The known ways to reach the device that made the passkey."""
    response = parsed.get("response")
    given = response.get("transports") if isinstance(response, dict) else None
    return [one for one in _TRANSPORTS if one in given] if isinstance(given, list) else []


def read_credential_id(parsed: dict[str, Any]) -> bytes:
    """Which passkey says that it answers; PasskeyRefused."""
    raw = parsed.get("rawId")
    try:
        return base64url_to_bytes(raw) if isinstance(raw, str) else b""
    except ValueError:
        raise PasskeyRefused from None


def _describe(passkey: Passkey) -> PublicKeyCredentialDescriptor:
    known = [AuthenticatorTransport(one) for one in passkey.transports if one in _TRANSPORTS]
    return PublicKeyCredentialDescriptor(id=passkey.credential_id, transports=known or None)


def write_options_for_new(person: Person, challenge: bytes, known: Iterable[Passkey]) -> str:
    """What a browser needs to make a passkey on a device that has none of these, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=our_place().host,
        rp_name=NAME,
        user_id=person.id.bytes,
        user_name=person.email,
        user_display_name=person.name,
        challenge=challenge,
        exclude_credentials=[_describe(one) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return webauthn.options_to_json(options)


def write_options_for_use(challenge: bytes, known: Iterable[Passkey], *, alone: bool) -> str:
    """What a browser needs to sign the challenge with one of these, or with any, as JSON."""
    need = UserVerificationRequirement
    options = webauthn.generate_authentication_options(
        rp_id=our_place().host,
        challenge=challenge,
        allow_credentials=[_describe(one) for one in known],
        # without a password before it, the device itself has to make sure who holds it
        user_verification=need.REQUIRED if alone else need.DISCOURAGED,
    )
    return webauthn.options_to_json(options)


def check_new(parsed: dict[str, Any], challenge: bytes) -> VerifiedRegistration:
    """The new passkey, made for us and this challenge; PasskeyRefused."""
    place = our_place()
    try:
        return webauthn.verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
        )
    except _WRONG as error:
        _log.info("a new passkey is refused: %s", error)
        raise PasskeyRefused from error


def check_use(
    parsed: dict[str, Any], challenge: bytes, public_key: bytes, *, alone: bool
) -> VerifiedAuthentication:
    """That this key signed the challenge for us; PasskeyRefused. Its counter is not compared."""
    place = our_place()
    try:
        return webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=place.host,
            expected_origin=place.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,
            require_user_verification=alone,
        )
    except _WRONG as error:
        _log.info("a passkey is refused: %s", error)
        raise PasskeyRefused from error
