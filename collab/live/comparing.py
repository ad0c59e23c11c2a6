"""Whether a snapshot has everything that the updates have for which it stands."""

from collections.abc import Iterable, Iterator

from collab.live.contents import SKIP
from collab.live.guard import Range, Update
from collab.live.ranges import Ranges


def find_lost(updates: Iterable[Update], whole: Update) -> str | None:
    """Return what the snapshot `whole` lacks; None when it lacks nothing.

    Compares what was written and what was deleted, as the guard reads them: without Yjs.
    """
    held, deleted = _read_held(whole), Ranges(whole.deletes)
    for update in updates:
        for struct in update.structs:
            start, end = struct.clock, struct.clock + struct.length
            if struct.content != SKIP and not held.covers(struct.client, (start, end)):
                return f"clocks {start} to {end} of client {struct.client}"
        for client, each in _deletions(update):
            if not deleted.covers(client, each):
                return f"that clocks {each[0]} to {each[1]} of client {client} are deleted"
    return None


def _read_held(whole: Update) -> Ranges:
    held: dict[int, list[Range]] = {}
    for struct in whole.structs:
        if struct.content != SKIP:
            each = (struct.clock, struct.clock + struct.length)
            held.setdefault(struct.client, []).append(each)
    return Ranges(held)


def _deletions(update: Update) -> Iterator[tuple[int, Range]]:
    for client, ranges in update.deletes.items():
        for each in ranges:
            if each[0] < each[1]:
                yield client, each
