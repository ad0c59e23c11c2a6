"""Programs sign in with the person's e-mail and an app password, in each request."""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from collab.accounts import service as accounts
from collab.accounts.service import AppUser
from collab.core.db import GLOBAL, unit_of_work


def find_user(environ: Mapping[str, Any]) -> AppUser | None:
    """Whose program asks; None when it has to say so first, or said something wrong.

    TooManyAttempts when the address said something wrong too often.
    """
    given = _read_basic(str(environ.get("HTTP_AUTHORIZATION", "")))
    if given is None:
        return None
    with unit_of_work(GLOBAL, writes=False):
        user = accounts.find_app_user(*given)
    if user is None:
        with unit_of_work(GLOBAL):
            accounts.count_wrong_app_password(str(environ.get("REMOTE_ADDR", "")))
    elif not user.is_use_noted:
        with unit_of_work(GLOBAL):
            accounts.note_app_use(user.app_password_id)
    return user


def _read_basic(header: str) -> tuple[str, str] | None:
    """User name and password; None when there are none."""
    kind, _space, encoded = header.partition(" ")
    if kind.casefold() != "basic":
        return None
    try:
        plain = base64.b64decode(encoded.strip(), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    name, colon, password = plain.partition(":")
    return (name, password) if colon else None
