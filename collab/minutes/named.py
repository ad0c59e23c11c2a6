"""Who wants to know when somebody is newly named in minutes."""

from collections.abc import Callable, Sequence

from collab.minutes.models import Minutes, MinutesMention

Listener = Callable[[Minutes, Sequence[MinutesMention]], None]
_listeners: list[Listener] = []


def on_named(listener: Listener) -> None:
    """Be told of new mentions, in the unit of work that keeps them."""
    if listener not in _listeners:
        _listeners.append(listener)


def say_named(minutes: Minutes, mentions: Sequence[MinutesMention]) -> None:
    """Tell whoever listens."""
    for listener in _listeners if mentions else ():
        listener(minutes, mentions)
