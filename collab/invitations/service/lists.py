"""Invite many: a list is looked at first, corrected, and then sent as a whole, once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select

from collab.core.actor import Actor, Role
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import NotFound, require
from collab.invitations import policy
from collab.invitations.lists.checking import CheckedLine, Defaults, check_lines
from collab.invitations.lists.reading import Line, correct, read_list
from collab.invitations.models import InvitationList
from collab.invitations.plans import GroupPlace, InvitationPlan
from collab.invitations.service.known import learn
from collab.invitations.service.plans import checked

KEPT = timedelta(days=2)
#: lists that one person may have open; older ones go
MAX_OPEN = 5
PAGE_SIZE = 50
FIELDS = ("email", "name", "role", "groups", "language", "surplus")


@dataclass(frozen=True, slots=True)
class Preview:
    """A page of a list before it is sent: what is wrong comes first."""

    list_id: UUID
    lines: Sequence[CheckedLine]
    #: how many are in the list
    total: int
    #: how many of them have problems
    wrong: int
    page: int
    unknown_columns: Sequence[str]
    defaults: Defaults

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))

    @property
    def right(self) -> int:
        """How many can be sent."""
        return self.total - self.wrong


def prepare_list(actor: Actor, text: str, defaults: Defaults) -> UUID:
    """Keep what was pasted or uploaded, and send nothing yet; Invalid says why it is no list."""
    require(policy.can_invite_as(actor, actor.delegation_id, defaults.role))
    tidied = checked(actor, _sample(defaults))
    reading = read_list(text)
    _drop_oldest(actor)
    kept = InvitationList(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        delegation_id=actor.delegation_id,
        created_by=actor.person_id,
        created_at=now(),
        expires_at=now() + KEPT,
        defaults=_defaults_to_json(defaults, tidied.note),
        lines=[line.to_json() for line in reading.lines],
        unknown_columns=list(reading.unknown_columns),
    )
    session().add(kept)
    return kept.id


def _sample(defaults: Defaults) -> InvitationPlan:
    """A plan of which only the defaults can be wrong."""
    return InvitationPlan(
        email="somebody@example.org",
        role=defaults.role,
        language=defaults.language,
        groups=defaults.groups,
        note=defaults.note,
    )


def _drop_oldest(actor: Actor) -> None:
    ids = session().scalars(
        select(InvitationList.id)
        .where(InvitationList.created_by == actor.person_id, InvitationList.sent_at.is_(None))
        .order_by(InvitationList.created_at.desc())
        .offset(MAX_OPEN - 1)
    )
    session().execute(delete(InvitationList).where(InvitationList.id.in_(ids.all())))


def _defaults_to_json(defaults: Defaults, note: str) -> dict[str, Any]:
    return {
        "role": defaults.role,
        "language": defaults.language,
        "note": note,
        "groups": [[str(place.group_id), place.role] for place in defaults.groups],
    }


def read_defaults(kept: InvitationList) -> Defaults:
    """What holds for lines that do not say it themselves."""
    return Defaults(
        role=Role(kept.defaults["role"]),
        language=kept.defaults["language"],
        note=kept.defaults["note"],
        groups=tuple(GroupPlace(UUID(id_), Role(role)) for id_, role in kept.defaults["groups"]),
    )


def find_list(actor: Actor, list_id: UUID) -> InvitationList:
    """A list that the actor made; NotFound for everybody else, and when it was too long ago."""
    require(policy.can_invite(actor))
    found = session().scalar(
        select(InvitationList).where(
            InvitationList.id == list_id,
            InvitationList.created_by == actor.person_id,
            InvitationList.delegation_id == actor.delegation_id,
            InvitationList.expires_at > now(),
        )
    )
    if found is None:
        raise NotFound
    return found


def check_list(actor: Actor, kept: InvitationList) -> list[CheckedLine]:
    """Every line as it stands now: who has joined meanwhile shows."""
    lines = [Line(**each) for each in kept.lines]
    return list(check_lines(lines, read_defaults(kept), learn(actor, lines)))


def preview_list(actor: Actor, list_id: UUID, page: int = 1) -> Preview:
    """A page of the list, lines with problems before all others; past the end: the last."""
    kept = find_list(actor, list_id)
    found = check_list(actor, kept)
    wrong = [each for each in found if each.problems]
    ordered = wrong + [each for each in found if not each.problems]
    last = max(1, -(-len(ordered) // PAGE_SIZE))
    page = min(max(1, page), last)
    return Preview(
        list_id=kept.id,
        lines=ordered[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(ordered),
        wrong=len(wrong),
        page=page,
        unknown_columns=kept.unknown_columns,
        defaults=read_defaults(kept),
    )


def correct_list(actor: Actor, list_id: UUID, typed: Mapping[int, Mapping[str, str]]) -> None:
    """Put these lines (by index) right; an emptied line is taken out of the list."""
    kept = find_list(actor, list_id)
    if kept.sent_at is not None:
        return
    lines = [Line(**each) for each in kept.lines]
    for index, fields in typed.items():
        if 0 <= index < len(lines):
            known = {key: value for key, value in fields.items() if key in FIELDS}
            lines[index] = correct(lines[index], known)
    kept.lines = [line.to_json() for line in lines if _is_filled(line)]


def _is_filled(line: Line) -> bool:
    return any(getattr(line, name) for name in FIELDS)


def discard_list(actor: Actor, list_id: UUID) -> None:
    """Forget it; nothing was sent."""
    kept = find_list(actor, list_id)
    if kept.sent_at is None:
        session().delete(kept)
