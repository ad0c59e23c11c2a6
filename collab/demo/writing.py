"""A meeting's minutes as the document that the live engine is asked to write."""

from collections.abc import Iterator

from collab.demo.calendar import Calendar
from collab.demo.cooperations import DemoCooperation
from collab.demo.meetings import DemoItem, DemoMeeting
from collab.demo.notation import Node, Notation
from collab.demo.people import PEOPLE


def list_item_ids(cooperation: DemoCooperation, meeting: DemoMeeting) -> list[str]:
    """The ids of the meeting's agenda items, in their order."""
    numbers = range(1, len(meeting.items) + 1)
    return [str(cooperation.id_of("agenda", meeting.key, str(n))) for n in numbers]


def write_minutes(
    cooperation: DemoCooperation, meeting: DemoMeeting, calendar: Calendar
) -> list[Node]:
    """The document's top-level nodes: what was said at the opening, then each agenda item."""
    notation = Notation(
        meeting.language,
        calendar,
        cooperation.find_member,
        lambda number: cooperation.id_of("block", meeting.key, str(number)),
    )
    opening = notation.blocks(meeting.opening) if meeting.opening else []
    return [*opening, *_agenda(cooperation, meeting, notation)]


def _agenda(
    cooperation: DemoCooperation, meeting: DemoMeeting, notation: Notation
) -> Iterator[Node]:
    ids = list_item_ids(cooperation, meeting)
    for agenda_id, item in zip(ids, meeting.items, strict=True):
        yield _item(agenda_id, item, notation)


def _item(agenda_id: str, item: DemoItem, notation: Notation) -> Node:
    return notation.block(
        "agendaItem",
        notation.blocks(item.lines),
        agendaId=agenda_id,
        title=item.title,
        presenter=PEOPLE[item.presenter].name,
        minutes=item.minutes,
        withdrawn=False,
    )
