"""Cuts a text into the pieces that are found."""

from collections.abc import Iterable, Iterator
from typing import Final

#: letters of a piece: some paragraphs, so that words that belong together are found together
PIECE: Final = 1000
#: of one text; who writes more is found by what stands first
MOST: Final = 3000


def cut(paragraphs: Iterable[str]) -> list[str]:
    """The paragraphs, put together or cut to pieces of at most about PIECE letters."""
    found: list[str] = []
    open_piece = ""
    for part in _parts(paragraphs):
        if open_piece and len(open_piece) + len(part) > PIECE:
            found.append(open_piece)
            open_piece = ""
            if len(found) >= MOST:
                return found
        open_piece = f"{open_piece}\n{part}" if open_piece else part
    return [*found, open_piece] if open_piece else found


def _parts(paragraphs: Iterable[str]) -> Iterator[str]:
    for paragraph in paragraphs:
        rest = " ".join(paragraph.replace("\0", " ").split())
        while len(rest) > PIECE:
            space = rest.rfind(" ", PIECE // 2, PIECE)
            at = space if space > 0 else PIECE
            yield rest[:at]
            rest = rest[at:].lstrip()
        if rest:
            yield rest
