"""The short notation in which the demonstration's minutes are written, as ProseMirror JSON.

One block a line, or several lines of a paragraph:
`# heading` · `- bullet` · `1. numbered` · `[ ] task` · `[x] task` · `| cell | cell |` (the first
row is the header) · `> quote` · `D: decision` · `A: action | who | -2w Fri | done`.
Inside: `**bold**`, `*italic*`, `@{handle}` mentions, `{+2w Fri}` and `{year+1}` are dates.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from uuid import UUID

from collab.demo.calendar import Calendar

Node = dict[str, Any]

_KINDS = (
    ("heading", re.compile(r"(#{1,4}) (.+)")),
    ("bulletList", re.compile(r"- (.+)")),
    ("orderedList", re.compile(r"\d+\. (.+)")),
    ("taskList", re.compile(r"\[([ x])\] (.+)")),
    ("table", re.compile(r"\| (.+) \|")),
    ("blockquote", re.compile(r"> (.+)")),
    ("decision", re.compile(r"D: (.+)")),
    ("actionItem", re.compile(r"A: (.+)")),
)
_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|@\{(?P<mention>[\w.]+)\}")
_DATE = re.compile(r"(?<!@)\{([^}]+)\}")
#: what a kind makes of several lines in a row; the others make one block of each line
_GATHERING = frozenset({"bulletList", "orderedList", "taskList", "table", "paragraph"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the notation, and what it is."""

    kind: str
    parts: tuple[str, ...]


def _read_line(text: str) -> Line:
    for kind, pattern in _KINDS:
        if found := pattern.fullmatch(text):
            return Line(kind, found.groups())
    return Line("paragraph" if text else "", (text,))


@dataclass(slots=True)
class Notation:
    """Reads the notation of one meeting."""

    language: str
    calendar: Calendar
    #: the membership and the name of a handle
    find_member: Callable[[str], tuple[UUID, str]]
    #: the id of the block with that number
    make_id: Callable[[int], UUID]
    _made: int = field(default=0, init=False)

    def blocks(self, lines: Iterable[str]) -> list[Node]:
        """The blocks these lines are; at least one paragraph."""
        found: list[Node] = []
        for kind, run in groupby(map(_read_line, lines), key=lambda line: line.kind):
            rows = [line.parts for line in run]
            if kind in _GATHERING:
                found.append(self._gather(kind, rows))
            elif kind:
                found.extend(self._single(kind, parts) for parts in rows)
        return found or [self.block("paragraph")]

    def block(self, kind: str, content: list[Node] | None = None, **attributes: Any) -> Node:
        """A block with an id of its own."""
        self._made += 1
        node: Node = {"type": kind, "attrs": {"id": str(self.make_id(self._made)), **attributes}}
        return node | ({"content": content} if content else {})

    def _gather(self, kind: str, rows: list[tuple[str, ...]]) -> Node:
        if kind == "paragraph":
            return self._paragraph(" ".join(text for (text,) in rows))
        if kind == "taskList":
            items = [self._task(done, text) for done, text in rows]
            return self.block(kind, items)
        if kind == "table":
            return self.block(kind, [self._row(n, text) for n, (text,) in enumerate(rows)])
        items = [self.block("listItem", [self._paragraph(text)]) for (text,) in rows]
        return self.block(kind, items, **({"start": 1} if kind == "orderedList" else {}))

    def _single(self, kind: str, parts: tuple[str, ...]) -> Node:
        if kind == "heading":
            return self.block(kind, self._inline(parts[1]), level=len(parts[0]))
        if kind == "actionItem":
            return self._action(*(part.strip() for part in parts[0].split("|")))
        return self.block(kind, [self._paragraph(parts[0])])

    def _paragraph(self, text: str) -> Node:
        return self.block("paragraph", self._inline(text))

    def _task(self, done: str, text: str) -> Node:
        return self.block("taskItem", [self._paragraph(text)], checked=done == "x")

    def _row(self, number: int, text: str) -> Node:
        kind = "tableCell" if number else "tableHeader"
        cells = [self.block(kind, [self._paragraph(cell)]) for cell in text.split(" | ")]
        return self.block("tableRow", cells)

    def _action(self, text: str, who: str, due: str, done: str = "") -> Node:
        membership_id, name = self.find_member(who)
        return self.block(
            "actionItem",
            self._inline(text),
            assignee=str(membership_id),
            assigneeLabel=name,
            due=self.calendar.day(due).isoformat(),
            done=done == "done",
        )

    def _inline(self, text: str) -> list[Node]:
        text = _DATE.sub(lambda date: self.calendar.written(date[1], self.language), text)
        nodes: list[Node] = []
        end = 0
        for found in _INLINE.finditer(text):
            nodes += _text(text[end : found.start()])
            nodes.append(self._marked(found))
            end = found.end()
        return nodes + _text(text[end:])

    def _marked(self, found: re.Match[str]) -> Node:
        if handle := found["mention"]:
            membership_id, name = self.find_member(handle)
            return {"type": "mention", "attrs": {"id": str(membership_id), "label": name}}
        mark = "bold" if found["bold"] else "italic"
        return {"type": "text", "text": found[mark], "marks": [{"type": mark}]}


def _text(text: str) -> list[Node]:
    return [{"type": "text", "text": text}] if text else []
