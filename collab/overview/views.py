"""The home of a cooperation, and its members."""

from uuid import UUID

from babel import Locale
from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from collab.cooperations import policy, service
from collab.cooperations.service import Member
from collab.cooperations.web import CooperationBlueprint, current_actor, parse_id
from collab.core.actor import Actor, Role
from collab.core.errors import Invalid
from collab.groups import policy as groups_policy
from collab.groups import service as groups
from collab.meetings import policy as meetings_policy
from collab.meetings import service as meetings
from collab.meetings.service import When

# links say cooperations.show, wherever the page is made
bp = CooperationBlueprint("cooperations", __name__)
NEXT = 5


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
        groups=groups.list_groups(actor),
        counts=groups.count_members(actor),
        coming=meetings.list_meetings(actor, When.COMING).meetings[:NEXT],
        mine=meetings.list_my_next_meetings(actor, 1),
        can_plan=meetings_policy.can_plan(actor),
        can_list_members=policy.can_list_members(actor),
    )


@bp.get("/groups/<group>")
def group(group: str) -> ResponseReturnValue:
    """A working group: its members, next and past meetings."""
    actor = current_actor()
    found = groups.find_group(actor, group)
    inside = groups.list_group_members(actor, found.id)
    is_in = any(each.membership_id == actor.membership_id for each in inside)
    everybody = service.list_names(actor)
    at = meetings_policy.Standing(is_plenary=False, is_in_group=is_in)
    removed_id = parse_id(request.args.get("removed", ""))
    return render_template(
        "groups/show.html",
        group=found,
        members=inside,
        coming=meetings.list_meetings(actor, When.COMING, group_id=found.id).meetings[:NEXT],
        past=meetings.list_meetings(actor, When.PAST, group_id=found.id).meetings[:NEXT],
        can_plan=meetings_policy.can_manage(actor, at),
        can_arrange=groups_policy.can_arrange(actor),
        placed=_placed(actor, everybody, is_in_group=is_in),
        removed=next((each for each in everybody if each.membership_id == removed_id), None),
    )


def _placed(actor: Actor, everybody: list[Member], *, is_in_group: bool) -> list[Member]:
    """Whom the actor may put into the group or take out of it."""
    return [
        each
        for each in everybody
        if groups_policy.can_place(actor, each.delegation_id, is_in_group=is_in_group)
    ]


@bp.get("/members")
def members() -> ResponseReturnValue:
    """Everybody, by delegation, with their role and groups."""
    actor = current_actor()
    everybody = service.list_members(actor)
    ended_id = parse_id(request.args.get("ended", ""))
    return render_template(
        "cooperations/members.html",
        delegations=service.list_delegations(actor),
        members=everybody,
        groups_of=groups.list_groups_by_member(actor),
        roles=list(Role),
        managed=frozenset(
            each.membership_id
            for each in everybody
            if policy.can_manage_members_of(actor, each.delegation_id)
            and each.membership_id != actor.membership_id
        ),
        ended=service.find_ended(actor, ended_id) if ended_id else None,
    )


@bp.post("/members/<uuid:membership_id>/role")
def change_role(membership_id: UUID) -> ResponseReturnValue:
    """Give a member of my delegation another role."""
    role = request.form.get("role", "")
    if role not in set(Role):
        raise Invalid
    service.change_role(current_actor(), membership_id, Role(role))
    return redirect(url_for(".members", _anchor=f"member-{membership_id}"))


@bp.post("/members/<uuid:membership_id>/end")
def end_membership(membership_id: UUID) -> ResponseReturnValue:
    """Take a member of my delegation out of the cooperation."""
    service.end_membership(current_actor(), membership_id)
    return redirect(url_for(".members", ended=membership_id))


@bp.post("/members/<uuid:membership_id>/end/undo")
def resume_membership(membership_id: UUID) -> ResponseReturnValue:
    """Let them be a member again."""
    service.resume_membership(current_actor(), membership_id)
    return redirect(url_for(".members", _anchor=f"member-{membership_id}"))
