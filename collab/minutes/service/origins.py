"""Meetings, decisions and actions as what tasks come from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select

from collab.boards.origins import Origin, OriginKind, register
from collab.core.actor import Actor
from collab.core.db import session
from collab.live.models import LiveProjection
from collab.meetings import service as meetings
from collab.meetings.models import Meeting
from collab.minutes.models import Minutes, MinutesAction
from collab.minutes.outcomes import read_decisions
from collab.minutes.service.erased import hide_erased
from collab.minutes.service.following import ACTION

MEETING: Final = "meeting"
DECISION: Final = "decision"
#: texts that are looked through for a decision, the latest first
_MOST_TEXTS: Final = 50
Pairs = Sequence[tuple[UUID, UUID | None]]


def find_meetings(actor: Actor, pairs: Pairs) -> list[Origin]:
    """The meetings among them that the actor may see."""
    found = _meetings(actor).where(Meeting.id.in_([meeting_id for meeting_id, _block in pairs]))
    return [_of_meeting(meeting) for meeting in session().scalars(found)]


def search_meetings(actor: Actor, words: str, most: int) -> list[Origin]:
    """Meetings with these words in their title."""
    found = _meetings(actor).where(Meeting.title.icontains(words, autoescape=True))
    return [_of_meeting(meeting) for meeting in session().scalars(found.limit(most))]


def _meetings(actor: Actor) -> Select[Meeting]:
    wanted = select(Meeting).where(meetings.is_visible(actor))
    return wanted.order_by(Meeting.starts_at.desc(), Meeting.id)


def _of_meeting(meeting: Meeting) -> Origin:
    return Origin(MEETING, meeting.id, None, meeting.title, meeting.language, "minutes.show")


def find_actions(actor: Actor, pairs: Pairs) -> list[Origin]:
    """The actions among them, of meetings that the actor may see."""
    blocks = [block for _meeting_id, block in pairs if block is not None]
    rows = session().execute(_actions(actor).where(MinutesAction.block.in_(blocks)))
    wanted = set(pairs)
    return [_of_action(*row) for row in rows if (row[0].meeting_id, row[0].block) in wanted]


def search_actions(actor: Actor, words: str, most: int) -> list[Origin]:
    """Actions with these words."""
    found = _actions(actor).where(MinutesAction.text.icontains(words, autoescape=True))
    return [_of_action(*row) for row in session().execute(found.limit(most))]


def _actions(actor: Actor) -> Select[MinutesAction, Meeting]:
    return (
        select(MinutesAction, Meeting)
        .join(Meeting, Meeting.id == MinutesAction.meeting_id)
        .where(meetings.is_visible(actor), MinutesAction.gone_at.is_(None))
        .order_by(Meeting.starts_at.desc(), MinutesAction.position)
    )


def _of_action(row: MinutesAction, meeting: Meeting) -> Origin:
    anchor = f"action-{row.position}"
    return Origin(ACTION, meeting.id, row.block, row.text, meeting.language, "minutes.read", anchor)


def find_decisions(actor: Actor, pairs: Pairs) -> list[Origin]:
    """The decisions among them, of meetings that the actor may see."""
    wanted = set(pairs)
    texts = _texts(actor).where(Meeting.id.in_([meeting_id for meeting_id, _block in pairs]))
    made = _decisions_in(actor, session().execute(texts))
    return [origin for origin in made if (origin.meeting_id, origin.block) in wanted]


def search_decisions(actor: Actor, words: str, most: int) -> list[Origin]:
    """Decisions with these words, of the latest minutes that have them."""
    texts = _texts(actor).where(LiveProjection.text.icontains(words, autoescape=True))
    made = _decisions_in(actor, session().execute(texts.limit(_MOST_TEXTS)))
    wanted = words.casefold()
    found = (origin for origin in made if wanted in origin.words.casefold())
    return [origin for origin, _number in zip(found, range(most), strict=False)]


def _texts(actor: Actor) -> Select[Any]:
    return (
        select(Meeting, LiveProjection.content)
        .join(Minutes, Minutes.meeting_id == Meeting.id)
        .join(LiveProjection, LiveProjection.document_id == Minutes.document_id)
        .where(meetings.is_visible(actor))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )


def _decisions_in(actor: Actor, rows: Iterable[Any]) -> Iterator[Origin]:
    for meeting, content in rows:
        for said in read_decisions(hide_erased(actor, content)):
            yield Origin(
                DECISION,
                meeting.id,
                said.block,
                said.text,
                meeting.language,
                "minutes.read",
                f"decision-{said.position}",
            )


register(OriginKind(MEETING, find_meetings, search_meetings))
register(OriginKind(DECISION, find_decisions, search_decisions))
register(OriginKind(ACTION, find_actions, search_actions))
