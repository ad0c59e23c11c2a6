"""What each role may do, and who has which."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from collab.console import rights
from collab.console.service.places import list_places
from collab.console.views.blueprint import bp, current_coordinator


@bp.get("/roles")
def show_roles() -> ResponseReturnValue:
    """Which role may do what, and who has which role in which group."""
    actor = current_coordinator()
    return render_template(
        "console/roles.html",
        roles=rights.ROLES,
        cells=rights.CELLS,
        labels=rights.LABELS,
        headings=rights.SECTIONS,
        sections=rights.list_sections(),
        places=list_places(actor, request.args.get("page", 1, type=int)),
    )
