"""Marks the words that a thread of comments is about. Runs only in the reader process.

Whoever may only comment does not write in the document: the server sets the mark for them. Places
are counted as ProseMirror does in a block: in UTF-16 units, and one for what is no text. When the
text has moved meanwhile the words themselves tell where it went.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from pycrdt import XmlElement, XmlFragment, XmlText

from collab.live.content import list_elements, read_attrs
from collab.live.formats import format_name
from collab.live.schema import ATOM, SchemaError, allows_node, holds_inline

_MARK: Final = "comment"


class _Letter(NamedTuple):
    """A letter of a line, and its bytes in a child of the block; none: it is no text."""

    letter: str
    child: int
    start: int = 0
    end: int = 0
    #: names of the formats that it has
    formats: frozenset[str] = frozenset()


class _Line:
    """The letters of one block."""

    def __init__(self, element: XmlElement) -> None:
        self.element = element
        self.letters = list(_letters(element))
        self.words = "".join(each.letter for each in self.letters)

    def find(self, quote: str, near: int) -> int | None:
        """Where the quote stands, as near to that letter as it does."""
        found, at = [], self.words.find(quote)
        while at >= 0:
            found.append(at)
            at = self.words.find(quote, at + 1)
        return min(found, key=lambda each: abs(each - near), default=None)


class _Place(NamedTuple):
    """Letters of a line."""

    line: _Line
    start: int
    end: int


def annotate(fragment: XmlFragment, operation: dict[str, Any]) -> None:
    """Set or take away a mark as the operation says; raises SchemaError."""
    match operation:
        case {
            "op": "comment",
            "thread": str(thread),
            "block": str(block),
            "start": int(start),
            "end": int(end),
            "quote": str(quote),
        }:
            comment(fragment, thread, block, start=start, end=end, quote=quote)
        case {"op": "uncomment", "thread": str(thread)}:
            uncomment(fragment, thread)
        case _:
            raise SchemaError("a comment needs a place in the text")


def comment(
    fragment: XmlFragment, thread: str, block: str, *, start: int, end: int, quote: str
) -> None:
    """Let the words from `start` to `end` of the block carry the thread.

    They read `quote`; where they do not any more, the nearest words that do carry it. Nothing
    happens when nobody says so any more.
    """
    lines = [_Line(each) for each in list_elements(fragment) if _is_line(each)]
    value = {"thread": thread}
    name = format_name({"type": _MARK, "attrs": value})
    for place in _find(lines, block, start, end, quote):
        _format(place, name, value)


def uncomment(fragment: XmlFragment, thread: str) -> None:
    """Take the mark of the thread away wherever it is."""
    for element in list_elements(fragment):
        for index, child in enumerate(element.children):
            if isinstance(child, XmlText):
                _take_away(_text_at(element, index), thread)


def _is_line(element: XmlElement) -> bool:
    tag = str(element.tag)
    return allows_node(tag) and holds_inline(tag)


def _letters(element: XmlElement) -> Iterator[_Letter]:
    for index, child in enumerate(element.children):
        if isinstance(child, XmlText):
            yield from _text_letters(index, child)
        else:
            yield _Letter(ATOM, index)


def _text_letters(index: int, text: XmlText) -> Iterator[_Letter]:
    at = 0
    for chunk, formats in text.diff():
        if not isinstance(chunk, str):
            at += 1  # something that was put into the text, which the schema does not know
            continue
        names = frozenset(name for name, value in (formats or {}).items() if value is not None)
        for letter in chunk:
            size = len(letter.encode())
            yield _Letter(letter, index, at, at + size, names)
            at += size


def _find(lines: Sequence[_Line], block: str, start: int, end: int, quote: str) -> list[_Place]:
    """Where the quote stands now: in its block, else in the nearest one, else across two."""
    if not quote.replace(ATOM, "").strip():
        return []
    home = next((at for at, line in enumerate(lines) if _id_of(line) == block), None)
    near = 0
    if home is not None:
        near = _letters_before(lines[home].words, start)
        stop = _letters_before(lines[home].words, end)
        if lines[home].words[near:stop] == quote:
            return [_Place(lines[home], near, stop)]
    for at in _nearest(len(lines), home):
        found = lines[at].find(quote, near if at == home else 0)
        if found is not None:
            return [_Place(lines[at], found, found + len(quote))]
    return _find_split(lines, home, quote)


def _nearest(count: int, home: int | None) -> list[int]:
    """The blocks by their distance from home, those behind it first: Enter moves words there."""
    middle = home or 0
    return sorted(range(count), key=lambda at: (abs(at - middle), -at))


def _find_split(lines: Sequence[_Line], home: int | None, quote: str) -> list[_Place]:
    """Where the quote ends one block and goes on in the next: somebody pressed Enter in it."""
    if home is None or home + 1 >= len(lines):
        return []
    first, second = lines[home], lines[home + 1]
    for size in range(len(quote) - 1, 0, -1):
        if first.words.endswith(quote[:size]) and second.words.startswith(quote[size:]):
            length = len(first.words)
            return [
                _Place(first, length - size, length),
                _Place(second, 0, len(quote) - size),
            ]
    return []


def _id_of(line: _Line) -> Any:
    return read_attrs(line.element).get("id")


def _letters_before(words: str, units: int) -> int:
    """How many letters the first so many UTF-16 units are."""
    seen = 0
    for at, letter in enumerate(words):
        if seen >= units:
            return at
        seen += 2 if ord(letter) > 0xFFFF else 1
    return len(words)


def _format(place: _Place, name: str, value: dict[str, Any]) -> None:
    """Format runs of letters that lie side by side; those that have the format stay as they are."""
    first: _Letter | None = None
    last: _Letter | None = None
    for letter in place.line.letters[place.start : place.end]:
        if not letter.end or name in letter.formats:
            continue
        if last is not None and (last.child, last.end) == (letter.child, letter.start):
            last = letter
            continue
        _format_run(place.line.element, first, last, name, value)
        first = last = letter
    _format_run(place.line.element, first, last, name, value)


def _format_run(
    element: XmlElement, first: _Letter | None, last: _Letter | None, name: str, value: Any
) -> None:
    if first is not None and last is not None:
        _text_at(element, first.child).format(first.start, last.end, {name: value})


def _take_away(text: XmlText, thread: str) -> None:
    at = 0
    for chunk, formats in text.diff():
        size = len(chunk.encode()) if isinstance(chunk, str) else 1
        for name, value in (formats or {}).items():
            is_mark = name.partition("--")[0] == _MARK and isinstance(value, dict)
            if is_mark and value.get("thread") == thread:
                text.format(at, at + size, {name: None})
        at += size


def _text_at(element: XmlElement, index: int) -> XmlText:
    child = element.children[index]
    assert isinstance(child, XmlText)
    return child
