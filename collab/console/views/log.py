"""The pages of the activity log."""

from collections.abc import Iterator
from dataclasses import replace

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.activity import chain, log
from collab.activity import service as activity
from collab.activity.log import Entry, LogFilter
from collab.console.forms import LogForm
from collab.console.service.things import Things, find_things
from collab.console.views.blueprint import bp, current_coordinator
from collab.console.views.sentences import find_said, say, write
from collab.cooperations import service as cooperations
from collab.cooperations.web import enter
from collab.cooperations.words import role_name
from collab.core import tables
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import Scope, unit_of_work
from collab.core.i18n import reader_zone
from collab.core.web import opens_units_of_work

#: lines that one piece of a download holds
PIECE = 500
#: what no number of a line reaches
MOST = 2**31 - 1


def _asked(actor: Actor) -> tuple[LogForm, LogFilter]:
    form = LogForm(
        request.values, delegations=list(cooperations.list_delegations(actor)), meta={"csrf": False}
    )
    form.validate()
    wanted = form.find(reader_zone())
    return form, replace(wanted, said=find_said(wanted.text)) if wanted.text else wanted


def _number(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number is not None and 0 < number < MOST else None


def _show(actor: Actor, **more: object) -> ResponseReturnValue:
    form, wanted = _asked(actor)
    page = log.list_log(actor, wanted, before=_number("before"), after=_number("after"))
    return render_template(
        "console/log.html",
        form=form,
        page=page,
        things=find_things(actor, page.entries),
        say=say,
        count=log.count_entries(actor),
        **more,
    )


@bp.get("/log")
def show_log() -> ResponseReturnValue:
    """Who did what, when and in which role."""
    return _show(current_coordinator())


@bp.get("/log/verification")
def verify_log() -> ResponseReturnValue:
    """The same page, with whether the chain of its lines is unbroken."""
    actor = current_coordinator()
    number, fault = chain.verify()
    return _show(actor, is_verified=True, verified=number, fault=fault, verified_at=now())


@bp.post("/log/export")
@opens_units_of_work
def export_log(cooperation: str) -> ResponseReturnValue:
    """The chosen part of the log as CSV, written while it is sent; the download is noted too."""
    actor = enter(cooperation)
    # also of an archived cooperation: what is noted is the download, nothing of its content
    with unit_of_work(Scope(cooperation_id=actor.cooperation_id)):
        current_coordinator()
        form, wanted = _asked(actor)
        last = log.count_entries(actor)
        activity.record(actor, "activity.exported", actor.cooperation_id, filters=form.values)
    name = f"{actor.cooperation_slug}-activity-{now():%Y-%m-%d}.csv"
    return Response(
        stream_with_context(tables.stream_table(_head(), _pages(actor, wanted, last + 1))),
        content_type=tables.TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _head() -> list[str]:
    return [
        _("Number"),
        _("Time (UTC)"),
        _("Person"),
        _("Role"),
        _("Delegation"),
        _("What happened"),
        _("Verb"),
        _("Subject"),
    ]


def _pages(actor: Actor, wanted: LogFilter, before: int) -> Iterator[list[list[object]]]:
    while True:
        with unit_of_work(actor.scope, writes=False):
            entries = log.read_log(actor, wanted, before=before, limit=PIECE)
            things = find_things(actor, entries)
        if not entries:
            return
        yield [_row(each, things) for each in entries]
        before = entries[-1].number


def _name(entry: Entry) -> str:
    if entry.person_id is None:
        return str(_("The installation"))
    return entry.person_name or str(_("A former member"))


def _row(entry: Entry, things: Things) -> list[object]:
    delegation = things.delegations.get(entry.delegation_id) if entry.delegation_id else None
    return [
        entry.number,
        f"{entry.at:%Y-%m-%d %H:%M:%S}",
        _name(entry),
        role_name(entry.role),
        delegation.name if delegation else "",
        write(entry, things),
        entry.verb,
        str(entry.subject_id),
    ]
