"""How long a cooperation keeps what, and what would go."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.cooperations import policy
from collab.cooperations.web import CooperationBlueprint, current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.errors import require
from collab.core.web import opens_units_of_work
from collab.privacy import retention as service
from collab.privacy.forms import RetentionForm
from collab.privacy.periods import Kind

bp = CooperationBlueprint("privacy", __name__, at="console/retention")
bp.template_folder = "../templates"


def _show(actor: Actor, form: RetentionForm, *, is_preview: bool) -> str:
    is_whole = form.validate() if is_preview else True
    outlooks = service.foresee(actor.cooperation_id, form.periods) if is_whole else []
    with unit_of_work(actor.scope, writes=False):
        current = service.find_periods()
    return render_template(
        "privacy/retention.html",
        form=form,
        kinds=list(Kind),
        outlooks=outlooks,
        is_preview=is_preview,
        is_changed=form.periods != current,
        can_govern=policy.can_govern(actor) and not actor.is_archived,
    )


@bp.get("")
@opens_units_of_work
def retention(cooperation: str) -> ResponseReturnValue:
    """The periods, and what would go now; with periods in the address, what would go with those."""
    actor = enter(cooperation)
    require(policy.can_see_console(actor))
    if set(request.args) & set(Kind):
        return _show(actor, RetentionForm(request.args, meta={"csrf": False}), is_preview=True)
    with unit_of_work(actor.scope, writes=False):
        periods = service.find_periods()
    form = RetentionForm(None, data={str(kind): months for kind, months in periods.items()})
    return _show(actor, form, is_preview=False)


@bp.post("")
def save_retention() -> ResponseReturnValue:
    """Keep things so long from now on; the next night removes what is older."""
    actor = current_actor()
    require(policy.can_govern(actor))
    form = RetentionForm()
    if not form.validate():
        return redirect(url_for(".retention"))
    service.change_periods(actor, form.periods)
    flash(_("Saved. What is older is removed within a day."), "success")
    return redirect(url_for(".retention"))
