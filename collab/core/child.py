"""Work on what strangers sent, done in a process of its own that cannot take much."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

MIB: Final = 1024**2
#: the child may be busy for so long; waiting for others comes on top
_SLACK: Final = 3


class ChildFailed(Exception):
    """The child gave up, or asked for more than it may; nothing it did is kept."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a child may take."""

    #: bytes
    memory: int = 1024 * MIB
    #: of processor time, and a little longer by the clock
    seconds: int = 10
    #: bytes that it may answer
    answer: int = 16 * MIB


def run_child(
    script: Path, *arguments: str, limits: Limits | None = None, is_part_fine: bool = False
) -> bytes:
    """What the Python script answers on its standard output, run with limits and no secrets.

    The script calls `limit_self(…)` from collab.core.confined before it does anything else. A child
    that fails or takes too much: ChildFailed, or what it answered until then if a part is fine.
    """
    most = limits or Limits()
    caps = (str(most.memory), str(most.seconds), str(most.answer))
    command = [sys.executable, "-I", str(script), *caps, *arguments]
    with TemporaryFile() as answer:
        has_worked = _run(command, answer.fileno(), most.seconds + _SLACK)
        if not has_worked and not is_part_fine:
            raise ChildFailed(script.stem)
        answer.seek(0)
        return answer.read(most.answer)


def _run(command: list[str], answer: int, seconds: int) -> bool:
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0
