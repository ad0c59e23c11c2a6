"""Tasks as an iCalendar file: whole days that calendars of all makers show (RFC 5545)."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Final

from flask_babel import gettext as _
from icalendar import Calendar, Event, vText

from collab.boards.service.lists import Listed
from collab.core.clock import now

TYPE: Final = "text/calendar; charset=utf-8"


def write_calendar(name: str, tasks: Iterable[Listed], address_of: Callable[[int], str]) -> bytes:
    """One event on the last day of each task that has one.

    Events, not to-dos (VTODO): neither Outlook nor Google shows those of a calendar by address.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//collab//tasks//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", vText(name))  # of a name it does not know it escapes nothing
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for task in tasks:
        if task.due_on is not None:
            calendar.add_component(_event(task, address_of(task.number)))
    return bytes(calendar.to_ical())


def _event(task: Listed, address: str) -> Event:
    assert task.due_on is not None
    event = Event()
    event.add("uid", f"task-{task.id}@collab")
    event.add("dtstamp", now())
    event.add("dtstart", task.due_on)
    event.add("dtend", task.due_on + timedelta(days=1))
    event.add("summary", f"#{task.number} {task.title}")
    owners = ", ".join(owner.name for owner in task.owners) or _("Nobody yet")
    where = f"{task.board} · {task.column}"
    event.add("description", f"{where}\n{_('Owed by')}: {owners}\n{address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
