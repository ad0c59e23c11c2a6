"""Boards as Nextcloud Deck exports them: a JSON object of boards with stacks of cards."""

import colorsys
import re
from collections.abc import Iterator
from typing import Final

from flask_babel import lazy_gettext as _l

from collab.boards.imports.checking import Dates, Row, Sorted
from collab.boards.imports.plans import Left, Reading, Source
from collab.boards.imports.shapes import Object, objects_of, place_of, text_of
from collab.boards.models import Color
from collab.core.errors import Invalid

#: hues in degrees up to which a colour is called so
_HUES: Final = (
    (18, Color.RED),
    (42, Color.ORANGE),
    (68, Color.YELLOW),
    (160, Color.GREEN),
    (195, Color.TEAL),
    (255, Color.BLUE),
    (330, Color.PURPLE),
    (361, Color.RED),
)
_HEX: Final = re.compile(r"^#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})$")


def is_deck(found: Object) -> bool:
    """Whether it looks like something that Deck exported."""
    return "stacks" in found or any("stacks" in board for board in objects_of(found, "boards"))


def read_deck(found: Object, zone: str) -> Reading:
    """The cards of the board that are neither archived nor deleted; Invalid with several boards."""
    boards = [found] if "stacks" in found else objects_of(found, "boards")
    if len(boards) != 1:
        words = _l("There are several boards in this file. Please export the one you need.")
        raise Invalid({"text": words})
    stacks = [one for one in objects_of(boards[0], "stacks") if not one.get("deletedAt")]
    stacks.sort(key=lambda one: place_of(one, "order"))
    rows, archived = Sorted(), 0
    for stack, card in _list_cards(stacks):
        if card.get("archived") is True:
            archived += 1
        else:
            place = len(rows.tasks) + rows.wrong + 1
            rows.add(_row(place, card, text_of(stack, "title")), Dates(zone))
    return Reading(
        source=Source.DECK,
        tasks=tuple(rows.tasks),
        problems=tuple(rows.problems),
        wrong=rows.wrong,
        columns=tuple(text_of(one, "title") for one in stacks),
        done_columns=tuple(text_of(one, "title") for one in stacks if one.get("isDoneColumn")),
        colors={
            text_of(each, "title"): name_color(text_of(each, "color"))
            for each in objects_of(boards[0], "labels")
        },
        left=_count_left(stacks, archived),
    )


def name_color(code: str) -> Color:
    """Which of our colours a hexadecimal one is most like."""
    match = _HEX.match(code)
    if match is None:
        return Color.GREY
    red, green, blue = (int(part, 16) / 255 for part in match.groups())
    hue, _lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < 0.15:
        return Color.GREY
    return next(color for up_to, color in _HUES if hue * 360 < up_to)


def _list_cards(stacks: list[Object]) -> Iterator[tuple[Object, Object]]:
    for stack in stacks:
        cards = sorted(objects_of(stack, "cards"), key=lambda one: place_of(one, "order"))
        yield from ((stack, card) for card in cards if not card.get("deletedAt"))


def _row(place: int, card: Object, column: str) -> Row:
    people = (person for each in objects_of(card, "assignedUsers") for person in _people_of(each))
    done = text_of(card, "done")
    return Row(
        number=place,
        title=text_of(card, "title"),
        column=column,
        owners=tuple(people),
        labels=tuple(text_of(label, "title") for label in objects_of(card, "labels")),
        starts_on=text_of(card, "startdate"),
        due_on=text_of(card, "duedate"),
        description=text_of(card, "description"),
        is_done=bool(done) or card.get("done") is True,
        done_on=done,
    )


def _people_of(assigned: Object) -> Iterator[str]:
    who = assigned.get("participant")
    if isinstance(who, dict):
        yield text_of(who, "displayname") or text_of(who, "uid")


def _count_left(stacks: list[Object], archived: int) -> dict[str, int]:
    cards = [card for _stack, card in _list_cards(stacks)]
    counts = {
        Left.ARCHIVED: archived,
        Left.COMMENTS: int(sum(place_of(card, "commentsCount") for card in cards)),
        Left.FILES: int(sum(place_of(card, "attachmentCount") for card in cards)),
    }
    return {str(left): count for left, count in counts.items() if count > 0}
