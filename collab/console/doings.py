"""What was done, roughly, and the sentence for it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Doing(StrEnum):
    """What was done, roughly."""

    ADDED = "added"
    CHANGED = "changed"
    ENDED = "ended"
    BACK = "back"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Verb:
    """What kind of doing a verb is, and its sentence."""

    doing: Doing
    sentence: Any
