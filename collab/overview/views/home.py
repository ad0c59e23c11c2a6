"""The home of a cooperation and the pages of its groups."""

from typing import Any
from uuid import UUID

from babel import Locale
from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collab.boards import service as boards
from collab.boards.drawing import today_of
from collab.cooperations import policy, service
from collab.cooperations.web import current_actor
from collab.core.actor import Actor
from collab.core.fields import clean_line
from collab.core.ids import parse_id
from collab.core.paging import page_number
from collab.documents import service as documents
from collab.groups import policy as groups_policy
from collab.groups import service as groups
from collab.groups.models import GROUP_ROLES, WorkingGroup
from collab.meetings import policy as meetings_policy
from collab.meetings import service as meetings
from collab.meetings.service import When
from collab.overview.views.blueprint import bp

NEXT = 5
#: of what somebody looks for
MAX_WORDS = 100


@bp.app_template_filter("country_name")
def country_name(code: str) -> str:
    """The country of an ISO 3166-1 code in the reader's language."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code, code))


@bp.get("")
def show() -> ResponseReturnValue:
    """What this cooperation is, who is in it, and what comes next."""
    actor = current_actor()
    return render_template(
        "cooperations/show.html",
        cooperation=service.find_cooperation(actor),
        delegations=service.list_delegations(actor),
        sizes=service.count_members(actor),
        groups=groups.list_groups(actor),
        counts=groups.count_members(actor),
        coming=meetings.list_meetings(actor, When.COMING).meetings[:NEXT],
        mine=meetings.list_my_next_meetings(actor, 1),
        can_plan=meetings.may_plan(actor) and not actor.is_archived,
        can_list_members=policy.can_list_members(actor),
    )


@bp.get("/groups/<group>")
def group(group: str) -> ResponseReturnValue:
    """A working group: its members, next and past meetings."""
    actor = current_actor()
    found = groups.find_group(actor, group)
    own_role = groups.own_roles(actor).get(found.id)
    roles = frozenset({own_role} if own_role else ())
    at = meetings_policy.Standing(is_plenary=False, roles=roles)
    is_writable = not actor.is_archived
    its_boards = boards.list_boards(actor, group_id=found.id)
    can_place = is_writable and groups_policy.can_place(actor, actor.delegation_id, own_role)
    return render_template(
        "groups/show.html",
        group=found,
        page=groups.list_group_members(actor, found.id, page_number("people")),
        roles=GROUP_ROLES,
        coming=meetings.list_meetings(actor, When.COMING, group_id=found.id).meetings[:NEXT],
        past=meetings.list_meetings(actor, When.PAST, group_id=found.id).meetings[:NEXT],
        can_plan=is_writable and meetings_policy.can_manage(actor, at),
        can_arrange=is_writable and groups_policy.can_arrange(actor),
        own_delegation_id=actor.delegation_id if can_place else None,
        placeable=_placeable(actor, found.id) if can_place else None,
        boards=its_boards,
        board_counts=boards.count_open((one.id for one in its_boards), today_of(actor.timezone)),
        can_arrange_boards=boards.may_create(actor, found.id),
        documents=documents.list_recent(actor, found.id, NEXT),
        can_add_documents=documents.may_add(actor, found.id),
        removed=_removed(actor, found),
    )


def _placeable(actor: Actor, group_id: UUID) -> dict[str, Any]:
    """Whom the actor may put into the group, narrowed by what they looked for."""
    words = clean_line(request.args.get("find"))[:MAX_WORDS]
    people, has_more = groups.list_placeable(actor, group_id, words)
    return {"people": people, "has_more": has_more, "words": words}


def _removed(actor: Actor, found: WorkingGroup) -> dict[str, Any] | None:
    """Who was just taken out of the group, to take that back."""
    membership_id = parse_id(request.args.get("removed", ""))
    name = groups.find_removed_name(actor, found, membership_id) if membership_id else None
    role = request.args.get("role", "")
    return {"id": membership_id, "name": name, "role": role} if name else None
