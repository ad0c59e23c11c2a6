"""What the palette shows while somebody types: commands, pages, people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from collab.core import i18n
from collab.core.names import fold
from collab.core.web import opens_units_of_work
from collab.search import gathering
from collab.search.gathering import MAX_QUESTION, Question
from collab.search.views.addresses import ICONS, address_of
from collab.search.views.blueprint import bp

#: results in the palette; the search page has the others
MOST: Final = 8
MOST_COMMANDS: Final = 6


@dataclass(frozen=True, slots=True)
class Command:
    """Somewhere to go, or something to begin."""

    label: str
    icon: str
    url: str
    #: the cooperation that it is in
    detail: str = ""
    language: str | None = None


def _own_commands() -> Iterator[Command]:
    yield Command(_("My work"), "layout-dashboard", url_for("start.home"))
    yield Command(_("Notifications"), "bell", url_for("notifications.index"))
    yield Command(_("Preferences"), "adjustments", url_for("accounts.preferences"))
    yield Command(_("Sign-in and security"), "shield-lock", url_for("accounts.security"))


def _commands_in(slug: str, name: str, language: str) -> Iterator[Command]:
    pages = (
        (_("Overview"), "home", "cooperations.show"),
        (_("Meetings"), "calendar-event", "meetings.index"),
        (_("Boards"), "layout-kanban", "boards.index"),
        (_("Tasks"), "checkbox", "tasks.index"),
        (_("Documents"), "folders", "documents.index"),
        (_("Groups"), "users-group", "groups.index"),
    )
    for label, icon, endpoint in pages:
        yield Command(label, icon, url_for(endpoint, cooperation=slug), name, language)


def _fits(command: Command, words: list[str]) -> bool:
    key = fold(f"{command.label} {command.detail}").split()
    return all(any(part.startswith(word) for part in key) for word in words)


def _list_commands(me: UUID, text: str) -> list[Command]:
    """Those that fit; of the cooperation that the reader is in when nothing is typed."""
    words = fold(text).split()
    here = request.args.get("here", "")
    places = gathering.list_places(me, i18n.choose_language())
    every = [
        command
        for one in sorted(places, key=lambda one: one.slug != here)
        if words or one.slug == here
        for command in _commands_in(one.slug, one.name, one.language)
    ]
    every = [*every, *_own_commands()] if words or here else [*_own_commands()]
    return [command for command in every if _fits(command, words)][: MOST_COMMANDS + 2]


@bp.get("/search/palette")
@opens_units_of_work
def palette() -> ResponseReturnValue:
    """The choices for what was typed so far, as options of a list box."""
    me: UUID = current_user.person_id
    text = request.args.get("q", "").replace("\0", "")[:MAX_QUESTION].strip()
    found = gathering.glance(me, i18n.choose_language(), Question(text)) if text else None
    return render_template(
        "search/palette.html",
        text=text,
        found=found,
        most=MOST,
        commands=_list_commands(me, text),
        icons=ICONS,
        address_of=address_of,
    )
