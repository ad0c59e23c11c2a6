"""The piece of a text that answers a question, with the words of the question marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from collab.search.analyser import (
    Wanted,
    find_words,
    fold,
    is_cjk,
    main_language,
    stem,
)

#: letters of a snippet
LENGTH: Final = 240
#: letters before the first word that is marked
BEFORE: Final = 60
#: a word to mark is looked for in this much of a text
LOOKED_AT: Final = 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text; `is_marked`: it was asked for."""

    text: str
    is_marked: bool = False

    def __html__(self) -> Markup:
        """As HTML."""
        shown = escape(self.text)
        return Markup("<mark>%s</mark>") % shown if self.is_marked else shown


Span = tuple[int, int]


def mark(text: str, language: str, wanted: Sequence[Wanted]) -> list[Piece]:
    """The whole text with what was asked for marked."""
    return _cut(text, _find(text, language, wanted), 0, len(text))


def make_snippet(text: str, language: str, wanted: Sequence[Wanted]) -> list[Piece]:
    """About LENGTH letters of the text around what was asked for, marked."""
    text = text[:LOOKED_AT]
    spans = _find(text, language, wanted)
    start = _start_at(text, max(0, _densest(spans) - BEFORE)) if spans else 0
    end = _end_at(text, start + LENGTH)
    pieces = _cut(text, spans, start, end)
    if start:
        pieces.insert(0, Piece("… "))
    if end < len(text.rstrip()):
        pieces.append(Piece(" …"))
    return pieces


def _find(text: str, language: str, wanted: Sequence[Wanted]) -> list[Span]:
    """Where what was asked for stands."""
    tokens = {token for each in wanted for one in each.alternatives for token in one}
    begun = tuple(fold(each.word) for each in wanted if each.is_begun)
    parts = [fold(each.word) for each in wanted if len(each.word) > 3 and not is_cjk(each.word)]
    written = [each.word for each in wanted if is_cjk(each.word)]
    spoken = main_language(language)
    found: list[Span] = []
    for each in find_words(text):
        if is_cjk(each.word):
            found += _find_written(each.word, each.start, written)
            continue
        plain = fold(each.word)
        is_it = plain in tokens or plain.startswith(begun) if begun else plain in tokens
        if is_it or not tokens.isdisjoint(stem(spoken, each.word)) or _holds(plain, parts):
            found.append((each.start, each.end))
    return found


def _holds(plain: str, parts: Sequence[str]) -> bool:
    """A compound is marked when one of its parts was asked for."""
    return any(plain.startswith(part) or plain.endswith(part) for part in parts)


def _find_written(word: str, offset: int, written: Sequence[str]) -> list[Span]:
    found = []
    for each in written:
        at = word.find(each)
        while at >= 0:
            found.append((offset + at, offset + at + len(each)))
            at = word.find(each, at + len(each))
    return sorted(found)


def _densest(spans: Sequence[Span]) -> int:
    """Where the snippet with the most marks begins."""
    reach = LENGTH - BEFORE
    counts = [
        sum(1 for other in spans[number : number + 40] if other[0] < start + reach)
        for number, (start, _end) in enumerate(spans[:200])
    ]
    return spans[counts.index(max(counts))][0]


def _start_at(text: str, at: int) -> int:
    """The beginning of a word near there."""
    if at == 0:
        return 0
    space = text.find(" ", at, at + BEFORE)
    return at if space < 0 else space + 1


def _end_at(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", max(0, at - BEFORE), at)
    return at if space < 0 else space


def _cut(text: str, spans: Sequence[Span], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for first, last in spans:
        if first < at or last > end:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], is_marked=True))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces
