"""What processes say to each other is read as it was meant, or not at all."""

from uuid import UUID, uuid4

import pytest

from collab.live.awareness import parse_awareness
from collab.live.lib0 import MalformedError
from collab.live.neighbours import (
    MOST_BYTES,
    Report,
    Written,
    channel_of,
    decode,
    encode_greeting,
    encode_report,
)
from collab.live.presence import Word

ANA = UUID(int=7)  # the same in every worker
WORD = Word(ANA, parse_awareness(b"\x01\x05\x01\x02{}"))
REPORT = Report(
    epoch=2**52,
    seq=12,
    written=[Written(11, b"typed", 7, 3), Written(12, b"made by the server", None, None)],
    words=[WORD],
    owners={5: ANA, 9: None},
)


def test_a_report_arrives_as_it_was_sent():
    assert decode(encode_report(REPORT)) == REPORT


def test_a_greeting_is_no_report():
    assert decode(encode_greeting()) is None


def test_what_is_long_is_left_for_the_journal():
    long = [Written(1, bytes(MOST_BYTES), 7, 1), Written(2, b"more", 7, 2)]
    read = decode(encode_report(Report(1, 2, long, [WORD], {5: ANA})))
    assert (read.seq, read.written, read.owners, read.words) == (2, [], {}, [WORD])


@pytest.mark.parametrize("blob", [b"", b"\x07", encode_report(REPORT)[:-1]])
def test_what_cannot_be_read_is_said_to_be_so(blob):
    with pytest.raises(MalformedError):
        decode(blob)


def test_trailing_bytes_are_not_read():
    with pytest.raises(MalformedError):
        decode(encode_report(REPORT) + b"x")


def test_a_channel_names_its_cooperation():
    cooperation, document = uuid4(), uuid4()
    assert channel_of(cooperation, document) == f"live:{cooperation}:{document}"
