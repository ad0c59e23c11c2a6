"""Tells people: a line for the bell, a mail where they want one at once, and a ring."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from collab.cooperations.models import Cooperation
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.notifications.models import Kind, Notification, Pace
from collab.notifications.service.audience import Recipient
from collab.notifications.service.letters import write_news
from collab.notifications.service.lines import read_lines
from collab.notifications.service.ringing import ring_after_commit


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing that one member is told."""

    recipient: Recipient
    kind: Kind
    task_id: UUID | None = None
    meeting_id: UUID | None = None
    document_id: UUID | None = None
    #: membership of who did it
    by_id: UUID | None = None
    details: dict[str, Any] = field(default_factory=dict)
    #: what is told only once, see Notification
    once: str | None = None
    #: somebody still writes what it is about: the mail waits until they have come further
    is_unfinished: bool = False


def tell(cooperation: Cooperation, tellings: Collection[Telling]) -> None:
    """Write all of it down in the running unit of work; whoever has turned mails off gets none."""
    if not tellings:
        return
    rows = [(each, _as_row(cooperation, each)) for each in tellings]
    session().add_all(row for _telling, row in rows)
    session().flush()
    at_once: defaultdict[tuple[UUID, Kind], list[Notification]] = defaultdict(list)
    recipients = {each.recipient.id: each.recipient for each in tellings}
    for telling, row in rows:
        if telling.recipient.paces[telling.kind] is Pace.NOW and not telling.is_unfinished:
            at_once[telling.recipient.id, telling.kind].append(row)
    for (member_id, kind), some in at_once.items():
        _mail(cooperation, recipients[member_id], kind, some)
    ring_after_commit({each.person.id for each in recipients.values()})


def _as_row(cooperation: Cooperation, telling: Telling) -> Notification:
    return Notification(
        id=new_id(),
        cooperation_id=cooperation.id,
        membership_id=telling.recipient.id,
        kind=telling.kind,
        by_id=telling.by_id,
        task_id=telling.task_id,
        meeting_id=telling.meeting_id,
        document_id=telling.document_id,
        details=telling.details,
        once=telling.once,
        created_at=now(),
        pace=telling.recipient.paces[telling.kind],
    )


def _mail(
    cooperation: Cooperation, recipient: Recipient, kind: Kind, rows: Sequence[Notification]
) -> None:
    write_news(cooperation, recipient, kind, read_lines(rows))
    for row in rows:
        row.mailed_at = now()
