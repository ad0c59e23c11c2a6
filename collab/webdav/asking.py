"""The request of a program that is being answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from collab.accounts.service import AppUser
from collab.core.actor import Actor
from collab.files.service import Received

KEY: Final = "collab.asked"
#: name in addresses of the cooperation that the request is about
COOPERATION: Final = "collab.cooperation"


@dataclass(slots=True)
class Asked:
    """Who asks, and what was found out already."""

    user: AppUser
    #: None: for the list of cooperations
    actor: Actor | None = None
    #: the file that it brings, looked into and stored
    received: Received | None = None
    #: what the storage of locks keeps for this request, see collab.webdav.locks
    memory: dict[str, Any] = field(default_factory=dict)


def asked_in(environ: Mapping[str, Any]) -> Asked:
    """The request that this WSGI environment is of."""
    asked: Asked = environ[KEY]
    return asked


def actor_in(environ: Mapping[str, Any]) -> Actor:
    """Who asks, in the cooperation that they ask for."""
    actor = asked_in(environ).actor
    assert actor is not None
    return actor
