"""All cooperations, for operators: names and numbers, no content."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collab.cooperations import directory
from collab.cooperations.directory import ORDERS, State
from collab.core.fields import clean_line
from collab.core.operators import OperatorBlueprint

#: of what somebody looks for
MAX_WORDS = 100

bp = OperatorBlueprint("operator_cooperations", "collab.foundings", at="cooperations")


@bp.get("")
def index() -> ResponseReturnValue:
    """A page of the list, searched, filtered and sorted as the address says."""
    search = clean_line(request.args.get("search"))[:MAX_WORDS]
    state = request.args.get("state", "")
    order = request.args.get("order", ORDERS[0])
    page = request.args.get("page", 1, type=int)
    found = directory.list_cooperations(
        search=search,
        state=State(state) if state in set(State) else None,
        order=order if order in ORDERS else ORDERS[0],
        page=page,
    )
    return render_template(
        "foundings/operator.html", found=found, search=search, state=state, order=order
    )
