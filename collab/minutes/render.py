"""Minutes as plain HTML for reading and printing, from ProseMirror JSON.

What the text says comes in the meeting's language, what we add to it in the reader's. Only nodes,
marks and addresses known here get out; everything else is left away, its text stays.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.core.formats import short_day
from collab.core.i18n import language_tag
from collab.minutes.nodes import MAX_DEPTH, Node, attrs_of, children_of, words_of
from collab.minutes.outcomes import read_day

EMPTY = Markup()
MARKS = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision or an action in the text; `anchor` leads to it."""

    anchor: str
    number: int
    words: str
    assignee: str = ""
    due: date | None = None
    is_done: bool = False


@dataclass(slots=True)
class Rendered:
    """The text as HTML, and what was decided and agreed in it."""

    body: Markup = EMPTY
    decisions: list[Entry] = field(default_factory=list)
    actions: list[Entry] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read yet."""
        return not self.body.striptags().strip()


def safe_address(address: object) -> str | None:
    """The address if it may be a link; None for javascript: and the like."""
    text = str(address or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in SAFE_SCHEMES and text.isprintable() else None


def _tag(name: str, inside: Markup, **attributes: object) -> Markup:
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{inside}</{name}>")  # noqa: S704 parts are escaped or Markup


def _ours(text: str, class_: str | None = None) -> Markup:
    """Words of the interface inside of a text in another language."""
    return _tag("span", escape(text), lang=language_tag(), class_=class_)


def _span(value: object) -> int | None:
    return value if isinstance(value, int) and 1 < value <= 100 else None


class Renderer:
    """Writes one text; numbers its decisions and actions in their order."""

    def __init__(self) -> None:
        self.rendered = Rendered()
        self._depth = 0
        self._level = 1
        self._items = 0
        self._mentions = 0
        self._writers: dict[str, Callable[[Node], Markup]] = {
            "text": self._text,
            "hardBreak": lambda _node: Markup("<br>"),
            "mention": self._mention,
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bulletList": lambda node: _tag("ul", self._inside(node)),
            "orderedList": self._ordered,
            "listItem": lambda node: _tag("li", self._inside(node)),
            "taskList": lambda node: _tag("ul", self._inside(node), class_="task-list"),
            "taskItem": self._task,
            "blockquote": lambda node: _tag("blockquote", self._inside(node)),
            "codeBlock": lambda node: _tag("pre", _tag("code", self._inside(node))),
            "horizontalRule": lambda _node: Markup("<hr>"),
            "table": self._table,
            "agendaItem": self._agenda_item,
            "decision": self._decision,
            "actionItem": self._action,
        }

    def render(self, document: Node) -> Rendered:
        """The whole document."""
        self.rendered.body = self._inside(document)
        return self.rendered

    def _inside(self, node: Node) -> Markup:
        if self._depth >= MAX_DEPTH:
            return escape(words_of(node))
        self._depth += 1
        try:
            return EMPTY.join(self._write(child) for child in children_of(node))
        finally:
            self._depth -= 1

    def _write(self, node: Node) -> Markup:
        writer = self._writers.get(str(node.get("type")), self._inside)
        return writer(node)

    def _text(self, node: Node) -> Markup:
        written = escape(str(node.get("text", "")))
        marks = node.get("marks")
        for mark in marks if isinstance(marks, list) else []:
            name = mark.get("type") if isinstance(mark, dict) else None
            if name in MARKS:
                written = _tag(MARKS[name], written)
            elif name == "link" and (address := safe_address(attrs_of(mark).get("href"))):
                written = _tag("a", written, href=address, rel="noopener noreferrer nofollow")
        return written

    def _mention(self, node: Node) -> Markup:
        self._mentions += 1
        label = f"@{attrs_of(node).get('label') or ''}"
        anchor = f"mention-{self._mentions}"
        return _tag("span", escape(label), class_="mention", translate="no", id=anchor)

    def _paragraph(self, node: Node) -> Markup:
        inside = self._inside(node)
        return _tag("p", inside) if inside else EMPTY

    def _heading(self, node: Node) -> Markup:
        inside = self._inside(node)
        level = attrs_of(node).get("level")
        below = self._level + (level if isinstance(level, int) and 1 <= level <= 4 else 1)
        return _tag(f"h{min(below, 6)}", inside) if inside else EMPTY

    def _ordered(self, node: Node) -> Markup:
        start = attrs_of(node).get("start")
        first = start if isinstance(start, int) and start != 1 else None
        return _tag("ol", self._inside(node), start=first)

    def _task(self, node: Node) -> Markup:
        is_done = attrs_of(node).get("checked") is True
        sign = _tag("span", escape("☑" if is_done else "☐"), class_="task-sign", aria_hidden="true")
        state = _ours(_("Done:") if is_done else _("To do:"), "visually-hidden")
        inside = _tag("div", state + Markup(" ") + self._inside(node))
        return _tag("li", sign + inside, class_="is-done" if is_done else None)

    def _table(self, node: Node) -> Markup:
        rows = [each for each in children_of(node) if each.get("type") == "tableRow"]
        heads = 0
        while heads < len(rows) and _is_head(rows[heads]):
            heads += 1
        head = EMPTY.join(self._row(row, "col") for row in rows[:heads])
        body = EMPTY.join(self._row(row, "row") for row in rows[heads:])
        inside = (_tag("thead", head) if head else EMPTY) + _tag("tbody", body)
        # wider than a phone it scrolls by itself, so the keys have to reach it
        frame = {"role": "group", "tabindex": 0, "aria_label": _("Table")}
        return _tag("div", _tag("table", inside), class_="table-responsive", **frame)

    def _row(self, row: Node, scope: str) -> Markup:
        cells = EMPTY
        for cell in children_of(row):
            attrs = attrs_of(cell)
            spans = {"colspan": _span(attrs.get("colspan")), "rowspan": _span(attrs.get("rowspan"))}
            if cell.get("type") == "tableHeader":
                cells += _tag("th", self._inside(cell), scope=scope, **spans)
            elif cell.get("type") == "tableCell":
                cells += _tag("td", self._inside(cell), **spans)
        return _tag("tr", cells)

    def _agenda_item(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        title = escape(str(attrs.get("title") or ""))
        if attrs.get("withdrawn") is not True:
            self._items += 1
            title = escape(f"{self._items}. ") + title
        else:
            off = _("taken off the agenda")  # by itself: the extractor sees no call in an f-string
            title += Markup(" ") + _ours(f"({off})", "text-secondary")
        self._level = 2
        inside = self._inside(node)
        self._level = 1
        if not inside:
            inside = _tag("p", _ours(_("Nothing noted.")), class_="text-secondary")
        presenter = attrs.get("presenter")
        told = _tag("p", escape(str(presenter)), class_="presenter") if presenter else EMPTY
        return _tag("section", _tag("h2", title) + told + inside, class_="agenda-item")

    def _decision(self, node: Node) -> Markup:
        number = len(self.rendered.decisions) + 1
        entry = Entry(f"decision-{number}", number, words_of(node).strip())
        self.rendered.decisions.append(entry)
        label = _tag("p", _ours(_("Decision %(number)d", number=number)), class_="entry-label")
        return _tag("div", label + self._inside(node), class_="decision", id=entry.anchor)

    def _action(self, node: Node) -> Markup:
        attrs, number = attrs_of(node), len(self.rendered.actions) + 1
        entry = Entry(
            anchor=f"action-{number}",
            number=number,
            words=words_of(node).strip(),
            assignee=str(attrs.get("assigneeLabel") or ""),
            due=read_day(attrs.get("due")),
            is_done=attrs.get("done") is True,
        )
        self.rendered.actions.append(entry)
        label = _tag("p", _ours(_("Action %(number)d", number=number)), class_="entry-label")
        told = _tag("p", _ours(describe_action(entry)), class_="entry-detail")
        inside = label + _tag("p", self._inside(node)) + told
        return _tag("div", inside, class_="action-item", id=entry.anchor)


def _is_head(row: Node) -> bool:
    cells = children_of(row)
    return bool(cells) and all(cell.get("type") == "tableHeader" for cell in cells)


def describe_action(entry: Entry) -> str:
    """Who does it and by when, in the reader's words: "Ana Puig · due Fri, 4 Dec 2026 · done"."""
    parts = [entry.assignee or _("nobody named yet")]
    if entry.due is not None:
        parts.append(_("due %(day)s", day=short_day(entry.due)))
    parts.append(_("done") if entry.is_done else _("open"))
    return " · ".join(parts)


def render(document: Node) -> Rendered:
    """The document as HTML, with its decisions and actions."""
    return Renderer().render(document)
