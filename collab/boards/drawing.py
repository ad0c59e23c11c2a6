"""Draws cards; one that was drawn already is not drawn again until something on it changes."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from flask_babel import get_locale
from markupsafe import Markup

from collab.boards.marks import Card
from collab.core.clock import now

#: of about two kilobytes each
_MOST: Final = 20_000
_Key = tuple[str, date | None, str, Card]


class _Drawn:
    """The cards drawn last."""

    def __init__(self) -> None:
        self._cards: OrderedDict[_Key, Markup] = OrderedDict()

    def find(self, key: _Key) -> Markup | None:
        """The card as it was drawn."""
        found = self._cards.get(key)
        if found is not None:
            self._cards.move_to_end(key)
        return found

    def keep(self, key: _Key, drawn: Markup) -> None:
        """Remember it, and forget the one that was not asked for longest."""
        self._cards[key] = drawn
        while len(self._cards) > _MOST:
            self._cards.popitem(last=False)


_drawn = _Drawn()


def today_of(timezone: str) -> date:
    """The date where the reader is."""
    return now().astimezone(ZoneInfo(timezone)).date()


def tasks_at(cooperation: str) -> str:
    """The address of tasks without the number at its end."""
    return url_for("tasks.show", cooperation=cooperation, number=0).removesuffix("0")


def draw_card(cooperation: str, today: date) -> Callable[[Card], Markup]:
    """A function that draws cards in the language of the running context, as on that day."""
    language = str(get_locale())
    macro: list[Callable[[Card], Markup]] = []

    def prepare() -> Callable[[Card], Markup]:
        template = current_app.jinja_env.get_template("boards/macros.html")
        module = template.make_module({"today": today, "tasks_at": tasks_at(cooperation)})
        return module.task_card  # type: ignore[no-any-return, attr-defined]

    def draw(card: Card) -> Markup:
        key = (cooperation, today if card.due_on else None, language, card)
        found = _drawn.find(key)
        if found is None:
            if not macro:
                macro.append(prepare())
            found = macro[0](card)
            _drawn.keep(key, found)
        return found

    return draw
