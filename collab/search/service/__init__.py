"""The index: kept up with what changes, and asked."""

from collab.search.service.following import complete, follow, follow_all, rebuild
from collab.search.service.matching import MOST, Filters
from collab.search.service.people import FoundPerson, find_people
from collab.search.service.searching import Answer, Hit, answer
from collab.search.service.staleness import (
    DUTY,
    LIVE,
    forget_words,
    has_stale,
    note_everything,
    note_stale,
)

__all__ = [
    "DUTY",
    "LIVE",
    "MOST",
    "Answer",
    "Filters",
    "FoundPerson",
    "Hit",
    "answer",
    "complete",
    "find_people",
    "follow",
    "follow_all",
    "forget_words",
    "has_stale",
    "note_everything",
    "note_stale",
    "rebuild",
]
