"""What can go wrong in the domain, each with the words a person reads."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l


class DomainError(Exception):
    """A rule said no: nothing was changed, and `message` tells the reader why."""

    status = 400
    code = "invalid"
    message: Any = _l("That is not possible.")
    #: above the message on the page of the error; None: the usual words for its status
    heading: Any = None
    #: what the reader can do now
    hint: Any = None
    #: endpoint and label of the page where they can do it
    way: tuple[str, Any] | None = None


class NotFound(DomainError):
    """There is no such thing, or this actor may not know of it: the same answer for both."""

    status = 404
    code = "not_found"
    message = _l("There is nothing here, or it is not open to you.")


class Forbidden(DomainError):
    """The actor may see the thing, but not do this with it."""

    status = 403
    code = "forbidden"
    message = _l("You do not have the right to do this.")


class Conflict(DomainError):
    """Somebody else changed the same thing in the meantime."""

    status = 409
    code = "conflict"
    message = _l("Somebody else changed this in the meantime.")


class Archived(DomainError):
    """The cooperation is archived: everything can be read, nothing changed."""

    status = 409
    code = "archived"
    message = _l("This cooperation is archived. It can be read, but not changed.")


class NotOpenYet(DomainError):
    """The cooperation is only proposed: nothing can be done in it before all founders agreed."""

    status = 409
    code = "not_open_yet"
    message = _l("This cooperation is not open yet: not all founders have agreed.")
    way = ("founding.waiting", _l("See who has agreed"))


class Invalid(DomainError):
    """What was entered breaks a rule; `fields` says which field and why."""

    status = 422
    code = "invalid"
    message = _l("Please correct the marked fields.")

    def __init__(self, fields: Mapping[str, Any] | None = None) -> None:
        super().__init__()
        self.fields: dict[str, Any] = dict(fields or {})


class TooManyAttempts(DomainError):
    """The same thing was tried too often in a short time."""

    status = 429
    code = "too_many_attempts"
    message = _l("Too many attempts. Please wait a few minutes and try again.")


def require(allowed: bool) -> None:
    """Raise Forbidden unless the policy allowed it."""
    if not allowed:
        raise Forbidden
