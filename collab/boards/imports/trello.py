"""Boards as Trello exports them: one JSON object with lists, cards, checklists, labels, members."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from collab.boards.imports.checking import Dates, Row, Sorted
from collab.boards.imports.plans import Left, Reading, Source
from collab.boards.imports.shapes import Object, objects_of, place_of, text_of, texts_of
from collab.boards.models import Color
from collab.core.phrases import translate

_COLORS: Final = {
    "green": Color.GREEN,
    "lime": Color.GREEN,
    "yellow": Color.YELLOW,
    "orange": Color.ORANGE,
    "red": Color.RED,
    "pink": Color.PURPLE,
    "purple": Color.PURPLE,
    "blue": Color.BLUE,
    "sky": Color.TEAL,
    "black": Color.GREY,
}


@dataclass(frozen=True, slots=True)
class _Board:
    """What cards point at."""

    #: names of the lists that are not archived, in their order
    lists: Mapping[str, str]
    labels: Mapping[str, str]
    members: Mapping[str, str]
    steps: Mapping[str, list[tuple[str, bool]]]


def is_trello(found: Object) -> bool:
    """Whether it looks like a board of Trello."""
    return isinstance(found.get("lists"), list) and isinstance(found.get("cards"), list)


def read_trello(found: Object, zone: str, language: str) -> Reading:
    """The cards of the board that are not archived, by list and place.

    Labels without a name are called by their colour in that language.
    """
    labels = objects_of(found, "labels")
    board = _Board(
        lists={
            text_of(each, "id"): text_of(each, "name")
            for each in sorted(objects_of(found, "lists"), key=lambda one: place_of(one, "pos"))
            if each.get("closed") is not True
        },
        labels={text_of(each, "id"): _name_label(each, language) for each in labels},
        members={
            text_of(each, "id"): text_of(each, "fullName") or text_of(each, "username")
            for each in objects_of(found, "members")
        },
        steps=_read_steps(found),
    )
    cards = objects_of(found, "cards")
    kept = [each for each in cards if each.get("closed") is not True and _list_of(each, board)]
    rows = Sorted()
    for place, card in enumerate(sorted(kept, key=lambda one: place_of(one, "pos")), start=1):
        rows.add(_row(place, card, board), Dates(zone))
    return Reading(
        source=Source.TRELLO,
        tasks=tuple(rows.tasks),
        problems=tuple(rows.problems),
        wrong=rows.wrong,
        columns=tuple(board.lists.values()),
        colors={_name_label(each, language): _color(each) for each in labels},
        left=_count_left(found, cards, kept),
    )


def _list_of(card: Object, board: _Board) -> bool:
    return text_of(card, "idList") in board.lists


def _color(label: Object) -> Color:
    return _COLORS.get(text_of(label, "color").partition("_")[0], Color.GREY)


def _name_label(label: Object, language: str) -> str:
    # colours are called as they are written, see COLOR_NAMES
    return text_of(label, "name").strip() or translate(_color(label).capitalize(), language)


def _read_steps(found: Object) -> dict[str, list[tuple[str, bool]]]:
    """By card; the name of a checklist stands before its steps where a card has several."""
    lists: defaultdict[str, list[Object]] = defaultdict(list)
    for each in sorted(objects_of(found, "checklists"), key=lambda one: place_of(one, "pos")):
        lists[text_of(each, "idCard")].append(each)
    steps: defaultdict[str, list[tuple[str, bool]]] = defaultdict(list)
    for card, checklists in lists.items():
        for each in checklists:
            name = f"{text_of(each, 'name')}: " if len(checklists) > 1 else ""
            items = sorted(objects_of(each, "checkItems"), key=lambda one: place_of(one, "pos"))
            steps[card] += (
                (name + text_of(item, "name"), text_of(item, "state") == "complete")
                for item in items
            )
    return steps


def _row(place: int, card: Object, board: _Board) -> Row:
    return Row(
        number=place,
        title=text_of(card, "name"),
        column=board.lists[text_of(card, "idList")],
        owners=_look_up(card, "idMembers", board.members),
        labels=_look_up(card, "idLabels", board.labels),
        starts_on=text_of(card, "start"),
        due_on=text_of(card, "due"),
        description=text_of(card, "desc"),
        steps=tuple(board.steps.get(text_of(card, "id"), ())),
        is_done=card.get("dueComplete") is True,
    )


def _look_up(card: Object, key: str, known: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(known[one] for one in texts_of(card, key) if one in known)


def _count_left(found: Object, cards: list[Object], kept: list[Object]) -> dict[str, int]:
    comments = [one for one in objects_of(found, "actions") if one.get("type") == "commentCard"]
    files = sum(len(objects_of(card, "attachments")) for card in kept)
    counts = {
        Left.ARCHIVED: len(cards) - len(kept),
        Left.COMMENTS: len(comments),
        Left.FILES: files,
    }
    return {str(left): count for left, count in counts.items() if count}
