"""From the text of a list to lines: one person each, nothing checked yet."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from collab.core.delimited import HINT, choose_delimiter, split_line
from collab.core.errors import Invalid
from collab.core.fields import clean_line
from collab.invitations.lists.words import find_column

MAX_LINES = 5000
#: of one cell; longer ones are no name and no address
MAX_CELL = 500
#: what columns mean when nothing says so
USUAL = ("email", "name", "role", "groups", "language")
_NAMED = re.compile(r"^(?P<name>[^<>]*)<(?P<email>[^<>]*)>$")


@dataclass(frozen=True, slots=True)
class Line:
    """One person of a list, as somebody typed them; `number` counts lines from 1."""

    number: int
    email: str = ""
    name: str = ""
    role: str = ""
    groups: str = ""
    language: str = ""
    #: what stands beyond the last column
    surplus: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        return {key: value for key, value in asdict(self).items() if value}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, and the headings that mean nothing here."""

    lines: tuple[Line, ...]
    unknown_columns: tuple[str, ...] = ()


def _too_long() -> Invalid:
    return Invalid(
        {
            "list": _l(
                "A list can have at most %(max)d people. Please send it in several parts; nothing "
                "was sent yet.",
                max=MAX_LINES,
            )
        }
    )


def _split(text: str, delimiter: str) -> list[str]:
    return [clean_line(cell)[:MAX_CELL] for cell in split_line(text, delimiter)]


def _choose_delimiter(texts: list[str]) -> str:
    """The one whose headings are known; otherwise the one that most lines have."""
    is_person = "@" in texts[0]
    return choose_delimiter(texts, lambda cell: not is_person and find_column(cell) is not None)


def _is_heading(cells: list[str]) -> bool:
    return not any("@" in cell for cell in cells) and any(find_column(cell) for cell in cells)


def _person(number: int, values: dict[str, str], surplus: list[str]) -> Line:
    email, name = values.get("email", ""), values.get("name", "")
    named = _NAMED.match(email)
    if named:
        email, name = named["email"].strip(), name or named["name"].strip().strip('"')
    whole = " ".join(each for each in (values.get("given"), name, values.get("family")) if each)
    return Line(
        number=number,
        email=email,
        name=whole,
        role=values.get("role", ""),
        groups=values.get("groups", ""),
        language=values.get("language", ""),
        surplus=", ".join(cell for cell in surplus if cell),
    )


def _read_headed(columns: list[str | None], rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    for number, cells in rows:
        values: dict[str, str] = {}
        for column, cell in zip(columns, cells, strict=False):
            if column and cell:
                values.setdefault(column, cell)
        yield _person(number, values, cells[len(columns) :])


def _read_plain(rows: list[tuple[int, list[str]]]) -> Iterator[Line]:
    for number, cells in rows:
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all("@" in cell for cell in filled):  # as mail programs list people
            yield from (_person(number, {"email": cell}, []) for cell in filled)
            continue
        order = USUAL
        if len(cells) > 1 and "@" not in cells[0] and "@" in cells[1]:
            order = ("name", "email", *USUAL[2:])
        values = dict(zip(order, cells, strict=False))
        yield _person(number, values, cells[len(order) :])


def read_list(text: str) -> Reading:
    """The people in a pasted list or a file; Invalid when there is nobody, or too many."""
    texts = text.replace("\0", "").splitlines()
    filled = [(number, each) for number, each in enumerate(texts, 1) if each.strip(" \t;,")]
    if filled and HINT.match(filled[0][1]):
        filled = filled[1:]
    if not filled:
        raise Invalid({"list": _l("There is nobody in this list yet.")})
    if len(filled) > MAX_LINES + 1:
        raise _too_long()
    delimiter = _choose_delimiter([each for _number, each in filled])
    rows = [(number, _split(each, delimiter)) for number, each in filled]
    reading = _read_rows(rows)
    if len(reading.lines) > MAX_LINES:
        raise _too_long()
    if not reading.lines:
        raise Invalid({"list": _l("There are only headings in this list, and nobody below them.")})
    return reading


def _read_rows(rows: list[tuple[int, list[str]]]) -> Reading:
    heading = rows[0][1]
    if not _is_heading(heading):
        return Reading(tuple(_read_plain(rows)))
    columns = [find_column(cell) for cell in heading]
    if "email" not in columns:
        words = _l("There is no column with e-mails. Its heading should be “email”.")
        raise Invalid({"list": words})
    unknown = tuple(
        cell for cell, column in zip(heading, columns, strict=True) if cell and column is None
    )
    return Reading(tuple(_read_headed(columns, rows[1:])), unknown)


def correct(line: Line, typed: Mapping[str, str]) -> Line:
    """The line as somebody corrected it: texts by the names of its columns."""
    tidied = {key: clean_line(value)[:MAX_CELL] for key, value in typed.items()}
    return Line(**{**asdict(line), **tidied})
