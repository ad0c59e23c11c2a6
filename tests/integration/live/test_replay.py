"""A real session of two people, each at their true causal state, through a real server."""

import gzip
import json
import time
from pathlib import Path

import pytest
from pycrdt import merge_updates

from collab.live.wire import decode_changes
from tests.integration.live.peers import Peer

TRACE = Path(__file__).parents[2] / "data" / "friendsforever.json.gz"
STALLED_AFTER = 30.0
#: so many keystrokes at most go out as one change
MOST_AT_ONCE = 40


def read_trace():
    trace = json.loads(gzip.decompress(TRACE.read_bytes()))
    past, cut = [], set()
    for txn in trace["txns"]:
        known = [-1] * trace["numAgents"]
        for parent in txn["parents"]:
            known = [max(pair) for pair in zip(known, past[parent], strict=True)]
            agent = trace["txns"][parent]["agent"]
            known[agent] = max(known[agent], parent)
            if agent != txn["agent"]:
                cut.add(parent)
        past.append(known)
    return trace, past, cut


class Agent:
    """Types what its author typed, once it has seen what the author had seen, and nothing more."""

    def __init__(self, number: int, peer: Peer, trace, past, cut) -> None:
        self.number, self.peer, self.past, self.cut = number, peer, past, cut
        self.txns = trace["txns"]
        self.mine = [at for at, txn in enumerate(self.txns) if txn["agent"] == number]
        self.at = 0
        self.has = [-1] * trace["numAgents"]
        self.waiting = []  # (first, last, update) of the other one, in order

    def is_ready(self, txn: int) -> bool:
        """Takes in what the author had seen of the other one before this keystroke."""
        other = 1 - self.number
        while self.has[other] < self.past[txn][other]:
            if not self.waiting:
                return False
            _first, last, update = self.waiting.pop(0)
            assert last <= self.past[txn][other], "more came than the author had seen"
            self.peer.apply([update])
            self.has[other] = last
        return True

    def type_on(self, carried) -> bool:
        """Types as far as it goes, at most one change; whether anything was typed."""
        first = last = None
        made = []
        while self.at < len(self.mine) and len(made) < MOST_AT_ONCE:
            txn = self.mine[self.at]
            known = self.past[txn][1 - self.number]
            if (first is not None and known > self.has[1 - self.number]) or not self.is_ready(txn):
                break
            made.extend(self.patch(txn))
            first, last = txn if first is None else first, txn
            self.at += 1
            if txn in self.cut:
                break
        if made:
            update = merge_updates(*made)
            carried[update] = (self.number, first, last)
            self.peer.send(update)
        return first is not None

    def patch(self, txn: int) -> list[bytes]:
        text, made = self.peer.text, []
        seen = self.peer.doc.observe(lambda event: made.append(event.update))
        with self.peer.doc.transaction():
            for position, deleted, inserted in self.txns[txn]["patches"]:
                if deleted:
                    del text[position : position + deleted]
                if inserted:
                    text.insert(position, inserted)
        self.peer.doc.unobserve(seen)
        return made

    def listen(self, carried) -> None:
        while not self.peer.frames.empty():
            frame = decode_changes(self.peer.frames.get())
            assert frame.seq - len(frame.updates) == self.peer.seq, "a gap"
            self.peer.seq = frame.seq
            for update in frame.updates:
                number, first, last = carried[update]
                if number != self.number:
                    self.waiting.append((first, last, update))
            for session, n in frame.receipts:
                if session == self.peer.session:
                    self.peer.received = n


def have_everything(agents: list[Agent]) -> bool:
    """Whether all is typed and confirmed, and each has read as far as the other."""
    done = all(a.at == len(a.mine) and a.peer.received >= a.peer.n for a in agents)
    return done and len({a.peer.seq for a in agents}) == 1


@pytest.mark.slow
@pytest.mark.parametrize("harbour", ["sqlite"], indirect=True)
def test_a_real_session_ends_in_exactly_its_text(sea):
    trace, past, cut = read_trace()
    peers = [sea.joined("member"), sea.joined("secretary")]
    for number, peer in enumerate(peers):
        # the trace ends with the text of agent 0 first where both typed at one place
        peer.start_over(client_id=1000 + number)
    agents = [Agent(number, peer, trace, past, cut) for number, peer in enumerate(peers)]
    carried: dict[bytes, tuple[int, int, int]] = {}
    moved_at = time.monotonic()
    while not have_everything(agents):
        before = [(agent.at, agent.peer.received, agent.peer.seq) for agent in agents]
        for agent in agents:
            agent.listen(carried)
            agent.type_on(carried)
        if before != [(agent.at, agent.peer.received, agent.peer.seq) for agent in agents]:
            moved_at = time.monotonic()
        else:
            time.sleep(0.001)
        assert time.monotonic() - moved_at < STALLED_AFTER, "it stands still"
    for agent in agents:
        agent.listen(carried)
        agent.peer.apply([update for _first, _last, update in agent.waiting])
        assert str(agent.peer.text) == trace["endContent"]
        assert agent.peer.refusals == []
    assert str(sea.joined("chair").text) == trace["endContent"]
