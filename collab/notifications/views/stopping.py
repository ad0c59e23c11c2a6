"""The link in each mail that turns it off: for whoever has the mail, signed in or not."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.core.db import Scope, unit_of_work
from collab.core.web import csrf, opens_units_of_work, public
from collab.notifications import service
from collab.notifications.models import Kind, Pace
from collab.notifications.tokens import Stop, signer
from collab.notifications.views.blueprints import notifications as bp
from collab.notifications.words import KINDS


@bp.get("/notifications/stop/<token>")
@public
@opens_units_of_work
def stop(token: str) -> ResponseReturnValue:
    """Say which mails end; mail programs that look at links change nothing."""
    return _show("notifications/stop.html", signer.read(token), token)


@bp.post("/notifications/stop/<token>")
@csrf.exempt  # mail programs send it with one click; the signed token says who asks
@public
@opens_units_of_work
def stop_now(token: str) -> ResponseReturnValue:
    """Send no more of them."""
    asked = signer.read(token)
    with unit_of_work(Scope(asked.cooperation_id)):
        before = service.stop_mails(asked)
    return _show("notifications/stopped.html", asked, token, before=before)


@bp.post("/notifications/stop/<token>/undo")
@public
@opens_units_of_work
def resume(token: str) -> ResponseReturnValue:
    """Send them again as before."""
    asked = signer.read(token)
    with unit_of_work(Scope(asked.cooperation_id)):
        service.resume_mails(asked, dict(_read_before(request.form.items())))
    flash(_("You get these mails again."), "success")
    return redirect(url_for(".stop", token=token))


def _read_before(fields: Iterable[tuple[str, str]]) -> Iterable[tuple[Kind, Pace]]:
    """What the form remembers; whatever else it holds is left out."""
    kinds, paces = set(Kind), set(Pace)
    return [(Kind(name), Pace(value)) for name, value in fields if name in kinds and value in paces]


def _show(template: str, asked: Stop, token: str, **values: object) -> str:
    with unit_of_work(Scope(asked.cooperation_id), writes=False):
        cooperation, person = service.find_stopped(asked)
        name = cooperation.name_in(person.language)
        language = cooperation.language_of("name", person.language)
    kind = KINDS[Kind(asked.what)] if asked.what in set(Kind) else None
    return render_template(
        template, token=token, kind=kind, cooperation=name, language_of=language, **values
    )
