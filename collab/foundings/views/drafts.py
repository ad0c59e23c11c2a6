"""Write a cooperation down, step by step; everything typed is kept, right or wrong."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms import SelectChoice  # type: ignore[attr-defined]

from collab.cooperations import directory
from collab.core.errors import Invalid, NotFound
from collab.core.ids import parse_id
from collab.core.web import opens_units_of_work
from collab.foundings import service
from collab.foundings.forms import STEPS, StepForm
from collab.foundings.models import Founding
from collab.foundings.patterns import read_patterns
from collab.foundings.plans import MONTHS, Faults
from collab.foundings.views.blueprint import bp, landing

ROWS = {"basics": "texts", "partners": "partners", "start": "groups"}
NAMES = list(STEPS)
#: more are refused when going on
MOST_ROWS = 40


@bp.get("")
def index() -> ResponseReturnValue:
    """What I have proposed or begun, and what to begin with."""
    me = current_user.person_id
    own = service.list_own(me)
    if not current_user.may_found and not own:
        raise NotFound
    entries = directory.list_entries([each.cooperation_of for each in own if each.cooperation_of])
    removed = parse_id(request.args.get("removed", ""))
    return render_template(
        "foundings/index.html",
        foundings=own,
        entries=entries,
        patterns=list(read_patterns().values()) if current_user.may_found else [],
        removed=removed,
    )


@bp.post("")
def begin() -> ResponseReturnValue:
    """Begin with a template."""
    founding = service.begin(current_user.person_id, request.form.get("pattern", ""))
    return redirect(url_for(".step", founding_id=founding.id, step="basics"))


def _typed(founding: Founding, step: str) -> dict[str, Any]:
    """What the draft says in that step, or what the template proposes there."""
    given = founding.draft.get(step)
    if given is not None:
        return dict(given)
    plan = service.read_plan(founding)
    if step == "partners":
        rows: list[dict[str, Any]] = [
            {"kind": plan.shape.kind, "language": plan.language, "mail_language": plan.language}
            for _each in range(plan.shape.partners)
        ]
        if not current_user.is_operator:
            rows[0] = {**rows[0], "is_own": True, "language": current_user.language}
        return {"partners": rows}
    groups = plan.shape.groups_in(plan.language)
    return {
        "groups": [{"name": name, "description": words} for name, words in groups],
        "presides": "0" if groups else "",
        "slug": service.propose_slug(plan.name),
    }


def _form(founding: Founding, step: str, *, is_typed: bool) -> StepForm:
    if step not in STEPS:
        raise NotFound
    form = STEPS[step]() if is_typed else STEPS[step](formdata=None, data=_typed(founding, step))
    if step == "start":
        names = [each.name or each.short for each in service.read_plan(founding).partners]
        form["presides"].choices = [
            SelectChoice("", _("Nobody yet")),
            *(SelectChoice(str(number), name) for number, name in enumerate(names)),
        ]
    return form


def _faults(founding: Founding, step: str) -> Faults:
    person = service.find_founder(current_user.person_id)
    return service.find_faults(service.read_plan(founding), person).get(step, {})


def _show(founding: Founding, step: str, form: StepForm) -> str:
    plan = service.read_plan(founding)
    return render_template(
        f"foundings/{step}.html",
        founding=founding,
        form=form,
        step=step,
        plan=plan,
        steps=NAMES,
        months=MONTHS,
    )


@bp.get("/<uuid:founding_id>/<any(basics, partners, start):step>")
def step(founding_id: UUID, step: str) -> ResponseReturnValue:
    """One step; with `check` also what is still wrong in it."""
    service.find_founder(current_user.person_id)
    founding = service.find_draft(current_user.person_id, founding_id)
    form = _form(founding, step, is_typed=False)
    if "check" in request.args:
        form.note(_faults(founding, step))
    return _show(founding, step, form)


@bp.post("/<uuid:founding_id>/<any(basics, partners, start):step>")
def save_step(founding_id: UUID, step: str) -> ResponseReturnValue:
    """Keep what was typed; then one row more or less, the step before, or the next one."""
    me = current_user.person_id
    form = _form(service.find_draft(me, founding_id), step, is_typed=True)
    wish, _dash, number = request.form.get("go", "next").partition("-")
    typed = form.typed
    anchor = _change_rows(step, typed, wish, number)
    founding = service.save_step(me, founding_id, step, typed)
    if anchor:
        if (step, wish) == ("partners", "remove"):
            service.forget_partner(me, founding_id, int(number))
        return redirect(url_for(".step", founding_id=founding_id, step=step, _anchor=anchor))
    if wish == "later":
        return redirect(url_for(".index"))
    if wish == "back":
        return redirect(url_for(".step", founding_id=founding_id, step=_beside(step, -1)))
    faults = _faults(founding, step)
    if faults:
        form.note(faults)
        return _show(founding, step, form), 422
    following = _beside(step, 1)
    if following == step:
        return redirect(url_for(".review", founding_id=founding_id))
    return redirect(url_for(".step", founding_id=founding_id, step=following))


def _beside(step: str, way: int) -> str:
    """The step before or after; the first and the last have none and stay."""
    place = min(max(NAMES.index(step) + way, 0), len(NAMES) - 1)
    return NAMES[place]


def _change_rows(step: str, typed: dict[str, Any], wish: str, number: str) -> str:
    """Add or remove a row as the button says; where to go then, empty when it says neither."""
    rows = typed[ROWS[step]]
    if wish == "add" and len(rows) < MOST_ROWS:
        rows.append(_blank_row(step, rows))
        return f"{ROWS[step]}-{len(rows) - 1}"
    if wish == "remove" and number.isdecimal() and int(number) < len(rows):
        del rows[int(number)]
        return ROWS[step]
    return ""


def _blank_row(step: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    if step == "partners" and rows:
        return {name: rows[-1][name] for name in ("kind", "language", "mail_language")}
    return {}


@bp.get("/<uuid:founding_id>/review")
def review(founding_id: UUID) -> ResponseReturnValue:
    """What exactly will happen, and which mails go out; or back to what is still wrong."""
    me = current_user.person_id
    person = service.find_founder(me)
    founding = service.find_draft(me, founding_id)
    plan = service.read_plan(founding)
    faults = service.find_faults(plan, person)
    if faults:
        wrong = next(iter(faults))
        return redirect(url_for(".step", founding_id=founding_id, step=wrong, check=1))
    return render_template("foundings/review.html", founding=founding, plan=plan, steps=NAMES)


@bp.post("/<uuid:founding_id>/proposal")
@opens_units_of_work
def propose(founding_id: UUID) -> ResponseReturnValue:
    """Invite the founders."""
    try:
        service.propose(current_user.person_id, founding_id, link=landing)
    except Invalid as error:
        wrong = next(iter(error.fields)).partition(".")[0]
        return redirect(url_for(".step", founding_id=founding_id, step=wrong, check=1))
    return redirect(url_for(".show", founding_id=founding_id))


@bp.post("/<uuid:founding_id>/removal")
def discard(founding_id: UUID) -> ResponseReturnValue:
    """Throw the draft away; the list then offers to take that back."""
    service.discard(current_user.person_id, founding_id)
    return redirect(url_for(".index", removed=founding_id))


@bp.post("/<uuid:founding_id>/removal/undo")
def take_back(founding_id: UUID) -> ResponseReturnValue:
    """Go on with it."""
    service.take_back(current_user.person_id, founding_id)
    return redirect(url_for(".index"))
