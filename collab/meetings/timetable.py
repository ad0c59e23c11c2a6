"""When each agenda item is planned to begin, and whether they fit into the meeting."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from collab.meetings.models import AgendaItem, Meeting


@dataclass(frozen=True, slots=True)
class Slot:
    """An agenda item and when it begins; None after an item of unknown length."""

    item: AgendaItem
    number: int
    starts_at: datetime | None


@dataclass(frozen=True, slots=True)
class Timetable:
    """The agenda laid out over the meeting; lengths in minutes."""

    slots: list[Slot]
    planned: int
    available: int
    has_open_items: bool

    @property
    def excess(self) -> int:
        """By how many minutes the items are longer than the meeting; 0 when they fit."""
        return max(self.planned - self.available, 0)


def lay_out(meeting: Meeting, items: Sequence[AgendaItem]) -> Timetable:
    """The timetable of these items, one after the other from the start of the meeting."""
    slots: list[Slot] = []
    at: datetime | None = meeting.starts_at
    for number, item in enumerate(items, 1):
        slots.append(Slot(item, number, at))
        at = at + timedelta(minutes=item.minutes) if at and item.minutes else None
    length = meeting.ends_at - meeting.starts_at
    return Timetable(
        slots=slots,
        planned=sum(item.minutes or 0 for item in items),
        available=int(length.total_seconds() // 60),
        has_open_items=any(item.minutes is None for item in items),
    )
