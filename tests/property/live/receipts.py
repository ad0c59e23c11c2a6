"""What pages were told about what they sent, beside what is in the journal."""

from collections import defaultdict
from typing import Any

from collab.core.db import unit_of_work
from collab.live.guard import Update, read_update
from collab.live.journal import read_tail
from collab.live.lib0 import MalformedError
from collab.live.wire import decode_change, decode_changes
from tests.property.live.links import Link


class Receipts:
    """Whoever has a receipt forgets what they sent: it must be on disk by then."""

    def __init__(self, shore: Any) -> None:
        self._shore = shore
        #: session → n → what was sent
        self._sent: dict[int, dict[int, Update]] = defaultdict(dict)

    def note_sent(self, session: int, blob: bytes) -> None:
        """A page's change arrives."""
        change = decode_change(blob)
        try:
            self._sent[session][change.n] = read_update(change.update)
        except MalformedError:
            return  # there was only a word about where somebody is

    def check(self, link: Link, message: dict[str, Any]) -> None:
        """A page hears this."""
        if message["kind"] == "ack" and message["words"][0].get("ok"):
            answer = message["words"][0]
            link.session = answer["session"]
            self._check(answer["session"], answer["received"])
        elif message.get("event") == "refused":
            self._sent[link.session].pop(message["words"][0]["n"], None)
        elif message.get("event") == "changes":
            for session, n in decode_changes(message["words"][0]).receipts:
                if session == link.session:  # the others' are in it too
                    self._check(session, n)

    def _check(self, session: int, upto: int) -> None:
        covered = [n for n in self._sent[session] if n <= upto]
        if not covered:
            return
        with unit_of_work(self._shore.world.here.scope, writes=False):
            ledger = read_tail(self._shore.document_id).ledger
        for n in covered:
            update = self._sent[session].pop(n)
            fresh = [struct for struct in update.structs if ledger._is_fresh(struct)]
            assert not fresh, f"a receipt for {n} of {session}, which is not on disk"

    def forget(self) -> None:
        """The journal is an old one again."""
        self._sent.clear()
