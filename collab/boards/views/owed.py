"""What a region owes: its own tasks by person, and how the delegations compare."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.boards.listing import Due, Grouping, Order, TaskFilter
from collab.boards.owners import delegation
from collab.boards.service import lists, owing
from collab.boards.service.owing import OwedCount
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.headings import head_tasks
from collab.cooperations import service as cooperations
from collab.cooperations.models import Delegation
from collab.cooperations.web import current_actor
from collab.core.ids import parse_id
from collab.core.paging import page_number
from collab.core.plots import Plot, Row, draw


@bp.get("/owed")
def owed() -> ResponseReturnValue:
    """What a delegation and its people owe; the reader's own unless the address names another."""
    actor = current_actor()
    known = {each.id: each for each in cooperations.list_delegations(actor)}
    wanted_id = parse_id(request.args.get("of", ""))
    chosen = known.get(wanted_id or actor.delegation_id) or known[actor.delegation_id]
    only_late = request.args.get("due") == Due.OVERDUE
    wanted = TaskFilter(
        owner=delegation(chosen.id),
        due=Due.OVERDUE if only_late else None,
        grouping=Grouping.PERSON,
        order=Order.DUE,
    )
    counts = owing.count_owed(actor)
    page = lists.list_tasks(actor, wanted, page=page_number())
    return render_template(
        "tasks/owed.html",
        chosen=chosen,
        delegations=known,
        counts=counts,
        page=page,
        only_late=only_late,
        groups=head_tasks(actor, Grouping.PERSON, page.tasks),
        drawing=_draw(counts, known),
    )


def _draw(counts: Sequence[OwedCount], known: Mapping[UUID, Delegation]) -> Plot:
    rows = [
        Row(of.short, (each.overdue, each.open - each.overdue, each.done), str(each.open))
        for each in counts
        if each.delegation_id and (of := known.get(each.delegation_id))
    ]
    return draw(rows, [_("Overdue"), _("Not done"), _("Done")])
