import json
import time

import pytest

from collab.live.awareness import MAX_AWARENESS_BYTES, check_json_depth, end_of, parse_awareness
from collab.live.lib0 import MalformedError, write_bytes, write_varuint


def encode(*clients, state=None):
    out = bytearray()
    write_varuint(out, len(clients))
    for client in clients:
        write_varuint(out, client)
        write_varuint(out, 3)
        write_bytes(out, json.dumps({} if state is None else state).encode())
    return bytes(out)


def test_somebody_says_where_they_are():
    awareness = parse_awareness(encode(77, state={"user": {"name": "Ana"}}))
    assert (awareness.client, awareness.clock, awareness.is_gone) == (77, 3, False)


def test_the_end_of_somebody_is_an_awareness_too():
    gone = parse_awareness(end_of(parse_awareness(encode(77))))
    assert (gone.client, gone.clock, gone.is_gone) == (77, 3, True)


@pytest.mark.parametrize(
    "blob",
    [
        encode(),
        encode(1, 2),
        encode(1) + b"x",
        encode(1, state="text"),
        encode(1, state={"x": "y" * MAX_AWARENESS_BYTES}),
        encode(1, state={"a": [[[[[[[[[1]]]]]]]]]}),
        b"\x01\x01\x01\x03{a}",
    ],
    ids=["nobody", "two", "trailing", "no object", "too long", "too deep", "no JSON"],
)
def test_anything_else_is_malformed(blob):
    with pytest.raises(MalformedError):
        parse_awareness(blob)


def test_brackets_in_strings_have_no_depth():
    check_json_depth(json.dumps({"a": "[[[[[[[[[[", "b": '"[[[[[[[[[['}), 3)


def test_looking_for_depth_takes_no_longer_for_strings_without_an_end():
    began = time.perf_counter()
    check_json_depth('"\\' * 500_000, 3)
    assert time.perf_counter() - began < 1
