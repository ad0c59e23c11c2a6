"""The presidency: its terms, whose turn is next, and handing it over."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.console.forms import FirstTermForm, HandoverForm, TermForm
from collab.console.service.terms import list_past, plan_days
from collab.console.views.blueprint import bp, current_coordinator
from collab.cooperations import policy, service
from collab.cooperations.models import Delegation
from collab.cooperations.service import Term
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.errors import Invalid, require
from collab.core.fields import note_errors
from collab.core.ids import parse_id


def _form(actor: Actor, terms: Sequence[Term], delegations: Sequence[Delegation]) -> FirstTermForm:
    """The form for the next term, or for the first one where nobody presides."""
    proposed = service.propose_next_delegation(actor)
    first, last = plan_days(terms)
    values = {"delegation": str(proposed.id) if proposed else None, "ends_on": last}
    if all(term.is_over for term in terms):
        return FirstTermForm(formdata=None, delegations=delegations, data=values)
    return TermForm(formdata=None, delegations=delegations, data=values | {"starts_on": first})


def _page(actor: Actor, form: FirstTermForm | None = None) -> str:
    terms, delegations = service.list_terms(actor), service.list_delegations(actor)
    current = next((term for term in terms if term.is_current), None)
    past = list_past(actor, terms)
    noted = service.list_checks(actor) if any(each.checklist for each in past) else []
    return render_template(
        "console/presidency.html",
        terms=terms,
        current=current,
        past=past,
        checks={each.check.name: each.check.label for each in noted},
        delegations=delegations,
        may_govern=policy.can_govern(actor),
        may_hand_over=_may_hand_over(actor, current),
        today=now().date(),
        removed=_removed(),
        form=form or _form(actor, terms, delegations),
    )


def _may_hand_over(actor: Actor, current: Term | None) -> bool:
    is_own = current is not None and current.delegation.id == actor.delegation_id
    return is_own and policy.can_govern(actor)


def _removed() -> dict[str, str] | None:
    """The planned term that was just taken back, to plan it again."""
    names = ("delegation", "starts_on", "ends_on")
    found = {name: request.args[name] for name in names if name in request.args}
    return found if len(found) == len(names) else None


@bp.get("/presidency")
def show_presidency() -> ResponseReturnValue:
    """Who presides, who did, and who comes next."""
    return _page(current_coordinator())


@bp.post("/presidency/terms")
def plan_term() -> ResponseReturnValue:
    """Plan the next term."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = TermForm(delegations=service.list_delegations(actor))
    if not form.validate_on_submit():
        return _page(actor, form), 422
    try:
        service.plan_term(actor, form.delegation_id, form.first_day, form.last_day)
    except Invalid as error:
        note_errors(form, error)
        return _page(actor, form), 422
    flash(_("The term is planned."), "success")
    return redirect(url_for(".show_presidency"))


@bp.post("/presidency/start")
def start_first_term() -> ResponseReturnValue:
    """Let a delegation preside from today on, where none does."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = FirstTermForm(delegations=service.list_delegations(actor))
    if not form.validate_on_submit():
        return _page(actor, form), 422
    try:
        service.start_first_term(actor, form.delegation_id, form.last_day)
    except Invalid as error:
        note_errors(form, error)
        return _page(actor, form), 422
    flash(_("The presidency has begun."), "success")
    return redirect(url_for(".show_presidency"))


@bp.post("/presidency/terms/<uuid:term_id>/removal")
def cancel_term(term_id: UUID) -> ResponseReturnValue:
    """Take a planned term back; the page then offers to plan it again."""
    actor = current_coordinator()
    planned = {term.row.id: term.row for term in service.list_terms(actor)}
    service.cancel_term(actor, term_id)
    row = planned[term_id]
    return redirect(
        url_for(
            ".show_presidency",
            delegation=row.delegation_id,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
        )
    )


@bp.post("/presidency/rotation")
def move_delegation() -> ResponseReturnValue:
    """Move a delegation up or down in the rotation."""
    actor = current_coordinator()
    chosen = parse_id(request.form.get("delegation", ""))
    order = [each.id for each in service.list_delegations(actor)]
    steps = {"up": -1, "down": 1}
    step = steps.get(request.form.get("direction", ""))
    if chosen not in order or step is None:
        raise Invalid
    here = order.index(chosen)
    there = min(max(here + step, 0), len(order) - 1)
    order.insert(there, order.pop(here))
    service.reorder_delegations(actor, order)
    return redirect(url_for(".show_presidency", _anchor="rotation"))


@bp.get("/presidency/handover")
def show_handover() -> ResponseReturnValue:
    """What to look at before the presidency goes on."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    return _handover_page(actor)


def _handover_page(actor: Actor, form: HandoverForm | None = None) -> str:
    current = service.current_term(actor)
    return render_template(
        "console/handover.html",
        current=current,
        following=service.next_term(actor),
        items=service.list_checks(actor),
        may_hand_over=_may_hand_over(actor, current),
        form=form
        or HandoverForm(formdata=None, data={"term": str(current.row.id) if current else ""}),
    )


@bp.post("/presidency/handover")
def hand_over() -> ResponseReturnValue:
    """Hand the presidency to the next planned delegation; that is noted with what was open."""
    actor = current_coordinator()
    require(policy.can_govern(actor))
    form = HandoverForm()
    if not form.validate_on_submit():
        return _handover_page(actor, form), 422
    service.hand_over(actor, form.note.data or "", parse_id(form.term.data or ""))
    flash(_("The presidency is handed over."), "success")
    return redirect(url_for(".show_presidency"))
