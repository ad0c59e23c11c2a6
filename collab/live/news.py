"""What this process has written into a document's journal and others have not been told yet."""

from collections.abc import Sequence
from uuid import UUID

from collab.live.entries import Entry
from collab.live.neighbours import Written


class News:
    """Entries, and whose the client ids are that are new in them."""

    __slots__ = ("_owners", "_written")

    def __init__(self) -> None:
        self._written: list[Written] = []
        self._owners: dict[int, UUID | None] = {}

    def note(self, entries: Sequence[Entry], seq: int) -> None:
        """Note entries that follow the journal's entry `seq`."""
        for number, entry in enumerate(entries, start=seq + 1):
            session = None if entry.session is None else entry.session.number
            self._written.append(Written(number, entry.update, session, entry.n))
            self._owners.update(dict.fromkeys(entry.new_clients, entry.owner_id))

    def drain(self) -> tuple[list[Written], dict[int, UUID | None]]:
        """Return everything, once."""
        news = self._written, self._owners
        self._written, self._owners = [], {}
        return news
