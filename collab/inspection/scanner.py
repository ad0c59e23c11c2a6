"""The virus scanner, where the installation has one: clamd, asked over its socket."""

import re
import socket
import struct
from contextlib import closing
from pathlib import Path
from typing import Final

from collab.inspection.errors import Infected, ScannerAway

_PIECE: Final = 64 * 1024
_SECONDS: Final = 60
_PORT: Final = re.compile(r"(?P<host>[^/]+):(?P<port>\d{1,5})")


class Scanner:
    """Where files are scanned; nowhere unless `use` says so."""

    def __init__(self) -> None:
        self._place = ""

    def use(self, place: str) -> None:
        """Ask the clamd there from now on: the path of a socket, host:port, or empty: nobody."""
        self._place = place

    def scan(self, path: Path) -> None:
        """Infected when clamd finds something, ScannerAway when it cannot say."""
        if not self._place:
            return
        try:
            answer = self._ask(path)
        except OSError as error:
            raise ScannerAway from error
        if answer.endswith(b"FOUND"):
            raise Infected
        if not answer.endswith(b"OK"):
            raise ScannerAway

    def _ask(self, path: Path) -> bytes:
        with closing(self._connected()) as clamd, path.open("rb") as file:
            clamd.sendall(b"zINSTREAM\0")
            while piece := file.read(_PIECE):
                clamd.sendall(struct.pack("!L", len(piece)) + piece)
            clamd.sendall(struct.pack("!L", 0))
            answer = b""
            while more := clamd.recv(4096):
                answer += more
        return answer.strip(b"\0\r\n ")

    def _connected(self) -> socket.socket:
        address = _PORT.fullmatch(self._place)
        if address is not None:
            return socket.create_connection(
                (address["host"], int(address["port"])), timeout=_SECONDS
            )
        clamd = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        clamd.settimeout(_SECONDS)
        try:
            clamd.connect(self._place)
        except OSError:
            clamd.close()
            raise
        return clamd


scanner = Scanner()
