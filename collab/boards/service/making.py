"""New boards: those that somebody makes, and those that minutes need for their actions."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from collab.activity import service as activity
from collab.boards import policy
from collab.boards.models import Board
from collab.boards.service import templates
from collab.boards.service.boards import MAX_NAME, check_name
from collab.cooperations.models import Cooperation
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require
from collab.core.i18n import DEFAULT_LANGUAGE, find_language, offered_languages
from collab.core.phrases import phrase, translate
from collab.groups import service as groups
from collab.groups.models import WorkingGroup

MAX_BOARDS = 200


@dataclass(frozen=True, slots=True)
class BoardPlan:
    """What a board is called, whose it is, and what it begins with."""

    name: str
    language: str
    #: None: it is the cooperation's
    group_id: UUID | None = None
    #: a key of TEMPLATES
    template: str = templates.SIMPLE.key


def may_create(actor: Actor, group_id: UUID | None) -> bool:
    """Whether the actor may make a board of that group, or of the cooperation."""
    return policy.can_arrange(actor, policy.standing(group_id, groups.own_roles(actor)))


def list_homes(actor: Actor) -> tuple[bool, list[WorkingGroup]]:
    """Where the actor may make boards: of the cooperation or not, and of which groups."""
    own = groups.own_roles(actor)
    found = [
        group
        for group in groups.list_groups(actor)
        if policy.can_arrange(actor, policy.standing(group.id, own))
    ]
    return policy.can_arrange(actor, policy.standing(None, own)), found


def create_board(actor: Actor, plan: BoardPlan) -> Board:
    """Make a board with what its template says; Invalid names the field."""
    require(may_create(actor, plan.group_id))
    if plan.group_id is not None:
        _lock_home(actor.cooperation_id, plan.group_id)  # NotFound when there is none
    template = templates.TEMPLATES.get(plan.template)
    if template is None:
        raise Invalid({"template": _l("Please choose a template.")})
    if (session().scalar(select(func.count(Board.id))) or 0) >= MAX_BOARDS:
        raise Invalid({"name": _l("A cooperation has at most %(max)d boards.", max=MAX_BOARDS)})
    name = check_name(plan.name, MAX_NAME)
    board = _make(actor.cooperation_id, plan.group_id, name, plan.language, template)
    activity.record(actor, "board.created", board.id, name=board.name)
    return board


def main_board(cooperation_id: UUID, group_id: UUID | None, language: str) -> Board:
    """The group's first open board, or the cooperation's; where there is none, a new one.

    A group's new board is named in the language of the group, the cooperation's in `language`.
    Tasks of minutes go there, so nobody in particular acts.
    """
    found = _first_open(group_id)
    if found is not None:
        return found
    group = _lock_home(cooperation_id, group_id)
    found = _first_open(group_id)  # somebody else was faster
    if found is not None:
        return found
    chosen = (
        find_language(group.language if group else language, offered_languages())
        or DEFAULT_LANGUAGE
    )
    name = group.name if group else translate(phrase("Common tasks"), chosen)
    board = _make(cooperation_id, group_id, name, chosen, templates.SIMPLE)
    activity.record_for(cooperation_id, "board.created", board.id, name=board.name)
    return board


def _first_open(group_id: UUID | None) -> Board | None:
    is_theirs = Board.group_id.is_(None) if group_id is None else Board.group_id == group_id
    return session().scalar(
        select(Board)
        .where(is_theirs, Board.archived_at.is_(None))
        .order_by(Board.position, Board.id)
        .limit(1)
    )


def _lock_home(cooperation_id: UUID, group_id: UUID | None) -> WorkingGroup | None:
    """Let nobody else make a board there until the end of the unit of work."""
    if group_id is None:
        root = select(Cooperation).where(Cooperation.id == cooperation_id)
        session().scalars(root.with_for_update(key_share=True)).one()
        return None
    wanted = select(WorkingGroup).where(WorkingGroup.id == group_id)
    group = session().scalar(wanted.with_for_update(key_share=True))
    if group is None:
        raise NotFound
    return group


def _make(
    cooperation_id: UUID,
    group_id: UUID | None,
    name: str,
    language: str,
    template: templates.BoardTemplate,
) -> Board:
    board = Board(
        id=new_id(),
        cooperation_id=cooperation_id,
        group_id=group_id,
        name=name,
        language=language,
        lanes_by=template.lanes_by,
        position=(session().scalar(select(func.max(Board.position))) or 0) + 1,
        created_at=now(),
    )
    session().add(board)
    session().flush()
    cooperation = (
        session().scalars(select(Cooperation).where(Cooperation.id == cooperation_id)).one()
    )
    templates.furnish(board.id, template, language, cooperation.languages)
    return board
