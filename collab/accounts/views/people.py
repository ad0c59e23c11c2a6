"""The operator's list of everybody with an account."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.accounts import service
from collab.core.operators import OperatorBlueprint
from collab.core.paging import page_number

bp = OperatorBlueprint("operator_people", "collab.accounts", at="people")


def _search() -> str:
    return request.args.get("search", "").strip()[:100]


@bp.get("")
def index() -> ResponseReturnValue:
    """People by name, a page at a time, or those that fit a search."""
    found = service.list_people(current_user, _search(), page_number())
    return render_template("accounts/people.html", found=found, search=_search())


def _back() -> ResponseReturnValue:
    return redirect(url_for(".index", search=_search() or None, page=page_number()))


@bp.post("/<uuid:person_id>/suspension")
def suspend(person_id: UUID) -> ResponseReturnValue:
    """Keep somebody out, at once."""
    person = service.suspend_person(current_user, person_id)
    flash(_("%(name)s is suspended and signed out everywhere.", name=person.name), "success")
    return _back()


@bp.post("/<uuid:person_id>/resumption")
def resume(person_id: UUID) -> ResponseReturnValue:
    """Let somebody in again."""
    person = service.resume_person(current_user, person_id)
    flash(_("%(name)s can sign in again.", name=person.name), "success")
    return _back()


@bp.post("/<uuid:person_id>/right-to-found")
def change_right_to_found(person_id: UUID) -> ResponseReturnValue:
    """Give or take the right to propose cooperations."""
    may_found = request.form.get("may_found") == "1"
    person = service.change_right_to_found(current_user, person_id, may_found=may_found)
    if may_found:
        flash(_("%(name)s can propose cooperations now.", name=person.name), "success")
    else:
        flash(_("%(name)s can no longer propose cooperations.", name=person.name), "success")
    return _back()
