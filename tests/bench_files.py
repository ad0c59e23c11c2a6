"""`make bench`: large files in and out of a real server, and the memory it takes for them.

The bars are those of a machine that does nothing else; exit 1 when one is missed.
"""

import os
import re
import socket
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Callable
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Self

from collab.demo import DEMO_PASSWORD
from tests.databases import migrate, sqlite_address
from tests.served import LiveServer, fill_with_demo

MB = 1_000_000
#: bytes of one file, and how many there are
SIZE, COUNT = 190 * MB, 6
UPLOAD_BAR, UPLOAD_MEMORY_BAR, ARCHIVE_MEMORY_BAR = 150.0, 30.0, 50.0
PIECE = 1 << 20
WHO = "coordinator.bw@collab.example"
FILES = "/c/four-motors/files"


class Peak:
    """The most memory that a process takes while it is watched, in MB above what it began with."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._begin = self._most = self._measure()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopping.set()
        self._thread.join()

    @property
    def growth(self) -> float:
        """How much more than at the beginning it was at most."""
        return (self._most - self._begin) / MB

    def _watch(self) -> None:
        while not self._stopping.wait(0.02):
            self._most = max(self._most, self._measure())

    def _measure(self) -> int:
        pages = int(Path(f"/proc/{self._pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


class Visitor:
    """Somebody with a browser, without the browser."""

    def __init__(self, server: LiveServer) -> None:
        self._server = server
        self._jar = CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._jar))
        page = self.open("/login")
        token = self._field(page, r'name="csrf_token"[^>]*value="([^"]+)"')
        form = {"email": WHO, "password": DEMO_PASSWORD, "csrf_token": token}
        self.open("/login", urllib.parse.urlencode(form).encode())
        shelf = self.open("/c/four-motors/documents/in/common")
        self._token = self._field(shelf, r'name="csrf-token" content="([^"]+)"')
        form = {"title": "Bench", "group": "", "csrf_token": self._token}
        page = self.open("/c/four-motors/documents/folders", urllib.parse.urlencode(form).encode())
        self.folder = self._field(page, r"/documents/folders/([0-9a-f-]{36})")

    @staticmethod
    def _field(page: str, pattern: str) -> str:
        found = re.search(pattern, page)
        if found is None:
            raise RuntimeError(f"the page holds no {pattern}")
        return found[1]

    def open(self, path: str, data: bytes | None = None) -> str:
        """The page, after redirects."""
        headers = {"Referer": self._server.url}
        request = urllib.request.Request(self._server.url + path, data, headers)
        with self._opener.open(request) as answer:
            body: bytes = answer.read()
        return body.decode()

    def _head(self, method: str, path: str, **headers: str) -> bytes:
        cookies = "; ".join(f"{each.name}={each.value}" for each in self._jar)
        given = {
            "Host": f"127.0.0.1:{self._server.port}",
            "Cookie": cookies,
            "X-CSRFToken": self._token,
            "Tus-Resumable": "1.0.0",
            "Connection": "close",
        } | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode()

    def send(self, head: bytes, body: bytes = b"", size: int = 0) -> tuple[str, int]:
        """The head of the answer, and how many bytes followed; the body is sent again and again."""
        with socket.create_connection(("127.0.0.1", self._server.port)) as line:
            line.sendall(head)
            for begin in range(0, size, len(body) or 1):
                line.sendall(body[: min(len(body), size - begin)])
            answer, count = b"", 0
            while piece := line.recv(PIECE):
                if b"\r\n\r\n" not in answer:
                    answer += piece
                else:
                    count += len(piece)
        return answer.decode("latin-1"), count

    def upload(self, name: str, body: bytes, size: int) -> None:
        """Bring a file of so many bytes in one piece."""
        told = {"filename": name, "folder": self.folder}
        words = ",".join(f"{key} {b64encode(each.encode()).decode()}" for key, each in told.items())
        uploads = f"{FILES}/uploads"
        begin = {"Upload_Length": str(size), "Upload_Metadata": words, "Content_Length": "0"}
        answer, _count = self.send(self._head("POST", uploads, **begin))
        place = self._field(answer, r"Location: (\S+)")
        piece = {
            "Upload_Offset": "0",
            "Content_Length": str(size),
            "Content_Type": "application/offset+octet-stream",
        }
        path = urllib.parse.urlsplit(place).path
        answer, _count = self.send(self._head("PATCH", path, **piece), body, size)
        self._field(answer, r"(Content-Location: \S+)")

    def fetch_archive(self) -> int:
        """How many bytes the folder has as ZIP."""
        _answer, count = self.send(self._head("GET", f"{FILES}/folders/{self.folder}/archive"))
        return count


def _timed(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def _say(what: str, value: float, unit: str, *, is_met: bool, bar: float) -> bool:
    verdict = "met" if is_met else "MISSED"
    print(f"{what:<44} {value:>8.1f} {unit:<5} bar {bar:>6.1f}  {verdict}")
    return is_met


def run(server: LiveServer) -> bool:
    """Measure everything; whether all bars are met."""
    visitor, body = Visitor(server), os.urandom(PIECE)
    visitor.upload("warm-up.bin", body, MB)
    with Peak(server.pid) as peak:
        seconds = [
            _timed(lambda name=f"{n}.bin": visitor.upload(name, body, SIZE)) for n in range(COUNT)
        ]
    speed = SIZE / MB / min(seconds)
    met = [
        _say(
            "upload, best of 6 (190 MB each)",
            speed,
            "MB/s",
            is_met=speed >= UPLOAD_BAR,
            bar=UPLOAD_BAR,
        ),
        _say(
            "memory for uploads",
            peak.growth,
            "MB",
            is_met=peak.growth <= UPLOAD_MEMORY_BAR,
            bar=UPLOAD_MEMORY_BAR,
        ),
    ]
    with Peak(server.pid) as peak:
        size = visitor.fetch_archive()
    if size < SIZE * COUNT:
        raise RuntimeError("the archive is too small")
    met.append(
        _say(
            f"memory for a ZIP of {size / MB / 1000:.1f} GB",
            peak.growth,
            "MB",
            is_met=peak.growth <= ARCHIVE_MEMORY_BAR,
            bar=ARCHIVE_MEMORY_BAR,
        )
    )
    return all(met)


def main() -> None:
    """Start a server of its own, and measure it."""
    with tempfile.TemporaryDirectory() as folder:
        address = sqlite_address(Path(folder) / "bench.db")
        migrate(address)
        fill_with_demo(address)
        with LiveServer(address, Path(folder), {}) as server:
            is_fine = run(server)
    sys.exit(0 if is_fine else 1)


if __name__ == "__main__":
    main()
