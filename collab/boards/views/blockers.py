"""What a task waits for."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from collab.boards.part_forms import BlockerForm
from collab.boards.service import blockers as service
from collab.boards.service.parts import may_work
from collab.boards.views.blueprints import tasks as bp
from collab.boards.views.part_pages import back, find_allowed, save, show_form
from collab.cooperations.web import current_actor
from collab.core.errors import Invalid

ANCHOR = "blockers"


@bp.post("/<int:number>/blockers")
def add_blocker(number: int) -> ResponseReturnValue:
    """Let the task wait for another one."""
    found = find_allowed(number, may_work)
    form = BlockerForm()
    if save(form, lambda: _add(number, form.number)):
        return back(number, ANCHOR)
    words = {"heading": _("Wait for another task"), "submit": _("Add")}
    return show_form(found, form, anchor=ANCHOR, **words), 422


def _add(number: int, blocker: int | None) -> None:
    if blocker is None:
        raise Invalid({"blocker": _l("Please enter the number of a task.")})
    service.add_blocker(current_actor(), number, blocker)


@bp.post("/<int:number>/blockers/<int:blocker>/removal")
def remove_blocker(number: int, blocker: int) -> ResponseReturnValue:
    """Let the task wait for it no longer; the page then offers to take that back."""
    service.remove_blocker(current_actor(), number, blocker)
    return back(number, ANCHOR, removed_blocker=blocker)
