"""How a server process ends: it is no longer ready, and tells everybody when to come back."""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import gevent

from collab.core.sockets import backlog_of, server

#: clients come back spread over this time, so that the next process is not overrun
COME_BACK_SECONDS: Final = (1.0, 5.0)
_LOOK_SECONDS: Final = 0.02
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _State:
    is_draining: bool = False


_state = _State()


def begin() -> None:
    """From now on this process is no longer ready."""
    _state.is_draining = True


def is_draining() -> bool:
    """Whether this process is about to end."""
    return _state.is_draining


def wait_until(is_true: Callable[[], bool], seconds: float) -> bool:
    """Wait for something at most so long; whether it came true."""
    end = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > end:
            return False
        gevent.sleep(_LOOK_SECONDS)
    return True


def give(seconds: float, what: str, call: Callable[..., object], *arguments: object) -> None:
    """Do something for at most so long; what takes longer is left behind."""
    greenlet = gevent.spawn(call, *arguments)
    greenlet.join(timeout=max(0.0, seconds))
    if not greenlet.ready():
        _log.warning("%s takes too long and is left behind", what)


def say_goodbye(seconds: float) -> None:
    """Tell every socket when to come back, and wait until they have heard it."""
    for namespace in list(server().manager.get_namespaces()):
        for sid, _eio_sid in list(server().manager.get_participants(namespace, None)):
            after = round(random.uniform(*COME_BACK_SECONDS), 1)  # noqa: S311 no secret
            server().emit("restart", {"seconds": after}, to=sid, namespace=namespace)
    wait_until(lambda: not any(backlog_of(each) for each in _transports()), seconds)


def let_go() -> None:
    """End all connections."""
    for transport in _transports():
        transport.close(wait=False, reason=server().eio.reason.SERVER_DISCONNECT)


def _transports() -> list[Any]:
    return list(server().eio.sockets.values())
