"""The start page: what this is and how to sign in, or my work; and whether the server is well."""

from uuid import UUID

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from collab.accounts.forms import SignInForm
from collab.accounts.models import Person
from collab.cooperations import service as cooperations_service
from collab.core import draining, i18n
from collab.core.bus import bus
from collab.core.db import session
from collab.core.fields import clean_line
from collab.core.paging import page_number
from collab.core.web import opens_units_of_work, public
from collab.start import work

bp = Blueprint("start", __name__)
#: how many cooperations "my work" shows; all are a page away
PLACES = 12
#: of what somebody looks for
MAX_WORDS = 100


@bp.get("/")
@public
@opens_units_of_work
def home() -> ResponseReturnValue:
    """My work; for strangers what this is, with the form to sign in."""
    if not current_user.is_authenticated:
        return _welcome()
    me: UUID = current_user.person_id
    shows_all = request.args.get("tasks") == "all"
    language = i18n.choose_language()
    found = work.gather_work(me, current_user.email, language, all_tasks=shows_all)
    return render_template(
        "start/my_work.html",
        work=found,
        places=found.places[:PLACES],
        shows_all=shows_all,
        most=work.MOST,
    )


def _welcome() -> ResponseReturnValue:
    propose = current_app.config.get("DEMO_PEOPLE")
    return render_template(
        "start/welcome.html",
        form=SignInForm(formdata=None),
        demo_people=propose() if propose else [],
    )


@bp.get("/cooperations")
def cooperations() -> ResponseReturnValue:
    """Links to my cooperations, as a fragment for the menu inside one of them."""
    own = cooperations_service.search_own_cooperations(
        current_user.person_id, i18n.choose_language()
    )
    return render_template("start/cooperations.html", own=own)


@bp.get("/cooperations/all")
def all_cooperations() -> ResponseReturnValue:
    """My cooperations, a page at a time, to look for one by its name."""
    text = clean_line(request.args.get("find"))[:MAX_WORDS]
    own = cooperations_service.search_own_cooperations(
        current_user.person_id, i18n.choose_language(), text=text, page=page_number()
    )
    return render_template("start/all_cooperations.html", own=own, text=text)


@bp.get("/livez")
@public
def live() -> ResponseReturnValue:
    """200 while the process answers."""
    return "ok\n", {"Content-Type": "text/plain"}


@bp.get("/readyz")
@public
def ready() -> ResponseReturnValue:
    """200 when the database is there and migrated, else 503; 503 too when the process ends.

    Without its Redis a process is slower to hear of the others, and ready all the same.
    """
    if draining.is_draining():
        return "restarting\n", 503, {"Content-Type": "text/plain"}
    try:
        session().scalar(select(Person.id).limit(1))
    except SQLAlchemyError:
        return "no database\n", 503, {"Content-Type": "text/plain"}
    is_alone = bus.is_configured and not bus.is_healthy
    return "ok, without Redis\n" if is_alone else "ok\n", {"Content-Type": "text/plain"}
