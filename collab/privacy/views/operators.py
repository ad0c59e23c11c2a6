"""How long the installation keeps what belongs to no cooperation, for its operators."""

from flask import current_app, render_template
from flask.typing import ResponseReturnValue

from collab.core.keeping import find_keeping
from collab.core.operators import OperatorBlueprint
from collab.privacy import housekeeping

bp = OperatorBlueprint("retention", __name__, at="retention")
bp.template_folder = "../templates"


@bp.get("")
def index() -> ResponseReturnValue:
    """The periods, what sets them, and how much would go now."""
    rows = [(kind, housekeeping.count_outdated(kind)) for kind in housekeeping.list_kinds()]
    contact = current_app.config["SETTINGS"].contact
    return render_template(
        "privacy/operators.html", rows=rows, contact=contact, accounts=find_keeping().accounts
    )
