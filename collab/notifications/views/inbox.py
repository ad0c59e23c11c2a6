"""The bell and its page, over all cooperations."""

from uuid import UUID

from flask import flash, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from collab.core import i18n
from collab.core.web import opens_units_of_work
from collab.notifications import gathering
from collab.notifications.views.blueprints import notifications as bp


@bp.get("/notifications")
@opens_units_of_work
def index() -> ResponseReturnValue:
    """What I was told, the newest first."""
    me: UUID = current_user.person_id
    inbox = gathering.list_everywhere(me, i18n.choose_language())
    return render_template("notifications/index.html", inbox=inbox)


@bp.get("/notifications/count")
@opens_units_of_work
def count() -> ResponseReturnValue:
    """How much I have not read, for the bell: the number, and the words for it."""
    me: UUID = current_user.person_id
    unread = gathering.count_everywhere(me, i18n.choose_language())
    words = ngettext("%(num)d new notification", "%(num)d new notifications", unread)
    return jsonify(count=unread, words=words if unread else "")


@bp.post("/notifications/read")
@opens_units_of_work
def read_all() -> ResponseReturnValue:
    """Mark all of them as read."""
    me: UUID = current_user.person_id
    gathering.read_everywhere(me, i18n.choose_language())
    flash(_("All notifications are marked as read."), "success")
    return redirect(url_for(".index"))
