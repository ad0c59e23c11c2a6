"""Large documents for measuring: a real session of two people, written down again and again."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pycrdt import Doc, XmlElement, XmlText

from collab.live.content import fragment_of

TRACE: Final = Path(__file__).parent / "data" / "friendsforever.json.gz"
#: keystrokes of one session
SESSION: Final = 26_078
_FIRST_CLIENT: Final = 1000


def make_journal(sessions: int) -> Iterator[bytes]:
    """The journal of so many sessions after each other, in a paragraph each: keystrokes."""
    trace = json.loads(gzip.decompress(TRACE.read_bytes()))
    base: Doc[Any] = Doc(client_id=_FIRST_CLIENT - 1)
    for _each in range(sessions):
        fragment_of(base).children.append(XmlElement("paragraph", {}, [XmlText("")]))
    yield base.get_update()
    for number in range(sessions):
        yield from _Session(trace, base.get_update(), number).type()


class _Session:
    """Two people who write one paragraph, each of whom has seen what the trace says."""

    def __init__(self, trace: dict[str, Any], base: bytes, number: int) -> None:
        self._txns = trace["txns"]
        self._made: list[bytes] = []
        #: of each person: what they have, up to which keystroke of whom
        self._has = [[-1] * trace["numAgents"] for _agent in range(trace["numAgents"])]
        self._past: list[list[int]] = []
        self._by: list[list[int]] = [[] for _agent in range(trace["numAgents"])]
        self._docs, self._texts = [], []
        for agent in range(trace["numAgents"]):
            # the trace ends with the text of agent 0 first where both typed at one place
            doc: Doc[Any] = Doc(client_id=_FIRST_CLIENT + number * trace["numAgents"] + agent)
            doc.apply_update(base)
            self._docs.append(doc)
            paragraph: Any = fragment_of(doc).children[number]
            self._texts.append(paragraph.children[0])

    def type(self) -> Iterator[bytes]:
        """The updates, one a keystroke, in an order in which each can be read."""
        updates: list[bytes] = []
        for at, txn in enumerate(self._txns):
            agent = txn["agent"]
            self._note_past(txn)
            self._take_in(agent, self._past[at], updates)
            updates.append(self._patch(agent, txn))
            self._by[agent].append(at)
            yield updates[-1]

    def _note_past(self, txn: dict[str, Any]) -> None:
        known = [-1] * len(self._docs)
        for parent in txn["parents"]:
            known = [max(pair) for pair in zip(known, self._past[parent], strict=True)]
            author = self._txns[parent]["agent"]
            known[author] = max(known[author], parent)
        self._past.append(known)

    def _take_in(self, agent: int, past: list[int], updates: list[bytes]) -> None:
        for other, seen in enumerate(past):
            if other == agent or seen <= self._has[agent][other]:
                continue
            news = [at for at in self._by[other] if self._has[agent][other] < at <= seen]
            for at in news:
                self._docs[agent].apply_update(updates[at])
            self._has[agent][other] = seen

    def _patch(self, agent: int, txn: dict[str, Any]) -> bytes:
        doc, text = self._docs[agent], self._texts[agent]
        made: list[bytes] = []
        seen = doc.observe(lambda event: made.append(event.update))
        with doc.transaction():
            for position, deleted, inserted in txn["patches"]:
                if deleted:
                    del text[position : position + deleted]
                if inserted:
                    text.insert(position, inserted)
        doc.unobserve(seen)
        return made[0]
