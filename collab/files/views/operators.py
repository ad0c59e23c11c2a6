"""How much a cooperation may store, said by operators."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import NumberRange, Optional

from collab.cooperations import directory
from collab.cooperations.directory import DirectoryEntry
from collab.core.db import GLOBAL, Scope, unit_of_work
from collab.core.errors import NotFound
from collab.core.operators import OperatorBlueprint
from collab.core.web import opens_units_of_work
from collab.files import service
from collab.files.limits import GB, limits
from collab.files.service import Usage

bp = OperatorBlueprint("operator_storage", "collab.files", at="storage")


class QuotaForm(FlaskForm):
    """How much a cooperation may store."""

    most = IntegerField(
        _l("Gigabytes it may store"),
        validators=[Optional(), NumberRange(1, 1_000_000, _l("Please enter a number above zero."))],
    )


@bp.get("/<slug>")
@opens_units_of_work
def show(slug: str) -> ResponseReturnValue:
    """How much the cooperation stores, and the form for how much it may."""
    entry = _find(slug)
    usage = _measure(entry)
    is_usual = usage.most == limits.quota
    form = QuotaForm(formdata=None, most=None if is_usual else usage.most // GB)
    return _show(entry, usage, form)


@bp.post("/<slug>")
@opens_units_of_work
def save(slug: str) -> ResponseReturnValue:
    """Let it store that much; nothing entered: as much as any other."""
    entry, form = _find(slug), QuotaForm()
    if not form.validate_on_submit():
        return _show(entry, _measure(entry), form), 422
    with unit_of_work(Scope(entry.id)):
        service.set_quota(entry.id, form.most.data * GB if form.most.data else None)
    flash(_("The changes are saved."))
    return redirect(url_for(".show", slug=slug))


def _find(slug: str) -> DirectoryEntry:
    with unit_of_work(GLOBAL, writes=False):
        entry = directory.find_entry(slug)
    if entry is None:
        raise NotFound
    return entry


def _measure(entry: DirectoryEntry) -> Usage:
    with unit_of_work(Scope(entry.id), writes=False):
        return service.measure_cooperation()


def _show(entry: DirectoryEntry, usage: Usage, form: QuotaForm) -> str:
    with unit_of_work(GLOBAL, writes=False):
        return render_template(
            "files/storage.html", entry=entry, usage=usage, form=form, usual=limits.quota
        )
