"""What new pages begin with, in the language of the page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final
from uuid import uuid4

from flask_babel import lazy_gettext as _l

from collab.core.i18n import DEFAULT_LANGUAGE
from collab.texts.nodes import Node

#: a text for each template and language: "joint_declaration.de.txt"
_TEXTS: Final = files("collab.pages") / "patterns"


@dataclass(frozen=True, slots=True)
class PageTemplate:
    """A kind of page that cooperations often write; name and description are for the reader."""

    key: str
    name: str
    description: str
    icon: str

    def write(self, language: str) -> list[Node]:
        """The blocks of a new page, in that language or else in English."""
        return read_pattern(_read(self.key, language))


TEMPLATES: Final = (
    PageTemplate("empty", _l("Empty page"), _l("Begins with nothing."), "file-text"),
    PageTemplate(
        "joint_declaration",
        _l("Joint declaration"),
        _l("What the partners state together, with their signatures."),
        "gavel",
    ),
    PageTemplate(
        "position_paper",
        _l("Position paper"),
        _l("What the partners ask for, and why."),
        "message-circle",
    ),
    PageTemplate(
        "project_sheet",
        _l("Project sheet"),
        _l("Aim, partners, budget and steps of a project on one page."),
        "list-details",
    ),
    PageTemplate(
        "trip_report",
        _l("Trip report"),
        _l("Who was visited, what was learnt, and what follows."),
        "map-pin",
    ),
)


def find_template(key: str) -> PageTemplate:
    """The template of that key; the empty page for everything else."""
    return next((each for each in TEMPLATES if each.key == key), TEMPLATES[0])


@lru_cache(maxsize=64)
def _read(key: str, language: str) -> str:
    for tag in (language.replace("-", "_").split("_")[0], DEFAULT_LANGUAGE):
        path = _TEXTS / f"{key}.{tag}.txt"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    return ""


def read_pattern(text: str) -> list[Node]:
    """The blocks that a pattern describes.

    Parts stand between empty lines: `# Heading`, `## Subheading`, `- item`, `1. item`,
    `[ ] to do`, `| cells | of a row |` (the first row is the head), `= name | value` (a table whose
    first column is the head), or a paragraph.
    """
    parts = (part.splitlines() for part in text.strip().split("\n\n"))
    return [_block(lines) for lines in parts if lines]


def _block(lines: list[str]) -> Node:
    for sign, write in _WRITERS.items():
        if lines[0].startswith(sign):
            return write([line.removeprefix(sign).strip() for line in lines])
    return _made("paragraph", *_words(" ".join(lines)))


def _made(name: str, *content: Node, **attrs: object) -> Node:
    made: Node = {"type": name, "attrs": {"id": str(uuid4()), **attrs}}
    return {**made, "content": list(content)} if content else made


def _words(text: str) -> Iterator[Node]:
    if text:
        yield {"type": "text", "text": text}


def _heading(level: int) -> Callable[[list[str]], Node]:
    return lambda lines: _made("heading", *_words(lines[0]), level=level)


def _list(name: str, item: str) -> Callable[[list[str]], Node]:
    def write(lines: list[str]) -> Node:
        return _made(name, *(_made(item, _made("paragraph", *_words(line))) for line in lines))

    return write


def _table(is_head: Callable[[int, int], bool]) -> Callable[[list[str]], Node]:
    """Writes a table in which the cells are heads for whose row and column `is_head` says so."""

    def write(lines: list[str]) -> Node:
        rows = []
        for row, line in enumerate(lines):
            cells = [cell.strip() for cell in line.rstrip("|").split("|")]
            names = ("tableHeader" if is_head(row, at) else "tableCell" for at in range(len(cells)))
            made = (_made("paragraph", *_words(cell)) for cell in cells)
            rows.append(_made("tableRow", *map(_made, names, made)))
        return _made("table", *rows)

    return write


_WRITERS: Final[dict[str, Callable[[list[str]], Node]]] = {
    "# ": _heading(1),
    "## ": _heading(2),
    "- ": _list("bulletList", "listItem"),
    "1. ": _list("orderedList", "listItem"),
    "[ ] ": _list("taskList", "taskItem"),
    "| ": _table(lambda row, _column: row == 0),
    "= ": _table(lambda _row, column: column == 0),
}
