"""Transports that have not said whose they are: few of one address, few in all, small messages."""

import ipaddress
from typing import Any, Final

#: of messages, until somebody is let in
STRANGER_BYTES: Final = 16 * 1024
#: whoever comes from one address may be a whole office; each needs its place for a moment only
MOST_OF_AN_ADDRESS: Final = 100
MOST: Final = 300


class Lobby:
    """Who waits to be let in, by their Engine.IO ids; the one that has waited longest goes."""

    def __init__(self, most: int = MOST, most_of_an_address: int = MOST_OF_AN_ADDRESS) -> None:
        self._most, self._most_of_an_address = most, most_of_an_address
        self._waiting: dict[str, str] = {}
        self._by_address: dict[str, dict[str, None]] = {}

    def enter(self, eio_sid: str, address: str) -> str | None:
        """Take somebody in; returns who has to go for it."""
        mine = self._by_address.setdefault(address, {})
        goes = None
        if len(mine) >= self._most_of_an_address:
            goes = next(iter(mine))
        elif len(self._waiting) >= self._most:
            goes = next(iter(self._waiting))
        if goes is not None:
            self.leave(goes)
        self._waiting[eio_sid] = address
        self._by_address.setdefault(address, {})[eio_sid] = None
        return goes

    def leave(self, eio_sid: str) -> None:
        """They were let in, or have gone."""
        address = self._waiting.pop(eio_sid, None)
        if address is None:
            return
        mine = self._by_address[address]
        del mine[eio_sid]
        if not mine:
            del self._by_address[address]

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)


def address_of(environ: dict[str, Any], proxies: int) -> str:
    """Return where a request comes from, as the outermost of our own proxies has seen it.

    Of IPv6 addresses the network: whoever has one address of it has all.
    """
    seen = [each.strip() for each in environ.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    address: str = environ.get("REMOTE_ADDR", "")
    if 0 < proxies <= len(seen):
        address = seen[-proxies] or address
    if ":" not in address:
        return address
    try:
        return str(ipaddress.ip_network((address, 64), strict=False))
    except ValueError:
        return address
