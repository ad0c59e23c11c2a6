"""The reader process: the only place where pycrdt runs.

Started by collab.live.supervisor as a program of its own. A message asks for `project`,
`snapshot` or `edit` over a list of updates. What cannot be caught (a panic, a crash of the decoder)
ends the process; the supervisor starts another one.
"""

import contextlib
import os
import resource
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final

from pycrdt import Doc, TransactionEvent

from collab.live.comparing import find_lost
from collab.live.content import fragment_of, read_content, read_words
from collab.live.edits import apply_operation
from collab.live.guard import read_update
from collab.live.ledger import Ledger
from collab.live.pipes import PipeClosedError, read_message, write_message
from collab.live.schema import SchemaError

#: a few may be needed by the interpreter itself
_FILES: Final = 32
_NICENESS: Final = 5
_OOM: Final = Path("/proc/self/oom_score_adj")
#: pycrdt is fastest with some hundred updates a transaction, and slowest with all of them in one
UPDATES_A_TRANSACTION: Final = 500

Document = Doc[Any]
Answer = tuple[dict[str, Any], list[bytes]]


class UnreadableUpdateError(ValueError):
    """The update at `index` cannot be applied."""

    def __init__(self, index: int, reason: BaseException) -> None:
        super().__init__(f"{type(reason).__name__}: {reason}")
        self.index = index


def load(updates: list[bytes]) -> Document:
    """Return a fresh document with these updates in it."""
    doc: Document = Doc(client_id=secrets.randbelow(2**32 - 1) + 1)
    fragment_of(doc)
    for start in range(0, len(updates), UPDATES_A_TRANSACTION):
        with doc.transaction():
            for index in range(start, min(start + UPDATES_A_TRANSACTION, len(updates))):
                try:
                    doc.apply_update(updates[index])
                except Exception as error:
                    raise UnreadableUpdateError(index, error) from error
    return doc


def project(updates: list[bytes], _head: dict[str, Any]) -> Answer:
    """Return the document as ProseMirror JSON and as words."""
    content = read_content(load(updates))
    return {"content": content, "text": read_words(content)}, []


def snapshot(updates: list[bytes], _head: dict[str, Any]) -> Answer:
    """Return the document as one update, and the clocks and depths in it."""
    journal = load(updates)
    whole = journal.get_update()
    # a snapshot that reads differently would lose text
    if read_content(load([whole])) != read_content(journal):
        raise ValueError("the snapshot reads differently from the journal")
    held = read_update(whole, largest=len(whole))
    lost = find_lost((read_update(each, largest=len(each)) for each in updates), held)
    if lost is not None:
        raise ValueError(f"the snapshot lacks {lost}")
    ledger = Ledger()
    ledger.absorb(held)
    return {"ledger": ledger.to_json()}, [whole]


def edit(updates: list[bytes], head: dict[str, Any]) -> Answer:
    """Return the update that makes an operation, or none when nothing changes."""
    doc = load(updates)
    made: list[bytes] = []

    def keep(event: TransactionEvent) -> None:
        made.append(event.update)

    doc.observe(keep)
    with doc.transaction():
        apply_operation(fragment_of(doc), head["operation"])
    return {}, made


def find_killer(updates: list[bytes], head: dict[str, Any], stdout: IO[bytes]) -> Answer:
    """Take in update by update, saying before each which one comes: the last word counts.

    From `first` on the whole is read after each `step` of them.
    """
    doc: Document = Doc()
    first, step = head.get("first", 0), head.get("step", 1)
    for index, update in enumerate(updates):
        write_message(stdout, {"at": index})
        try:
            doc.apply_update(update)
            if index >= first and ((index + 1) % step == 0 or index + 1 == len(updates)):
                read_content(doc)
                doc.get_update()
        except Exception as error:
            raise UnreadableUpdateError(index, error) from error
    return {}, []


_TASKS: Final[dict[str, Callable[[list[bytes], dict[str, Any]], Answer]]] = {
    "project": project,
    "snapshot": snapshot,
    "edit": edit,
}


def answer(head: dict[str, Any], updates: list[bytes], stdout: IO[bytes]) -> Answer:
    """Do what a message asks for; errors that can be told are told."""
    try:
        if head["task"] == "find_killer":
            return find_killer(updates, head, stdout)
        return _TASKS[head["task"]](updates, head)
    except UnreadableUpdateError as error:
        return {"error": "unreadable", "index": error.index, "message": str(error)}, []
    except SchemaError as error:
        return {"error": "schema", "message": str(error)}, []
    except Exception as error:  # noqa: BLE001 the supervisor logs it and goes on
        return {"error": "failed", "message": f"{type(error).__name__}: {error}"}, []


def give_way(memory_bytes: int) -> None:
    """Take little, leave the processor to the server, and be the first to go when memory ends."""
    for what, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_NICENESS)
    with contextlib.suppress(OSError):  # no Linux, or not ours to say
        _OOM.write_text("1000")


def main() -> None:
    """Answer messages on standard input until it ends."""
    give_way(int(sys.argv[1]))
    stdin, stdout = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    while True:
        try:
            head, updates = read_message(stdin)
        except PipeClosedError:
            return
        write_message(stdout, *answer(head, updates, stdout))


if __name__ == "__main__":
    main()
