"""My own membership: role, groups, who sees my address, deputies, a successor."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations import policy, service
from collab.cooperations.web import current_actor
from collab.core.actor import Role
from collab.core.clock import now
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.ids import parse_id
from collab.core.web import works_when_archived
from collab.groups import service as groups
from collab.overview.forms import DeputyForm, SuccessorForm
from collab.overview.views.blueprint import bp


@bp.get("/membership")
def membership() -> ResponseReturnValue:
    """What I am here, and what others see of me."""
    return _show()


def _forms(*, is_typed: bool = False) -> dict[str, Any]:
    """The forms of coordinators; those that were not sent stay fresh."""
    actor = current_actor()
    if not policy.can_name_deputies(actor, actor.delegation_id):
        return {"deputy_form": None, "successor_form": None}
    people = service.list_candidates(actor, _meant())
    standing_in = [each for each in people if each.role not in (Role.COORDINATOR, Role.GUEST)]
    meant = {"member": request.args.get("member", "")}
    options: dict[str, Any] = {} if is_typed else {"formdata": None}
    return {
        "deputy_form": DeputyForm(standing_in, data=meant | {"starts_on": now().date()}, **options),
        "successor_form": SuccessorForm(people, data=meant, **options),
    }


def _meant() -> UUID | None:
    """The member whom the page was opened for, or whom a form names."""
    sent = request.form.get("deputy-member") or request.form.get("successor-member")
    return parse_id(sent or request.args.get("member", ""))


def _show(forms: dict[str, Any] | None = None) -> ResponseReturnValue:
    actor = current_actor()
    deputies = []
    if policy.can_list_members(actor):
        deputies = service.list_deputies(actor, actor.delegation_id)
    page = render_template(
        "cooperations/membership.html",
        own=service.find_own_membership(actor),
        delegation=next(
            each for each in service.list_delegations(actor) if each.id == actor.delegation_id
        ),
        groups=groups.list_groups_by_member(actor, [actor.membership_id]).get(
            actor.membership_id, []
        ),
        group_roles=groups.own_roles(actor),
        deputies=deputies,
        can_share=not policy.is_guest(actor),
        **(forms or _forms()),
    )
    return page if forms is None else (page, 422)


@bp.post("/membership/address")
def share_address() -> ResponseReturnValue:
    """Say whether members of other delegations may see my address."""
    is_shared = request.form.get("shares_address") == "yes"
    service.share_address(current_actor(), is_shared=is_shared)
    flash(_("The changes are saved."), "success")
    return redirect(url_for(".membership", _anchor="address"))


@bp.post("/membership/deputies")
def name_deputy() -> ResponseReturnValue:
    """Let a member of my delegation stand in for me."""
    actor = current_actor()
    require(policy.can_name_deputies(actor, actor.delegation_id))
    forms = _forms(is_typed=True)
    form: DeputyForm = forms["deputy_form"]
    if not form.validate_on_submit():
        return _show(_forms() | {"deputy_form": form})
    try:
        service.name_deputy(actor, UUID(form.member.data), *form.days)
    except Invalid as error:
        note_errors(form, error)
        return _show(_forms() | {"deputy_form": form})
    flash(_("The deputy is named."), "success")
    return redirect(url_for(".membership", _anchor="deputies"))


@bp.post("/membership/deputies/<uuid:deputy_id>/revocation")
def revoke_deputy(deputy_id: UUID) -> ResponseReturnValue:
    """End a deputy's rights at once."""
    service.revoke_deputy(current_actor(), deputy_id)
    flash(_("They are not a deputy any more."), "success")
    return redirect(url_for(".membership", _anchor="deputies"))


@bp.post("/membership/successor")
def hand_over_coordination() -> ResponseReturnValue:
    """Make somebody of my delegation a coordinator, and step back if I want."""
    actor = current_actor()
    require(policy.is_coordinator(actor))
    forms = _forms(is_typed=True)
    form: SuccessorForm = forms["successor_form"]
    if not form.validate_on_submit():
        return _show(_forms() | {"successor_form": form})
    successor = service.find_membership(actor, UUID(form.member.data))
    service.hand_over_coordination(
        actor, successor.id, successor.version, steps_back=bool(form.steps_back.data)
    )
    flash(_("The coordination is handed over."), "success")
    return redirect(url_for(".membership"))


@bp.post("/membership/end")
@works_when_archived
def leave() -> ResponseReturnValue:
    """End my own membership; the last coordinator of a delegation names a successor first."""
    actor = current_actor()
    service.leave(actor)
    flash(_("You have left %(name)s.", name=actor.cooperation_name), "success")
    return redirect(url_for("start.home"))
