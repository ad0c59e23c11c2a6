"""Tells members that they were named in minutes, once for each block of the text."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import session
from collab.live.models import LiveUpdate
from collab.minutes.models import Minutes, MinutesMention
from collab.notifications.models import Kind, Notification
from collab.notifications.service.audience import find_cooperation, find_recipients, sees_meeting
from collab.notifications.service.telling import Telling, tell

#: the text is looked at about each second; whoever wrote in it so lately may have named somebody
LATELY = timedelta(seconds=15)


def tell_named(minutes: Minutes, mentions: Sequence[MinutesMention]) -> None:
    """Tell those who may read the minutes; not who alone was writing, as they named themselves."""
    cooperation = find_cooperation(minutes.cooperation_id)
    if cooperation is None:
        return
    authors = _list_authors(minutes.document_id)
    only = next(iter(authors)) if len(authors) == 1 else None
    told = _list_told(minutes)
    recipients = find_recipients(cooperation, {each.membership_id for each in mentions})
    readers = {
        one for one, each in recipients.items() if sees_meeting(each, minutes.meeting_id)
    } - {only}
    tellings = [
        Telling(
            recipients[each.membership_id],
            Kind.MENTIONED,
            meeting_id=minutes.meeting_id,
            by_id=only,
            details={"block": str(each.block)},
            once=_once(minutes, each.block),
            is_unfinished=True,
        )
        for each in mentions
        if each.membership_id in readers
        and (each.membership_id, _once(minutes, each.block)) not in told
    ]
    tell(cooperation, tellings)


def _once(minutes: Minutes, block: UUID) -> str:
    return f"{Kind.MENTIONED}/{minutes.id}/{block}"


def _list_authors(document_id: UUID) -> set[UUID]:
    """The memberships of those who wrote in it lately."""
    found = (
        select(Membership.id)
        .join(LiveUpdate, LiveUpdate.author_id == Membership.person_id)
        .where(LiveUpdate.document_id == document_id, LiveUpdate.at > now() - LATELY)
        .distinct()
    )
    return set(session().scalars(found))


def _list_told(minutes: Minutes) -> set[tuple[UUID, str | None]]:
    """Who was told of which block before; it may have been gone for a while."""
    found = session().execute(
        select(Notification.membership_id, Notification.once).where(
            Notification.meeting_id == minutes.meeting_id, Notification.kind == Kind.MENTIONED
        )
    )
    return {(member_id, once) for member_id, once in found}
