"""Servers forked from a process that has imported everything, see tests/zygote.py."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

from tests.served import LiveServer, Process

ROOT = Path(__file__).parents[1]


class Fork:
    """A process whose parent is the zygote; asked for what subprocess.Popen is asked for."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._is_over = False

    def poll(self) -> int | None:
        """None while it runs; how it ended, nobody knows."""
        if not self._is_over:
            try:
                os.kill(self.pid, 0)
            except ProcessLookupError:
                self._is_over = True
        return 0 if self._is_over else None

    def wait(self, timeout: float) -> int:
        """Return once it has ended; raises when that takes longer."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.005)
        return 0

    def send_signal(self, number: int) -> None:
        """Nothing happens once it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


@cache
def start_zygote() -> subprocess.Popen[str]:
    """The one of this run, which ends with it."""
    command = [sys.executable, "-m", "tests.zygote"]
    piped = subprocess.PIPE
    zygote = subprocess.Popen(command, cwd=ROOT, stdin=piped, stdout=piped, text=True)
    atexit.register(zygote.communicate)
    return zygote


def fork(program: str, arguments: list[str], environment: dict[str, str], log: Path) -> Fork:
    """Start one of the programs that the zygote knows; what it says is added to the log."""
    zygote = start_zygote()
    if zygote.stdin is None or zygote.stdout is None:
        raise RuntimeError("nobody can talk to the zygote")
    log.touch()
    wanted = (program, arguments, environment, str(log))
    names = ("program", "arguments", "environment", "log")
    zygote.stdin.write(json.dumps(dict(zip(names, wanted, strict=True))) + "\n")
    zygote.stdin.flush()
    return Fork(int(zygote.stdout.readline()))


class ForkedServer(LiveServer):
    """As a server that was started with `collab serve`, a second earlier."""

    program = "collab.server:main"

    def _launch(self) -> Process:
        return fork(self.program, ["--port", str(self.port)], self._environment, self._log)
