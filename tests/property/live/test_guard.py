"""Whatever somebody makes of a valid update: it is refused, or the reader is none the worse."""

import os
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.live.guard import MAX_PARTS, read_update
from collab.live.ledger import ForeignClientError, GapError, Ledger
from collab.live.lib0 import MalformedError
from collab.live.supervisor import BrokenUpdateError, Reader, ReadingError
from tests.property.live import making
from tests.unit.live.updates import hostile_updates, valid_updates

EXAMPLES = int(os.environ.get("COLLAB_TEST_EXAMPLES", "200"))
#: how much of the journal lies before the update that is changed
BEFORE = (0, 3, 17, 60, 150)
#: what hangs on something that was thrown away: the journal is kept, and nothing is lost
UNHARMED = ("", "ValueError: the snapshot reads differently from the journal")
EDGES = [b"\x00", b"\x7f", b"\xff", b"\x80\x01", b"\xff\xff\xff\xff\x0f", b"\x75\x01", b"\x07\x00"]


@cache
def journal():
    return valid_updates()[: max(BEFORE) + 30]


@cache
def parts():
    """What updates are made of: cut out of real ones and of hostile ones."""
    made = [*journal(), *(each for each in hostile_updates().values() if len(each) < 400)]
    return [each[at : at + 12] for each in made for at in range(0, min(len(each), 200), 7)]


@st.composite
def changes(draw):
    """The number of entries before, and the one after them, changed at some places."""
    before = draw(st.sampled_from(BEFORE))
    blob = bytearray(journal()[before + draw(st.integers(0, 20))])
    for _each in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(blob)))
        length = draw(st.integers(0, 6))
        new = st.sampled_from(EDGES) | st.sampled_from(parts()) | st.binary(max_size=6)
        blob[at : at + length] = draw(new)
    return before, bytes(blob)


@pytest.fixture(scope="module")
def reader():
    made = Reader(timeout_seconds=20)
    yield made
    made.close()


def is_taken(written, blob):
    ledger = Ledger()
    for each in written:
        ledger.absorb(read_update(each))
    try:
        ledger.admit(read_update(blob, parts=MAX_PARTS), None)
    except (MalformedError, GapError, ForeignClientError):
        return False
    return True


def said_of(reader, task, updates):
    """What the reader complains of; that it says something shows that it lives."""
    try:
        reader.ask(task, updates)
    except (ReadingError, BrokenUpdateError) as error:
        return str(error)
    return ""


@settings(max_examples=EXAMPLES, deadline=None)
@given(changes())
def test_a_changed_update_is_refused_or_harmless(reader, change):
    before, blob = change
    written = journal()[:before]
    if is_taken(written, blob):
        assert said_of(reader, "project", [*written, blob]) == "", blob.hex()
        assert said_of(reader, "snapshot", [*written, blob]) in UNHARMED, blob.hex()


@settings(max_examples=EXAMPLES, deadline=None)
@given(making.updates(making.text()[1]))
def test_a_made_up_update_is_refused_or_harmless(reader, blob):
    written = making.text()[0]
    if is_taken(written, blob):
        assert said_of(reader, "project", [*written, blob]) == "", blob.hex()
        assert said_of(reader, "snapshot", [*written, blob]) in UNHARMED, blob.hex()
