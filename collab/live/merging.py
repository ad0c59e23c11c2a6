"""Brings what somebody changed in a line into a line that others changed meanwhile."""

from typing import NamedTuple


class Change(NamedTuple):
    """Replace what stands from `start` up to `end` by `words`."""

    start: int
    end: int
    words: str


def find_change(old: str, new: str) -> Change:
    """The one change that makes `new` out of `old`; an empty one when they are the same."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - start
    tail = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    return Change(start, len(old) - tail, new[start : len(new) - tail])


def bring(was: str, new: str, there: str) -> Change:
    """The change of `there` by which it follows who made `new` out of `was`.

    Where both changed the same words, those of `new` stay.
    """
    wanted, made = find_change(was, new), find_change(was, there)
    shift = len(there) - len(was)
    if wanted.end <= made.start:
        return wanted
    if wanted.start >= made.end:
        return Change(wanted.start + shift, wanted.end + shift, wanted.words)
    start, end = min(wanted.start, made.start), max(wanted.end, made.end)
    words = was[start : wanted.start] + wanted.words + was[wanted.end : end]
    return Change(start, end + shift, words)
