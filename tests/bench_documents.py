"""`make bench`: how soon a document of 260,000 keystrokes is open, and what open ones need.

Times are processor time of the server's side: from the question to the blob of the answer. Exit 1
when a bar is missed; the figures go to var/bench/documents.json.
"""

import gc
import json
import statistics
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple

from sqlalchemy import insert

from collab.app import create_app
from collab.config import Settings
from collab.core.clock import now
from collab.core.db import database, session, unit_of_work
from collab.live import kinds
from collab.live.compaction import compact
from collab.live.connections import checked_now
from collab.live.journal import Document, find_document
from collab.live.members import Member
from collab.live.messages import Join
from collab.live.models import LiveSnapshot, LiveUpdate
from collab.live.projection import project
from collab.live.room import Room
from collab.live.rooms import Rooms, read_since, resume_session
from collab.live.supervisor import Reader
from collab.live.wire import Change, encode_updates
from tests.databases import migrate, sqlite_address
from tests.factories import make_document
from tests.large_documents import SESSION, make_journal
from tests.unit.live.updates import Writer
from tests.world import World, make_world

SESSIONS: Final = 10
ROUNDS: Final = 9
#: written since the last snapshot, as much as a journal has at most
TAIL: Final = 500
#: small documents that are open at once
OPEN: Final = 1_000
EDITS_OF_SMALL: Final = 30
BARS: Final = {"open_ms": 300.0, "kb_per_open_document": 20.0}
RESULTS: Final = Path("var/bench/documents.json")


class Snapshot(NamedTuple):
    """What a document begins with."""

    upto_seq: int
    payload: bytes
    ledger: dict[str, Any]


def write_journal(
    world: World, updates: Iterable[bytes], snapshot: Snapshot | None = None
) -> Document:
    """A document with this journal."""
    with unit_of_work(world.here.scope):
        row = make_document(kind="bench")
        owned = {"document_id": row.id, "cooperation_id": row.cooperation_id}
        start = 0
        if snapshot is not None:
            start = snapshot.upto_seq
            session().add(LiveSnapshot(**owned, at=now(), **snapshot._asdict()))
        rows = [
            {**owned, "seq": seq, "payload": payload, "at": now()}
            for seq, payload in enumerate(updates, start=start + 1)
        ]
        session().execute(insert(LiveUpdate), rows)
        document_id = row.id
    with unit_of_work(world.here.scope, writes=False):
        found = find_document(document_id)
    assert found is not None
    return found


def measure(call: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def join(rooms: Rooms, document: Document, world: World) -> bytes:
    """What a server does when somebody opens a document that nobody has open."""
    actor = world.actor("member")
    room = rooms.open(document)
    wanted = Join(actor.cooperation_slug, document.id, 0, None, None)
    enter(room, actor, resume_session(room, actor.person_id, wanted))
    return encode_updates(read_since(room, 0))


def enter(room: Room, actor: Any, own: Any) -> Member:
    """Somebody comes in, without a socket."""
    number = len(room.members)
    member = Member(f"{room.document.id}-{number}", None, actor, own, True, checked_now())
    room.enter(member)
    return member


def measure_opening(world: World, document: Document) -> list[float]:
    """Each time in a server that has just started."""
    return [measure(lambda: join(Rooms(), document, world)) for _round in range(ROUNDS)]


def measure_memory(world: World) -> tuple[float, float]:
    """Kilobytes for each small document that is open: just opened, and once it was typed in."""
    documents = []
    for number in range(OPEN):
        writer = Writer(number + 1)
        edits = [writer.write(f"word{at} ") for at in range(EDITS_OF_SMALL)]
        documents.append((write_journal(world, edits), writer))
    rooms = Rooms()
    join(rooms, documents[0][0], world)  # what is loaded once
    tracemalloc.start()
    before = held()
    for document, _writer in documents:
        join(rooms, document, world)
    opened = (held() - before) / OPEN
    for document, writer in documents:
        type_in(rooms, document, writer)
    rooms.close_idle()
    typed = (held() - before) / OPEN
    tracemalloc.stop()
    return opened, typed


def type_in(rooms: Rooms, document: Document, writer: Writer) -> None:
    """As many edits again, brought to everybody; the disk is not asked."""
    room = rooms.find(document.id)
    assert room is not None
    member = next(iter(room.members.values()))
    room.ledger.owners[writer.doc.client_id] = member.actor.person_id
    for number in range(1, EDITS_OF_SMALL + 1):
        room.take(member, Change(number, writer.write("more "), b""))
        room.finish_flush(room.begin_flush())


def held() -> float:
    """Kilobytes that this process uses since the count began."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024


def measure_large(world: World, reader: Reader) -> dict[str, float]:
    """A document that has a snapshot of nearly all of it, as large ones have."""
    updates = list(make_journal(SESSIONS))
    upto = len(updates) - 2 * TAIL
    began = time.monotonic()
    answer, blobs = reader.ask("snapshot", updates[:upto])
    figures = {
        "edits": float(SESSIONS * SESSION),
        "reader_replays_all_ms": (time.monotonic() - began) * 1000,
    }
    document = write_journal(world, updates[upto:], Snapshot(upto, blobs[0], answer["ledger"]))
    figures["next_snapshot_ms"] = measure(lambda: compact(document, reader, upto + TAIL))
    figures["projection_ms"] = measure(lambda: project(document, reader))
    figures["answer_bytes"] = len(join(Rooms(), document, world))
    times = measure_opening(world, document)
    return figures | {"open_ms": statistics.median(times), "open_worst_ms": max(times)}


def measure_all(world: World) -> dict[str, float]:
    """The figures by their names."""
    opened, typed = measure_memory(world)
    figures = {"kb_per_open_document": opened, "kb_per_document_typed_in": typed}
    reader = Reader()
    try:
        return figures | measure_large(world, reader)
    finally:
        reader.close()


def main() -> None:
    """Measure, print, and write down."""
    with tempfile.TemporaryDirectory(prefix="collab-bench-") as name:
        address = sqlite_address(Path(name) / "documents.db")
        migrate(address)
        create_app(Settings(database_url=address.app, secret_key="known to the bench"))
        kinds.register(kinds.Kind("bench", lambda _actor, _document_id: True))
        figures = measure_all(make_world())
        database.dispose()
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"figures": figures, "bars": BARS}, indent=1))
    missed = [name for name, bar in BARS.items() if figures[name] > bar]
    for name, figure in figures.items():
        bar = f"    bar {BARS[name]:9,.1f}" if name in BARS else ""
        print(f"{name:28}{figure:14,.1f}{bar}{'   MISSED' if name in missed else ''}")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
