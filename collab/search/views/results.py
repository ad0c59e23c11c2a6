"""One box over everything that the reader may see."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from collab.core import i18n
from collab.core.web import opens_units_of_work
from collab.search import gathering
from collab.search.gathering import MAX_QUESTION, Question
from collab.search.kinds import LABELS, Kind
from collab.search.service import Filters
from collab.search.views.addresses import ICONS, address_of
from collab.search.views.blueprint import bp

#: what narrows the results, as it stands in the address
NAMES = ("in", "group", "language", "since", "until", "author")


def _text(name: str) -> str:
    return " ".join(request.args.get(name, "").replace("\0", "").split())[:MAX_QUESTION]


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _begin(day: date | None, *, after: bool = False) -> datetime | None:
    """When the day begins, or is over, where the reader is."""
    if day is None or (after and day == date.max):
        return None
    chosen = day + timedelta(days=1) if after else day
    return datetime.combine(chosen, time(), i18n.reader_zone())


def _read_question() -> Question:
    kind = request.args.get("kind", "")
    language = request.args.get("language", "")
    return Question(
        text=_text("q"),
        place=_text("in"),
        group=_text("group"),
        kind=Kind(kind) if kind in set(Kind) else None,
        filters=Filters(
            language=language if language in i18n.offered_languages() else None,
            since=_begin(_day("since")),
            until=_begin(_day("until"), after=True),
            author=_text("author"),
        ),
        page=request.args.get("page", 1, type=int),
    )


@bp.get("/search")
@opens_units_of_work
def results() -> ResponseReturnValue:
    """What was found, with filters; an empty box when nothing was asked for."""
    me: UUID = current_user.person_id
    question = _read_question()
    found = gathering.find(me, i18n.choose_language(), question)
    return render_template(
        "search/results.html",
        question=question,
        found=found,
        labels=LABELS,
        icons=ICONS,
        address_of=address_of,
        link=_link,
        chosen={name: request.args.get(name, "") for name in NAMES},
        is_narrowed=any(request.args.get(name) for name in (*NAMES, "kind")),
    )


def _link(**changes: Any) -> str:
    """The address of this page with these things changed; None takes one out."""
    given = {name: request.args[name] for name in ("q", "kind", *NAMES) if request.args.get(name)}
    kept = {name: value for name, value in (given | changes).items() if value}
    return url_for(".results", **kept)
