"""Where in the text of a page the threads of its margin are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.core.errors import Conflict
from collab.core.ids import parse_id
from collab.live.schema import ATOM, allows_node, holds_inline
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of

#: nobody means more blocks at once
MAX_BLOCKS: Final = 50
#: letters in one block
MAX_QUOTE: Final = 10_000
#: so many letters are no accident: words that moved to another block are looked for from here on
_MOVED: Final = 12


class CannotPlace(Conflict):
    """The words that a comment is about are not told in a way that can be found."""

    code = "cannot_place"
    message = _l("The words you chose could not be found. Please choose them again.")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words in one block: UTF-16 units from its start, as ProseMirror counts, and how they read."""

    block: UUID
    start: int
    end: int
    quote: str

    def operation(self, thread_id: UUID) -> dict[str, Any]:
        """The edit that lets them carry the thread."""
        return {
            "op": "comment",
            "thread": str(thread_id),
            "block": str(self.block),
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
        }


def read_anchors(sent: object) -> list[Anchor]:
    """The places that a browser sent, the first ones first; CannotPlace.

    None at all: the comment is about the whole page.
    """
    if not isinstance(sent, Sequence) or isinstance(sent, str) or len(sent) > MAX_BLOCKS:
        raise CannotPlace
    return [_read_anchor(each) for each in sent]


def _read_anchor(sent: object) -> Anchor:
    told: Mapping[str, Any] = sent if isinstance(sent, Mapping) else {}
    block, quote = parse_id(told.get("block")), told.get("quote")
    start, end = told.get("start"), told.get("end")
    if block is None or not isinstance(quote, str) or not words_of_quote(quote):
        raise CannotPlace
    if not isinstance(start, int) or not isinstance(end, int) or len(quote) > MAX_QUOTE:
        raise CannotPlace
    return Anchor(block, start, end, quote.replace("\0", ""))


def words_of_quote(quote: str) -> str:
    """What a quote says, in one line."""
    return " ".join(quote.replace(ATOM, " ").split())


def list_marked(content: Node) -> list[UUID]:
    """The threads that words of the text carry, in the order of the text."""
    found: dict[UUID, None] = {}
    for line in _lines(content):
        for run in children_of(line):
            for thread_id in _threads_of(run):
                found[thread_id] = None
    return list(found)


def _threads_of(run: Node) -> Iterator[UUID]:
    marks = run.get("marks")
    for mark in marks if isinstance(marks, list) else []:
        thread_id = (
            parse_id(attrs_of(mark).get("thread")) if mark.get("type") == "comment" else None
        )
        if thread_id is not None:
            yield thread_id


def find_again(content: Node, block: UUID, quote: str) -> Anchor | None:
    """Where words stand that lost their mark: in their block, or, long ones, elsewhere."""
    first = quote.split("\n", maxsplit=1)[0]
    if not words_of_quote(first):
        return None
    for line in _lines(content):
        is_home = attrs_of(line).get("id") == str(block)
        if (is_home or len(first) >= _MOVED) and first in _words(line):
            return Anchor(block, 0, 0, first)
    return None


def _words(line: Node) -> str:
    return "".join(
        str(run.get("text", "")) if run.get("type") == "text" else ATOM for run in children_of(line)
    )


def _lines(node: Node, depth: int = 0) -> Iterator[Node]:
    name = str(node.get("type"))
    if allows_node(name) and holds_inline(name):
        yield node
    elif depth < MAX_DEPTH:
        for child in children_of(node):
            yield from _lines(child, depth + 1)
