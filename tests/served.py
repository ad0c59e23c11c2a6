"""A real `collab serve`, as a program of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from tests.databases import Address

#: what the `collab` program does, for this very Python
COLLAB = (sys.executable, "-m", "collab")
STARTS_WITHIN = 30.0
STOPS_WITHIN = 10.0


def find_free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def environment_of(address: Address, port: int = 0) -> dict[str, str]:
    """The variables under which `collab` uses this database."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COLLAB_")}
    return kept | {
        "COLLAB_DATABASE_URL": address.app,
        "COLLAB_DATABASE_OWNER_URL": address.owner,
        "COLLAB_SECRET_KEY": "known to the tests, and long enough for them",
        "COLLAB_ORIGINS": f"http://127.0.0.1:{port}",
    }


def run_command(address: Address, *words: str) -> str:
    """What `collab <words>` prints; raises when it fails."""
    done = subprocess.run(
        [*COLLAB, *words], env=environment_of(address), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"collab {' '.join(words)} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def fill_with_demo(address: Address) -> None:
    """Put the demo's cooperations and people into the database."""
    run_command(address, "demo")


class Process(Protocol):
    """What a server's process is asked for."""

    pid: int

    def poll(self) -> int | None: ...

    def wait(self, timeout: float) -> int: ...

    def send_signal(self, number: int) -> None: ...

    def terminate(self) -> None: ...

    def kill(self) -> None: ...


class LiveServer:
    """`collab serve` on a port that stays the same over restarts."""

    def __init__(self, address: Address, folder: Path, environment: dict[str, str]) -> None:
        self.address = address
        self.port = find_free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / f"serve-{self.port}.log"
        self._environment = environment_of(address, self.port) | environment
        self._process: Process | None = None

    @property
    def pid(self) -> int:
        """The server's process id."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def log(self) -> str:
        """Everything the server has written so far."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def start(self) -> None:
        """Start it, and return once it answers."""
        self._process = self._launch()
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"collab serve does not answer:\n{self.log()}")
            time.sleep(0.05)

    def _launch(self) -> Process:
        command = [*COLLAB, "serve", "--port", str(self.port)]
        with self._log.open("ab") as log:
            return subprocess.Popen(
                command, env=self._environment, stdout=log, stderr=subprocess.STDOUT
            )

    def answers(self) -> bool:
        """Whether the sign-in page is there."""
        try:
            with urllib.request.urlopen(f"{self.url}/login", timeout=5) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"/login answers {error.code}:\n{self.log()}") from error
        except OSError:
            return False

    def kill(self) -> None:
        """End it at once, as a power cut would (signal 9)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(STOPS_WITHIN)
            self._process = None

    def stop(self) -> None:
        """End it as an operator would, by force when it does not listen."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(STOPS_WITHIN)
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
