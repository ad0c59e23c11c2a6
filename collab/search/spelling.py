"""How far two words are from each other, for whoever mistypes one."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

#: shorter words are too like each other
SHORTEST: Final = 4
#: from this length on two slips are forgiven
LONG: Final = 8


def forgiven(word: str) -> int:
    """How many slips are forgiven in a word of that length."""
    if len(word) < SHORTEST:
        return 0
    return 2 if len(word) >= LONG else 1


def distance(one: str, other: str, most: int) -> int:
    """Letters added, left out, swapped or mistaken between the two; `most` + 1 when it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [number]
        for at, another in enumerate(other, start=1):
            cost = min(row[-1] + 1, before[at] + 1, before[at - 1] + (letter != another))
            is_swapped = number > 1 < at and letter == other[at - 2] and one[number - 2] == another
            row.append(min(cost, earlier[at - 2] + 1) if is_swapped else cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def _differs(one: Counter[str], other: str, most: int) -> bool:
    """Whether letters alone tell that the words are too far from each other."""
    spare = Counter(other)
    return (one - spare).total() > most or (spare - one).total() > most


def nearest(word: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The words that somebody may have meant, the nearest first."""
    most = forgiven(word)
    if not most:
        return []
    letters = Counter(word)
    found = []
    for each in known:
        if each == word or abs(len(each) - len(word)) > most or _differs(letters, each, most):
            continue
        far = distance(word, each, most)
        if far <= most:
            # whoever mistypes a word mostly gets its first letter right
            found.append((far, each[:1] != word[:1], abs(len(each) - len(word)), each))
    return [each for *_far, each in sorted(found)[:limit]]
