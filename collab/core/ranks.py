"""Places in an order that anybody can insert into without moving the others.

A rank is a word of the letters a-z; words in the order of a dictionary are things in their order.
Between two ranks there is always another one, so nothing is ever numbered again. After the last and
before the first, ranks stay eight letters long; at one and the same spot between two they grow by a
letter every four or five insertions. (Fractional indexing, as Figma describes it; the one library
on PyPI has been still since 2023.)
"""

from typing import Final

from sqlalchemy import Text

#: a column of ranks: compared letter by letter, whatever language the database sorts in
RANK: Final = Text().with_variant(Text(collation="C"), "postgresql")
_FIRST: Final = "a"
_BASE: Final = 26
_LENGTH: Final = 8
_SPACE: Final = _BASE**_LENGTH
_STEP: Final = _BASE**4


def rank_between(low: str | None, high: str | None) -> str:
    """A rank after `low` and before `high`; None stands for the beginning or the end.

    ValueError unless low comes before high.
    """
    if low is not None and high is not None:
        if low >= high:
            raise ValueError(f"nothing fits between {low} and {high}")
        return _middle(low, high)
    if low is None and high is None:
        return _word(_SPACE // 2)
    number = _number(low or high or "") + (_STEP if low is not None else -_STEP)
    if 0 < number < _SPACE:
        return _word(number)
    return _middle(low or "", high)


def spread(count: int) -> list[str]:
    """So many ranks, one after the other, for a list that is made at once."""
    return [_word(_SPACE // 2 + place * _STEP) for place in range(count)]


def _number(word: str) -> int:
    found = 0
    for letter in word[:_LENGTH].ljust(_LENGTH, _FIRST):
        found = found * _BASE + ord(letter) - ord(_FIRST)
    return found


def _word(number: int) -> str:
    letters = []
    for _place in range(_LENGTH):
        number, letter = divmod(number, _BASE)
        letters.append(chr(ord(_FIRST) + letter))
    return "".join(reversed(letters)).rstrip(_FIRST)


def _middle(low: str, high: str | None) -> str:
    """A word after `low` and before `high`, which never ends in an a: before that is no room."""
    made = []
    for place in range(len(low) + len(high or "") + 1):
        below = ord(low[place]) - ord(_FIRST) if place < len(low) else 0
        above = _BASE if high is None else _at(high, place)
        if above - below > 1:
            made.append(chr(ord(_FIRST) + (below + above) // 2))
            return "".join(made)
        made.append(chr(ord(_FIRST) + below))
        if above > below:
            high = None  # what follows is below `high` whatever it is
    raise ValueError(f"nothing fits between {low} and {high}")


def _at(word: str, place: int) -> int:
    return ord(word[place]) - ord(_FIRST) if place < len(word) else 0
