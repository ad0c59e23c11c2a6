"""The devices I am signed in with."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from collab.accounts import service
from collab.accounts.devices import name_device
from collab.accounts.views.blueprint import bp


@bp.get("/account/sessions")
def sessions() -> ResponseReturnValue:
    """The devices I am signed in with."""
    found = service.list_sessions(current_user.person_id)
    rows = [(one, name_device(one.user_agent)) for one in found]
    return render_template("accounts/sessions.html", rows=rows)


@bp.post("/account/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """Sign one device out."""
    service.end_session(current_user.person_id, session_id)
    flash(_("This device is signed out."), "success")
    return redirect(url_for("accounts.sessions"))


@bp.post("/account/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """Sign every other device out."""
    ended = service.end_other_sessions(current_user.person_id, current_user.session_id)
    flash(
        ngettext(
            "%(num)d other device is signed out.", "%(num)d other devices are signed out.", ended
        ),
        "success",
    )
    return redirect(url_for("accounts.sessions"))
