"""My work: what a person has ahead of them in all their cooperations. Opens units of work."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from collab.accounts.service import TwoFactorRequired
from collab.boards.service.lists import Listed
from collab.boards.service.owing import MyTasks, list_my_tasks
from collab.cooperations import service as cooperations
from collab.cooperations.service import OwnCooperation, Suspended
from collab.core.actor import Actor
from collab.core.db import Scope, unit_of_work
from collab.core.errors import NotFound
from collab.meetings import service as meetings
from collab.meetings.service import FoundMeeting
from collab.minutes import service as minutes
from collab.minutes.service import Mention
from collab.start.waiting import Waiting, find_waiting, list_invitations

#: so many cooperations are looked into; whoever has more finds the others by name
MOST = 40
MEETINGS = 6
TASKS = 8
#: when somebody asks for all of them
ALL_TASKS = 200
MENTIONS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """One of my cooperations, and what comes next in it."""

    own: OwnCooperation
    next_meeting: FoundMeeting | None = None
    #: what I owe there
    open_tasks: int = 0
    #: it asks for a second factor, which I have not set up
    needs_second_factor: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """Something, and the cooperation in which it is."""

    own: OwnCooperation
    what: Any


@dataclass(slots=True)
class Work:
    """What is ahead of a person, over all their cooperations."""

    places: list[Place] = field(default_factory=list)
    #: FoundMeeting, by start
    meetings: list[At] = field(default_factory=list)
    #: Listed, overdue ones first
    tasks: list[At] = field(default_factory=list)
    #: Mention, the latest first
    mentions: list[At] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    open_tasks: int = 0
    overdue: int = 0
    #: there are more cooperations than were looked into
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """What one cooperation has for somebody."""

    meetings: list[FoundMeeting]
    tasks: MyTasks
    mentions: list[Mention]


def gather_work(person_id: UUID, email: str, language: str, *, all_tasks: bool = False) -> Work:
    """What is ahead of the person; a fixed number of queries for each of their cooperations.

    Call it while no unit of work is running.
    """
    with unit_of_work(Scope(person_id=person_id), writes=False):
        own = cooperations.list_own_cooperations(person_id, language, limit=MOST + 1)
    work = Work(has_more=len(own) > MOST)
    work.waiting += list_invitations(email, language)
    for one in own[:MOST]:
        _look_into(work, person_id, one, ALL_TASKS if all_tasks else TASKS)
    _put_in_order(work, ALL_TASKS if all_tasks else TASKS)
    return work


def _look_into(work: Work, person_id: UUID, own: OwnCooperation, most: int) -> None:
    if own.is_suspended:
        work.places.append(Place(own))
        return
    try:
        actor = cooperations.find_actor(person_id, None, own.slug)
    except TwoFactorRequired:
        work.places.append(Place(own, needs_second_factor=True))
        return
    except (NotFound, Suspended):  # since the list was read
        return
    work.waiting += find_waiting(actor, own)
    if not actor.is_open or actor.is_archived:  # nothing to do there
        work.places.append(Place(own))
        return
    _add(work, own, _find(actor, most))


def _find(actor: Actor, most: int) -> _Found:
    with unit_of_work(actor.scope, writes=False):
        return _Found(
            meetings.list_my_next_meetings(actor, MEETINGS),
            list_my_tasks(actor, most),
            minutes.list_my_mentions(actor, MENTIONS),
        )


def _add(work: Work, own: OwnCooperation, found: _Found) -> None:
    coming = found.meetings[0] if found.meetings else None
    work.places.append(Place(own, coming, found.tasks.total))
    work.meetings += _at(own, found.meetings)
    work.tasks += _at(own, found.tasks.tasks)
    work.mentions += _at(own, found.mentions)
    work.open_tasks += found.tasks.total
    work.overdue += found.tasks.overdue


def _at(own: OwnCooperation, things: Iterable[Any]) -> list[At]:
    return [At(own, each) for each in things]


def _by_due(task: Listed) -> tuple[Any, ...]:
    return (False, task.due_on, task.id) if task.due_on else (True, task.id)


def _put_in_order(work: Work, most: int) -> None:
    work.meetings.sort(key=lambda at: (at.what.meeting.starts_at, at.what.id))
    work.tasks.sort(key=lambda at: _by_due(at.what))
    work.mentions.sort(key=lambda at: at.what.first_seen_at, reverse=True)
    del work.meetings[MEETINGS:], work.tasks[most:], work.mentions[MENTIONS:]
    # where something happens soon comes first; the order by name stays for the others
    work.places.sort(key=_by_next)


def _by_next(place: Place) -> tuple[Any, ...]:
    if place.next_meeting is None:
        return (True,)
    return (False, place.next_meeting.meeting.starts_at)
