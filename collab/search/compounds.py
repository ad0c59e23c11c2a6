"""Takes German compounds apart into words that the cooperation itself uses."""

from collections.abc import Collection, Iterator
from typing import Final

import Stemmer

#: shorter parts are found in every word
SHORTEST: Final = 4
#: of a compound
SHORTEST_WHOLE: Final = 2 * SHORTEST
#: what German puts between the parts
_JOINTS: Final = ("", "s", "es", "n", "en", "er", "e", "-")
#: what a first part loses: Sprach-kurs of Sprache, Lade-station of laden
_ENDINGS: Final = ("e", "n", "en")
_MOST_PARTS: Final = 5
_stemmer = Stemmer.Stemmer("german")


def stem_of(word: str) -> str:
    """The stem by which parts are known; the word is folded already."""
    return str(_stemmer.stemWord(word))


def list_possible_parts(word: str) -> Iterator[str]:
    """Every piece of the folded word that could be a part of it."""
    for start in range(len(word) - SHORTEST + 1):
        for end in range(start + SHORTEST, len(word) + 1):
            if end - start < len(word):
                yield word[start:end]
    for end in range(SHORTEST, len(word) - SHORTEST + 1):
        yield from (word[:end] + ending for ending in _ENDINGS)


def split(word: str, known: Collection[str]) -> list[str]:
    """The parts of a folded word; none when it cannot be told apart. `known` holds words and
    stems, all folded.
    """
    if len(word) < SHORTEST_WHOLE:
        return []
    return _split(word, known, _MOST_PARTS) or []


def _split(word: str, known: Collection[str], most: int) -> list[str] | None:
    """The parts with the longest last one first; None when something would be left over."""
    for at in range(SHORTEST, len(word) - SHORTEST + 1):
        tail = word[at:]
        if not _is_known(tail, known):
            continue
        for head in _without_joint(word[:at]):
            if _is_known(head, known):
                return [head, tail]
            if most > 2 and len(head) >= SHORTEST_WHOLE:
                before = _split(head, known, most - 1)
                if before:
                    return [*before, tail]
    return None


def _is_known(part: str, known: Collection[str]) -> bool:
    return part in known or stem_of(part) in known


def _without_joint(head: str) -> Iterator[str]:
    for joint in _JOINTS:
        if head.endswith(joint) and len(head) - len(joint) >= SHORTEST:
            yield head[: len(head) - len(joint)]
    yield from (head + ending for ending in _ENDINGS)
