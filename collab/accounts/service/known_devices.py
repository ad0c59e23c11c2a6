"""Browsers in which people have signed in before; others are told about by mail."""

import secrets
from contextlib import suppress
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError

from collab.accounts import notices
from collab.accounts.devices import name_device
from collab.accounts.models import KnownDevice, Person
from collab.accounts.service.sessions import Device
from collab.accounts.tokens import hash_token
from collab.core.addresses import public_url
from collab.core.clock import now
from collab.core.db import new_id, session

#: how long the cookie lives, and for how long an unused device is known
REMEMBERED = timedelta(days=400)


def recognize(person: Person, device: Device) -> str:
    """The token for the device's cookie; the person gets a mail when the device is a new one."""
    session().execute(delete(KnownDevice).where(KnownDevice.last_seen_at <= now() - REMEMBERED))
    users = (
        session()
        .scalars(select(KnownDevice).where(KnownDevice.token_hash == hash_token(device.token)))
        .all()
    )
    known = next((one for one in users if one.person_id == person.id), None)
    if known is not None:
        known.last_seen_at = now()
        return device.token
    count = select(func.count(KnownDevice.id)).where(KnownDevice.person_id == person.id)
    if session().scalar(count):
        _tell(person, device)
    # only tokens of ours are kept: whoever planted another one would be known with it
    token = device.token if users else secrets.token_urlsafe(32)
    _remember(person, token)
    return token


def _remember(person: Person, token: str) -> None:
    known = KnownDevice(
        id=new_id(),
        person_id=person.id,
        token_hash=hash_token(token),
        created_at=now(),
        last_seen_at=now(),
    )
    # signing in twice at the same moment makes it known once
    with suppress(IntegrityError), session().begin_nested():
        session().add(known)


def _tell(person: Person, device: Device) -> None:
    named = name_device(device.user_agent)
    notices.notify(
        person,
        "new_device",
        {
            "browser": named.browser,
            "system": named.system,
            "at": now(),
            "url": public_url("/account/sessions"),
        },
    )
