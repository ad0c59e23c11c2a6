"""Duties: what has to be done again and again, beside requests.

A duty is a function without arguments that opens its own units of work and may run twice. Who runs
them is the worker (collab.core.worker): inside `collab serve`, or as `collab worker`.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from collab.core.relays import Relay

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do every so often; `is_shared` duties once for all processes together."""

    name: str
    every: timedelta
    work: Work
    is_shared: bool
    alarm: threading.Event = field(default_factory=threading.Event, compare=False)


_duties: dict[str, Duty] = {}
#: the names of those that this process sees to
_attended: set[str] = set()


def duty(name: str, *, every: timedelta, is_shared: bool = True) -> Callable[[Work], Work]:
    """Register the function as a duty, named such as "mail.forget".

    With `is_shared=False` each process runs it at its own pace, without a note in the database:
    for what takes turns by itself.
    """

    def register(work: Work) -> Work:
        if name in _duties:
            raise RuntimeError(f"there is a duty {name} already")
        _duties[name] = Duty(name, every, work, is_shared)
        return work

    return register


def list_duties() -> tuple[Duty, ...]:
    """Every duty that was registered, by name."""
    return tuple(_duties[name] for name in sorted(_duties))


def find_duty(name: str) -> Duty:
    """The duty of this name; KeyError when there is none."""
    return _duties[name]


def attend(name: str) -> None:
    """Note that this process has a worker that sees to the duty."""
    _attended.add(name)


def leave(name: str) -> None:
    """This process sees to the duty no longer."""
    _attended.discard(name)


def wake(name: str) -> None:
    """Have a worker see to the duty at once: this process's, or any other's where it has none."""
    if name in _attended:
        _wake_here(name)
    else:
        _relay.tell(name)


def _wake_here(name: str) -> None:
    if name in _duties:
        _duties[name].alarm.set()


_relay: Final = Relay("duties", lambda: [_wake_here], str, str)
