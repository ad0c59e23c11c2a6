"""The list of members, and what coordinators do with those of their own delegation."""

from typing import Any, TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations import policy, service
from collab.cooperations.errors import MemberChanged
from collab.cooperations.service import ListedMember, MemberQuery, MemberSort, MemberState
from collab.cooperations.web import current_actor
from collab.core.actor import Actor, Role
from collab.core.errors import Conflict, Invalid
from collab.core.fields import clean_line
from collab.core.ids import parse_id
from collab.core.paging import page_number
from collab.groups import service as groups
from collab.overview.views.blueprint import bp

#: of what somebody looks for
MAX_WORDS = 100
Choice = TypeVar("Choice", Role, MemberSort, MemberState)


def _choice(kind: type[Choice], name: str) -> Choice | None:
    """What the address says, if it is one of these."""
    text = request.args.get(name, "")
    return kind(text) if text in set(kind) else None


def _read_query() -> MemberQuery:
    return MemberQuery(
        text=clean_line(request.args.get("find"))[:MAX_WORDS],
        delegation_id=parse_id(request.args.get("delegation", "")),
        role=_choice(Role, "role"),
        state=_choice(MemberState, "state"),
        sort=_choice(MemberSort, "sort") or MemberSort.DELEGATION,
        page=page_number(),
    )


@bp.get("/members")
def members() -> ResponseReturnValue:
    """A page of the members, by delegation unless sorted otherwise, with role and groups."""
    return _show()


def _show(problem: Conflict | None = None) -> ResponseReturnValue:
    actor, query = current_actor(), _read_query()
    page = service.list_members(actor, query)
    ids = [each.member.membership_id for each in page.members]
    html = render_template(
        "cooperations/members.html",
        query=query,
        page=page,
        problem=problem,
        delegations=service.list_delegations(actor),
        groups_of=groups.list_groups_by_member(actor, ids),
        group_roles=groups.list_group_roles(actor, ids),
        roles=_roles_to_give(actor),
        can_manage=policy.can_manage_members_of(actor, actor.delegation_id),
        changeable=frozenset(_changeable(actor, page.members)),
        undo=_undo(actor),
        **_links(query),
    )
    return html if problem is None else (html, problem.status)


def _changeable(actor: Actor, listed: list[ListedMember]) -> list[UUID]:
    return [
        each.member.membership_id
        for each in listed
        if policy.can_change_member(actor, each.member.delegation_id, each.member.role)
        and each.member.membership_id != actor.membership_id
    ]


def _roles_to_give(actor: Actor) -> list[Role]:
    return [role for role in Role if policy.can_give_role(actor, actor.delegation_id, role)]


def _undo(actor: Actor) -> dict[str, Any] | None:
    """Whose membership was just ended, to take that back."""
    membership_id = parse_id(request.args.get("ended", ""))
    found = service.find_ended(actor, membership_id) if membership_id else None
    return {"id": membership_id, "name": found[0], "version": found[1]} if found else None


def _links(query: MemberQuery) -> dict[str, Any]:
    """Addresses of the same list, sorted otherwise or at another page."""
    asked: dict[str, Any] = {
        "find": query.text or None,
        "delegation": query.delegation_id,
        "role": query.role,
        "state": query.state,
        "sort": query.sort if query.sort is not MemberSort.DELEGATION else None,
    }

    def sorted_by(sort: str) -> str:
        return url_for(".members", **asked | {"sort": sort})

    def page_url(number: int) -> str:
        return url_for(".members", **asked, page=number)

    return {"sorted_by": sorted_by, "page_url": page_url, "is_narrowed": _is_narrowed(query)}


def _is_narrowed(query: MemberQuery) -> bool:
    return any((query.text, query.delegation_id, query.role, query.state))


def _version() -> int:
    """What the form showed; what is no number is no version that ever was."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _back(membership_id: UUID, words: str) -> ResponseReturnValue:
    flash(words, "success")
    find = clean_line(request.form.get("find"))[:MAX_WORDS] or None
    return redirect(url_for(".members", find=find, _anchor=f"member-{membership_id}"))


@bp.post("/members/<uuid:membership_id>/role")
def change_role(membership_id: UUID) -> ResponseReturnValue:
    """Give a member of my delegation another role."""
    role = request.form.get("role", "")
    if role not in set(Role):
        raise Invalid
    try:
        service.change_role(current_actor(), membership_id, Role(role), _version())
    except MemberChanged as problem:
        return _show(problem)
    return _back(membership_id, _("The role is changed."))


@bp.post("/members/<uuid:membership_id>/suspension")
def suspend_member(membership_id: UUID) -> ResponseReturnValue:
    """Keep a member of my delegation out for the time being."""
    try:
        service.suspend_member(current_actor(), membership_id, _version())
    except MemberChanged as problem:
        return _show(problem)
    return _back(membership_id, _("The member is suspended and cannot come in any more."))


@bp.post("/members/<uuid:membership_id>/suspension/undo")
def resume_member(membership_id: UUID) -> ResponseReturnValue:
    """Let a suspended member of my delegation in again."""
    try:
        service.resume_member(current_actor(), membership_id, _version())
    except MemberChanged as problem:
        return _show(problem)
    return _back(membership_id, _("The member can come in again."))


@bp.post("/members/<uuid:membership_id>/end")
def end_membership(membership_id: UUID) -> ResponseReturnValue:
    """Take a member of my delegation out of the cooperation; the page offers to undo it."""
    try:
        service.end_membership(current_actor(), membership_id, _version())
    except MemberChanged as problem:
        return _show(problem)
    return redirect(url_for(".members", ended=membership_id))


@bp.post("/members/<uuid:membership_id>/end/undo")
def take_back(membership_id: UUID) -> ResponseReturnValue:
    """Let somebody be a member again whose membership was ended."""
    try:
        service.take_back(current_actor(), membership_id, _version())
    except MemberChanged as problem:
        return _show(problem)
    return _back(membership_id, _("They are a member again."))
