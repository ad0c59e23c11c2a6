"""The history of a page: versions to read, to compare, and to bring back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from collab.boards.service.people import name_members
from collab.cooperations.web import current_actor, enter
from collab.core.actor import Actor
from collab.core.db import unit_of_work
from collab.core.errors import Invalid
from collab.core.fields import note_errors
from collab.core.paging import page_number
from collab.core.web import opens_units_of_work
from collab.documents import policy
from collab.live import service as live
from collab.pages import service
from collab.pages.comparing import Change
from collab.pages.forms import VersionForm
from collab.pages.service import versions
from collab.pages.service.versions import Comparison
from collab.pages.views.blueprints import bp
from collab.pages.views.changed import ChangesRenderer, say_change
from collab.pages.views.surroundings import PageSurroundings
from collab.texts.mentions import list_mentions
from collab.texts.nodes import Node
from collab.texts.references import render_document

#: unchanged blocks that stay in sight beside a change; more are folded
_CONTEXT = 1


@dataclass(frozen=True, slots=True)
class Side:
    """A block of a comparison, as both sides show it."""

    change: Change
    said: str
    old: Markup | None
    new: Markup | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks one after the other; folded when nothing changed in them."""

    is_folded: bool
    sides: list[Side] = field(default_factory=list)


@bp.get("/<uuid:page_id>/history")
def history(page_id: UUID) -> ResponseReturnValue:
    """Every version that was kept, the latest first."""
    return _show_history(page_id, VersionForm(formdata=None))


def _show_history(page_id: UUID, form: VersionForm) -> str:
    actor, number = current_actor(), page_number()
    found = service.find_page(actor, page_id)
    return render_template(
        "pages/history.html",
        found=found,
        document=found.document,
        place=service.locate(actor, found.document),
        history=versions.list_versions(actor, page_id, number),
        number=number,
        form=form,
        can_write=policy.can_write(actor, found.standing),
    )


@bp.post("/<uuid:page_id>/history")
@opens_units_of_work
def name_version(cooperation: str, page_id: UUID) -> ResponseReturnValue:
    """Keep what the page says now under a name."""
    actor, form = enter(cooperation), VersionForm()
    if form.validate_on_submit():
        _wait_until_read(actor, page_id)
        try:
            with unit_of_work(actor.scope):
                version = versions.name_version(actor, page_id, form.name.data or "")
        except Invalid as error:
            note_errors(form, error)
        else:
            flash(_("This is kept as “%(name)s”.", name=version.name))
            return redirect(url_for(".history", page_id=page_id))
    with unit_of_work(actor.scope, writes=False):
        service.find_writable(actor, page_id)
        return _show_history(page_id, form), 422


def _wait_until_read(actor: Actor, page_id: UUID) -> None:
    """A version is of what people see, not of what the reader saw a second ago."""
    with unit_of_work(actor.scope, writes=False):
        live_id = service.find_writable(actor, page_id).live_id
    if not live.wait_until_read(actor.scope, live_id):
        raise versions.NotReadYet


@bp.get("/<uuid:page_id>/history/<int:version>")
def show_version(page_id: UUID, version: int) -> ResponseReturnValue:
    """A version to read."""
    actor = current_actor()
    found = service.find_page(actor, page_id)
    shown = versions.find_version(actor, page_id, version)
    content = versions.read_version(shown.version)
    names = name_members(list_mentions(content))
    return render_template(
        "pages/version.html",
        document=found.document,
        place=service.locate(actor, found.document),
        shown=shown,
        version=shown.version,
        rendered=render_document(content, PageSurroundings(actor, page_id, content), names=names),
        can_write=policy.can_write(actor, found.standing),
    )


@bp.get("/<uuid:page_id>/history/<int:version>/changes")
def changes(page_id: UUID, version: int) -> ResponseReturnValue:
    """What changed since a version, or up to another one: `?to=`."""
    actor = current_actor()
    found = service.find_page(actor, page_id)
    to = request.args.get("to", "")[:9]
    compared = versions.compare_versions(
        actor, page_id, version, int(to) if to.isascii() and to.isdigit() else None
    )
    return render_template(
        "pages/changes.html",
        document=found.document,
        place=service.locate(actor, found.document),
        compared=compared,
        stretches=list(_stretches(_draw(page_id, compared))),
        can_write=policy.can_write(actor, found.standing),
    )


@bp.post("/<uuid:page_id>/history/<int:version>/restoration")
@opens_units_of_work
def restore_version(cooperation: str, page_id: UUID, version: int) -> ResponseReturnValue:
    """Let the page say again what it said then."""
    actor = enter(cooperation)
    _wait_until_read(actor, page_id)
    with unit_of_work(actor.scope):
        before = versions.restore_version(actor, page_id, version)
    flash(
        _(
            "Version %(number)d is back. What stood there before is kept as version %(before)d.",
            number=version,
            before=before.number,
        )
    )
    return redirect(url_for(".show", page_id=page_id))


def _draw(page_id: UUID, compared: Comparison) -> list[Side]:
    blocks = [node for row in compared.rows for node in (row.old, row.new) if node]
    both: Node = {"type": "doc", "content": blocks}
    renderer = ChangesRenderer(
        PageSurroundings(current_actor(), page_id, both), names=name_members(list_mentions(both))
    )
    return [
        Side(
            row.change,
            say_change(row.change),
            renderer.write_block(row.old) if row.old else None,
            renderer.write_block(row.new) if row.new else None,
        )
        for row in compared.rows
    ]


def _stretches(sides: list[Side]) -> Iterator[Stretch]:
    changed = {at for at, side in enumerate(sides) if side.change is not Change.SAME}
    near = {at + step for at in changed for step in range(-_CONTEXT, _CONTEXT + 1)}
    for is_near, group in groupby(enumerate(sides), key=lambda pair: pair[0] in near):
        found = [side for _at, side in group]
        yield Stretch(is_folded=not is_near, sides=found)
