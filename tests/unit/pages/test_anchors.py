"""Where the threads of a margin are in a text."""

from typing import Any
from uuid import UUID

import pytest

from collab.live.schema import ATOM
from collab.pages.service.anchors import (
    MAX_BLOCKS,
    Anchor,
    CannotPlace,
    find_again,
    list_marked,
    read_anchors,
    words_of_quote,
)
from tests.margins import BLOCK, paragraph

THREAD = UUID("0198f3a4-0000-7000-8000-0000000000aa")
OTHER = UUID("0198f3a4-0000-7000-8000-0000000000bb")
PLACE = {"block": BLOCK, "start": 3, "end": 7, "quote": "Lyon"}


def carrying(words: str, *threads: object) -> dict[str, Any]:
    marks = [{"type": "comment", "attrs": {"thread": str(each)}} for each in threads]
    return {"type": "text", "text": words, "marks": [{"type": "bold"}, *marks]}


def text(*blocks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(blocks)}


def test_places_are_read_as_the_browser_sends_them() -> None:
    (anchor,) = read_anchors([PLACE])
    assert anchor == Anchor(UUID(BLOCK), 3, 7, "Lyon")
    assert anchor.operation(THREAD) == {"op": "comment", "thread": str(THREAD), **PLACE}
    assert read_anchors([]) == []


@pytest.mark.parametrize(
    "sent",
    [
        "x",
        None,
        {"block": BLOCK},
        ["x"],
        [{**PLACE, "block": "x"}],
        [{**PLACE, "start": "3"}],
        [{**PLACE, "quote": f" {ATOM} "}],
        [{**PLACE, "quote": "x" * 10_001}],
        [PLACE] * (MAX_BLOCKS + 1),
    ],
)
def test_what_is_no_place_is_refused(sent: object) -> None:
    with pytest.raises(CannotPlace):
        read_anchors(sent)


def test_threads_come_in_the_order_of_the_text_each_once() -> None:
    item = {"type": "listItem", "content": [paragraph(carrying("b", OTHER, THREAD))]}
    content = text(
        paragraph("a", carrying("a", OTHER), carrying("x", "no id")),
        {"type": "bulletList", "content": [item]},
    )
    assert list_marked(content) == [OTHER, THREAD]


def test_a_quote_is_told_in_one_line() -> None:
    assert words_of_quote(f"Ask {ATOM} for\nthe  room") == "Ask for the room"


def test_words_are_found_in_their_block_and_long_ones_elsewhere() -> None:
    content = text(paragraph("in Lyon"), paragraph("the whole question", block=str(OTHER)))
    block = UUID(BLOCK)
    assert find_again(content, block, "Lyon") == Anchor(block, 0, 0, "Lyon")
    assert find_again(content, block, "question") is None
    assert find_again(content, block, "whole question") is not None
    assert find_again(content, block, "Lyon\nthe whole") is not None
    assert find_again(content, block, "") is None
