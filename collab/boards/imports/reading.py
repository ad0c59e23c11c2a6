"""From a file, or what somebody pasted, to the tasks in it."""

import json

from flask_babel import lazy_gettext as _l

from collab.boards.imports.deck import is_deck, read_deck
from collab.boards.imports.plans import MAX_BYTES, MAX_TASKS, Reading
from collab.boards.imports.shapes import Object
from collab.boards.imports.tables import read_table
from collab.boards.imports.trello import is_trello, read_trello
from collab.core.delimited import read_text
from collab.core.errors import Invalid

_TOO_LARGE = _l("This file is too large. It may have at most 5 MB.")


def read_upload(data: bytes, zone: str, language: str) -> Reading:
    """The same of a file; Invalid (field `file`) says why there are none."""
    if len(data) > MAX_BYTES:
        raise Invalid({"file": _TOO_LARGE})
    try:
        return read_tasks(read_text(data), zone, language)
    except Invalid as wrong:
        raise Invalid({"file": next(iter(wrong.fields.values()))}) from wrong


def read_tasks(text: str, zone: str, language: str) -> Reading:
    """The tasks in a text, of moments the days in that zone; `language` is the board's.

    Invalid (field `text`) says why there are none, or too many.
    """
    if len(text) > MAX_BYTES:
        raise Invalid({"text": _TOO_LARGE})
    is_json = text.lstrip()[:1] in ("{", "[")
    reading = _read_json(text, zone, language) if is_json else read_table(text, zone)
    if not reading.tasks and not reading.wrong:
        raise Invalid({"text": _l("There is no task in it.")})
    if len(reading.tasks) > MAX_TASKS:
        words = _l(
            "At most %(max)d tasks can be imported at once, and these are %(count)d. Please split "
            "the file. Nothing was imported.",
            max=MAX_TASKS,
            count=len(reading.tasks),
        )
        raise Invalid({"text": words})
    return reading


def _read_json(text: str, zone: str, language: str) -> Reading:
    found = _parse(text)
    if is_trello(found):
        return read_trello(found, zone, language)
    if is_deck(found):
        return read_deck(found, zone)
    words = _l("This is no board of Trello or Deck. Please export the board as JSON, or as CSV.")
    raise Invalid({"text": words})


def _parse(text: str) -> Object:
    try:
        found = json.loads(text.replace("\0", ""))
    except (ValueError, RecursionError) as error:
        words = _l("This file is damaged: it ends too early, or somebody changed it.")
        raise Invalid({"text": words}) from error
    return found if isinstance(found, dict) else {}
