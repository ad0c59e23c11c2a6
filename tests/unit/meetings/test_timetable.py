from datetime import UTC, datetime, timedelta

from collab.meetings.models import AgendaItem, Meeting
from collab.meetings.timetable import lay_out

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def meeting(hours: float = 1) -> Meeting:
    return Meeting(starts_at=START, ends_at=START + timedelta(hours=hours))


def items(*lengths: int | None) -> list[AgendaItem]:
    return [AgendaItem(title="Item", minutes=length) for length in lengths]


def test_items_begin_one_after_the_other() -> None:
    slots = lay_out(meeting(), items(10, 30, 5)).slots
    begins = [slot.starts_at for slot in slots]
    assert begins == [START, START + timedelta(minutes=10), START + timedelta(minutes=40)]
    assert [slot.number for slot in slots] == [1, 2, 3]


def test_after_an_item_of_unknown_length_nobody_knows_the_time() -> None:
    timetable = lay_out(meeting(), items(10, None, 5))
    assert timetable.slots[1].starts_at == START + timedelta(minutes=10)
    assert timetable.slots[2].starts_at is None
    assert timetable.has_open_items


def test_too_much_for_the_meeting_is_said() -> None:
    timetable = lay_out(meeting(1), items(45, 30))
    assert (timetable.planned, timetable.available, timetable.excess) == (75, 60, 15)
    assert lay_out(meeting(1), items(60)).excess == 0


def test_no_items_take_no_time() -> None:
    timetable = lay_out(meeting(), [])
    assert (timetable.slots, timetable.planned, timetable.has_open_items) == ([], 0, False)
