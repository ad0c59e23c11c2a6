"""Keeps the reader process: starts it when needed, ends it when it hangs, replaces it."""

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from collab.live.pipes import PipeClosedError, read_message, write_message

TIMEOUT_SECONDS: Final = 60.0
#: code of a ReadingError: the reader ended twice, and no update explains it
DIED: Final = "died"
#: how often a list of updates is read as a whole to find the one that kills
_CHECKS: Final = 200
#: the reader's share of the machine: a document that needs more cannot be read
MEMORY_BYTES: Final = 2**30
_ROOT: Final = Path(__file__).parents[2]
_log = logging.getLogger(__name__)


class ReaderDiedError(RuntimeError):
    """The reader ended, or was ended because it hung, while it worked on a document."""


class ReaderEndedError(RuntimeError):
    """The reader was ended for good, as its server ends."""


class ReadingError(RuntimeError):
    """The reader says that it cannot do what was asked for."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class BrokenUpdateError(RuntimeError):
    """One of the updates breaks whoever reads it: the one at `index`."""

    def __init__(self, index: int, reason: str) -> None:
        super().__init__(reason)
        self.index = index


class _Watch:
    """Ends a process that has shown no sign of life for so long."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._seconds = seconds
        self._is_over = False
        self.renew()
        self._wait(seconds)

    def renew(self) -> None:
        """It lives: count from now."""
        self._end = time.monotonic() + self._seconds

    def cancel(self) -> None:
        """It has answered."""
        self._is_over = True
        self._timer.cancel()

    def _wait(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._look)
        self._timer.start()

    def _look(self) -> None:
        left = self._end - time.monotonic()
        if self._is_over:
            return
        if left > 0:
            self._wait(left)
        else:
            self._process.kill()


class Reader:
    """The reader process; one question at a time."""

    def __init__(
        self, timeout_seconds: float = TIMEOUT_SECONDS, memory_bytes: int = MEMORY_BYTES
    ) -> None:
        self._timeout = timeout_seconds
        self._memory = memory_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = threading.Lock()
        self._used_at = 0.0
        self._has_ended = False

    def ask(
        self, task: str, updates: Sequence[bytes], **head: Any
    ) -> tuple[dict[str, Any], list[bytes]]:
        """Return the reader's answer: head and blobs.

        Raises BrokenUpdateError for an update that cannot be read or that killed the reader twice,
        ReadingError when the task itself cannot be done.
        """
        with self._turn:
            for _attempt in (1, 2):
                try:
                    answer, blobs = self._exchange({"task": task, **head}, updates)
                except ReaderDiedError as error:
                    _log.warning("the reader died on %s: %s", task, error)
                else:
                    return self._checked(answer), blobs
            raise BrokenUpdateError(self._find_killer(updates), f"kills the reader on {task}")

    def _checked(self, answer: dict[str, Any]) -> dict[str, Any]:
        if answer.get("error") == "unreadable":
            raise BrokenUpdateError(answer["index"], answer["message"])
        if "error" in answer:
            raise ReadingError(answer["error"], answer["message"])
        return answer

    def _find_killer(self, updates: Sequence[bytes]) -> int:
        """Which update it is; -1 when none is. In long lists, the place is first found roughly."""
        step = max(1, len(updates) // _CHECKS)
        found = self._seek(updates, first=0, step=step)
        if step == 1 or found < 0:
            return found
        return self._seek(updates, first=max(0, found - step + 1), step=1)

    def _seek(self, updates: Sequence[bytes], **where: int) -> int:
        last = [-1]
        try:
            answer, _blobs = self._exchange({"task": "find_killer", **where}, updates, last)
        except ReaderDiedError:
            return last[0]
        return int(answer.get("index", -1))

    def _exchange(
        self, head: dict[str, Any], updates: Sequence[bytes], last: list[int] | None = None
    ) -> tuple[dict[str, Any], list[bytes]]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        watch = _Watch(process, self._timeout)
        try:
            write_message(process.stdin, head, updates)
            while True:
                answer, blobs = read_message(process.stdout)
                if "at" not in answer:
                    return answer, blobs
                if last is not None:
                    last[0] = answer["at"]
                watch.renew()  # each update has its own time
        except (OSError, PipeClosedError) as error:
            self._end()
            raise ReaderDiedError(f"it ended with {process.returncode}") from error
        finally:
            watch.cancel()
            self._used_at = time.monotonic()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._has_ended:
            raise ReaderEndedError
        if self._process is None or self._process.poll() is not None:
            # nothing of the server's environment: it holds secrets that the reader does not need
            self._process = subprocess.Popen(
                [sys.executable, "-m", "collab.live.reader", str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath},
            )
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    _log.debug("what was not yet written is lost with the reader")
        process.wait()

    def rest(self, idle_seconds: float) -> None:
        """End the process when nobody has used it for so long; it starts again when needed."""
        is_idle = time.monotonic() - self._used_at > idle_seconds
        if self._process is not None and is_idle and not self._turn.locked():
            self.close()

    def close(self) -> None:
        """End the process."""
        with self._turn:
            self._end()

    def end(self) -> None:
        """End the process for good, whatever it is at."""
        self._has_ended = True
        if self._process is not None:
            self._process.kill()
