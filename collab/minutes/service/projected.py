"""Keeps the actions and mentions of minutes beside their text."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.minutes.models import Minutes, MinutesAction, MinutesMention
from collab.minutes.outcomes import Outcomes, SaidAction, SaidMention, read_outcomes
from collab.texts.nodes import Node

#: membership → delegation, of those in a text who belong to its cooperation
Known = dict[UUID, UUID]


def keep_outcomes(document_id: UUID, content: Node) -> None:
    """Let the rows say what the text says; only what changed is written.

    Runs about each second while people type. People who are not of the cooperation are ignored.
    """
    minutes = session().scalar(select(Minutes).where(Minutes.document_id == document_id))
    if minutes is None:
        return
    said = read_outcomes(content)
    known = _find_known(said)
    _keep_actions(minutes, said.actions, known)
    _keep_mentions(minutes, [each for each in said.mentions if each.member in known])
    session().flush()


def _find_known(said: Outcomes) -> Known:
    ids = {each.member for each in said.mentions}
    ids |= {each.assignee for each in said.actions if each.assignee is not None}
    if not ids:
        return {}
    rows = session().execute(
        select(Membership.id, Membership.delegation_id).where(Membership.id.in_(ids))
    )
    return dict(rows.all())


def _keep_actions(minutes: Minutes, said: list[SaidAction], known: Known) -> None:
    there = select(MinutesAction).where(MinutesAction.minutes_id == minutes.id)
    rows = {row.block: row for row in session().scalars(there)}
    for each in said:
        row = rows.pop(each.block, None)
        if row is None:
            row = MinutesAction(**_place(minutes, each.block))
            session().add(row)
        assignee = each.assignee if each.assignee in known else None
        if row.assignee_id != assignee:
            row.assignee_id = assignee
            row.delegation_id = known[assignee] if assignee else None
        row.position, row.text = each.position, each.text
        row.due, row.is_done = each.due, each.is_done
    _forget(MinutesAction, rows.values())


def _keep_mentions(minutes: Minutes, said: list[SaidMention]) -> None:
    there = select(MinutesMention).where(MinutesMention.minutes_id == minutes.id)
    rows = {(row.block, row.membership_id): row for row in session().scalars(there)}
    seen = set()
    for each in said:
        key = (each.block, each.member)
        if key in seen:  # named twice in a block: the first one counts
            continue
        seen.add(key)
        row = rows.pop(key, None)
        if row is None:
            row = MinutesMention(**_place(minutes, each.block), first_seen_at=now())
            row.membership_id = each.member
            session().add(row)
        row.position, row.excerpt = each.position, each.excerpt
    _forget(MinutesMention, rows.values())


def _place(minutes: Minutes, block: UUID) -> dict[str, Any]:
    return {
        "id": new_id(),
        "cooperation_id": minutes.cooperation_id,
        "minutes_id": minutes.id,
        "meeting_id": minutes.meeting_id,
        "block": block,
    }


def _forget(cls: Any, rows: Iterable[Any]) -> None:
    ids = [row.id for row in rows]
    if ids:
        session().execute(delete(cls).where(cls.id.in_(ids)))
