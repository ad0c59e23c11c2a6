"""Keeps the actions and mentions of minutes beside their text."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from collab.cooperations.models import Membership
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.minutes.models import Minutes, MinutesAction, MinutesMention
from collab.minutes.named import say_named
from collab.minutes.outcomes import Outcomes, SaidAction, SaidMention, read_outcomes
from collab.minutes.service.following import Step, follow
from collab.minutes.service.telling import list_owed_blocks
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
    steps = _keep_actions(minutes, said.actions, known)
    named = _keep_mentions(minutes, [each for each in said.mentions if each.member in known])
    session().flush()
    say_named(minutes, named)
    if steps:
        follow(minutes, steps)


def _find_known(said: Outcomes) -> Known:
    ids = {each.member for each in said.mentions}
    ids |= {each.assignee for each in said.actions if each.assignee is not None}
    if not ids:
        return {}
    rows = session().execute(
        select(Membership.id, Membership.delegation_id).where(Membership.id.in_(ids))
    )
    return dict(rows.all())


def _keep_actions(minutes: Minutes, said: list[SaidAction], known: Known) -> list[Step]:
    """The rows of actions, and what their tasks have to follow."""
    there = select(MinutesAction).where(MinutesAction.minutes_id == minutes.id)
    rows = {row.block: row for row in session().scalars(there)}
    owed = list_owed_blocks(minutes.document_id)
    steps = []
    for each in said:
        row = rows.pop(each.block, None)
        if row is None:
            row = MinutesAction(**_place(minutes, each.block), text="", is_done=False)
            session().add(row)
        row.position = each.position
        is_back = row.gone_at is not None
        row.gone_at = None
        # what its task said last is not in the text yet: nothing can be told from that
        changed = {} if each.block in owed else _take_over(row, each, known)
        if changed or is_back:
            steps.append(Step(row, changed, is_back=is_back))
    return steps + [_take_out(row) for row in rows.values() if row.gone_at is None]


def _take_over(row: MinutesAction, said: SaidAction, known: Known) -> dict[str, Any]:
    """Let the row say what the text says; what it said before, of what is different now."""
    assignee = said.assignee if said.assignee in known else None
    wanted = {"text": said.text, "assignee_id": assignee, "due": said.due, "is_done": said.is_done}
    before = {name: getattr(row, name) for name in wanted}
    changed = {name: before[name] for name in wanted if before[name] != wanted[name]}
    for name in changed:
        setattr(row, name, wanted[name])
    if "assignee_id" in changed:
        row.delegation_id = known[assignee] if assignee else None
    return changed


def _take_out(row: MinutesAction) -> Step:
    row.gone_at = now()
    return Step(row, {})


def _keep_mentions(minutes: Minutes, said: list[SaidMention]) -> list[MinutesMention]:
    """The rows of mentions; those that are new."""
    there = select(MinutesMention).where(MinutesMention.minutes_id == minutes.id)
    rows = {(row.block, row.membership_id): row for row in session().scalars(there)}
    seen, new = set(), []
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
            new.append(row)
        row.position, row.excerpt = each.position, each.excerpt
    _forget(MinutesMention, rows.values())
    return new


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
