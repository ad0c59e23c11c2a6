"""A meeting's minutes as the document that the live engine is asked to write."""

from uuid import UUID

from collab.demo.calendar import Calendar
from collab.demo.cooperations import DemoCooperation
from collab.demo.meetings import DemoItem, DemoMeeting
from collab.demo.notation import Node, Notation
from collab.demo.people import PEOPLE


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
    items = [
        _item(cooperation.item_id(meeting.key, position), item, notation)
        for position, item in enumerate(meeting.items)
    ]
    return [*opening, *items]


def _item(agenda_id: UUID, item: DemoItem, notation: Notation) -> Node:
    return notation.block(
        "agendaItem",
        notation.blocks(item.lines),
        agendaId=str(agenda_id),
        title=item.title,
        presenter=PEOPLE[item.presenter].name,
        minutes=item.minutes,
        withdrawn=False,
    )
