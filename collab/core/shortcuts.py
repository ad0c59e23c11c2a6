"""Events of one blob, handed over past the parsers of Engine.IO and Socket.IO.

What editors send is always the same line and then a blob. Both libraries together take longer to
see that than we take for what is in the blob.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

Handler = Callable[..., Any]
#: by the line that announces the blob
Open = dict[str, Callable[[bytes], None]]


class Shortcuts:
    """The handlers of all namespaces, by the line that announces their blob."""

    def __init__(self) -> None:
        self._handlers: dict[str, dict[str, Handler]] = {}

    def add(self, event: str, handler: Handler, namespace: str) -> None:
        """Let `handler(sid, blob)` take an event when it comes with nothing but a blob."""
        line = f'451-{namespace},["{event}",{{"_placeholder":true,"num":0}}]'
        self._handlers.setdefault(namespace, {})[line] = handler

    def open(self, find_sid: Callable[[str], str | None]) -> Iterator[tuple[str, Handler]]:
        """Yield what a socket may use that is connected to some of the namespaces."""
        for namespace, handlers in self._handlers.items():
            sid = find_sid(namespace)
            if sid is not None:
                for line, handler in handlers.items():
                    yield line, partial(handler, sid)


class Announced:
    """Sorts the messages of one connection: blobs to their handlers, all else to whoever reads."""

    __slots__ = ("_line", "_open")

    def __init__(self, opened: Open) -> None:
        self._open = opened
        self._line: str | None = None

    def sort(self, message: str | bytes | None) -> tuple[str | bytes | None, ...]:
        """Return what is to be read by Engine.IO; a line is held back until its blob is there."""
        line, self._line = self._line, None
        if line is None:
            if not isinstance(message, str) or message not in self._open:
                return (message,)
            self._line = message
            return ()
        if not isinstance(message, bytes):
            return (line, message)
        self._open[line](message)
        return ()


shortcuts: Final = Shortcuts()
