"""Formatted texts as plain HTML for reading and printing, from ProseMirror JSON.

What the text says stays in its own language, what we add to it comes in the reader's. Only nodes,
marks and addresses known here get out; everything else is left away, its text stays.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.core.i18n import language_tag
from collab.core.ids import parse_id
from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, words_of

EMPTY = Markup()
MARKS = {"bold": "strong", "italic": "em", "strike": "s", "underline": "u", "code": "code"}
SAFE_SCHEMES = frozenset({"http", "https", "mailto"})


def safe_address(address: object) -> str | None:
    """The address if it may be a link; None for javascript: and the like."""
    text = str(address or "").strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme.lower() in SAFE_SCHEMES and text.isprintable() else None


def tag(name: str, inside: Markup, **attributes: object) -> Markup:
    """An element; `class_` is class and `aria_label` aria-label, None leaves one away."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{inside}</{name}>")  # noqa: S704 parts are escaped or Markup


def ours(text: str, class_: str | None = None) -> Markup:
    """Words of the interface inside of a text in another language."""
    return tag("span", escape(text), lang=language_tag(), class_=class_)


def write_mention(node: Node, anchor: str | None = None, name: str | None = None) -> Markup:
    """Somebody named in the text, by their present `name`; `anchor` leads to the place."""
    label = f"@{name or attrs_of(node).get('label') or ''}"
    return tag("span", escape(label), class_="mention", translate="no", id=anchor)


def _span(value: object) -> int | None:
    return value if isinstance(value, int) and 1 < value <= 100 else None


class Renderer:
    """Writes one text; its headings stand below a heading of `level`.

    `names`: what members are called now, by membership; of others the text's own words are shown.
    """

    def __init__(self, level: int = 1, names: Mapping[UUID, str] | None = None) -> None:
        self._depth = 0
        self._names = names or {}
        self._level = level
        self._writers: dict[str, Callable[[Node], Markup]] = {
            "text": self._text,
            "hardBreak": lambda _node: Markup("<br>"),
            "mention": self._mention,
            "paragraph": self._paragraph,
            "heading": self._heading,
            "bulletList": lambda node: tag("ul", self._inside(node)),
            "orderedList": self._ordered,
            "listItem": lambda node: tag("li", self._inside(node)),
            "taskList": lambda node: tag("ul", self._inside(node), class_="task-list"),
            "taskItem": self._task,
            "blockquote": lambda node: tag("blockquote", self._inside(node)),
            "codeBlock": lambda node: tag("pre", tag("code", self._inside(node))),
            "horizontalRule": lambda _node: Markup("<hr>"),
            "table": self._table,
        }

    def write(self, document: Node) -> Markup:
        """The whole document."""
        return self._inside(document)

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
                written = tag(MARKS[name], written)
            elif name == "link" and (address := safe_address(attrs_of(mark).get("href"))):
                written = tag("a", written, href=address, rel="noopener noreferrer nofollow")
        return written

    def _mention(self, node: Node) -> Markup:
        who = parse_id(attrs_of(node).get("id"))
        return write_mention(node, name=self._names.get(who) if who else None)

    def _paragraph(self, node: Node) -> Markup:
        inside = self._inside(node)
        return tag("p", inside) if inside else EMPTY

    def _heading(self, node: Node) -> Markup:
        inside = self._inside(node)
        level = attrs_of(node).get("level")
        below = self._level + (level if isinstance(level, int) and 1 <= level <= 4 else 1)
        return tag(f"h{min(below, 6)}", inside) if inside else EMPTY

    def _ordered(self, node: Node) -> Markup:
        start = attrs_of(node).get("start")
        first = start if isinstance(start, int) and start != 1 else None
        return tag("ol", self._inside(node), start=first)

    def _task(self, node: Node) -> Markup:
        is_done = attrs_of(node).get("checked") is True
        sign = tag("span", escape("☑" if is_done else "☐"), class_="task-sign", aria_hidden="true")
        state = ours(_("Done:") if is_done else _("To do:"), "visually-hidden")
        inside = tag("div", state + Markup(" ") + self._inside(node))
        return tag("li", sign + inside, class_="is-done" if is_done else None)

    def _table(self, node: Node) -> Markup:
        # wider than a phone it scrolls by itself, so the keys have to reach it
        frame = {"role": "group", "tabindex": 0, "aria_label": _("Table")}
        return tag("div", self._bare_table(node), class_="table-responsive", **frame)

    def _bare_table(self, node: Node) -> Markup:
        rows = [each for each in children_of(node) if each.get("type") == "tableRow"]
        heads = 0
        while heads < len(rows) and _is_head(rows[heads]):
            heads += 1
        head = EMPTY.join(self._row(row, "col") for row in rows[:heads])
        body = EMPTY.join(self._row(row, "row") for row in rows[heads:])
        return tag("table", (tag("thead", head) if head else EMPTY) + tag("tbody", body))

    def _row(self, row: Node, scope: str) -> Markup:
        cells = EMPTY
        for cell in children_of(row):
            attrs = attrs_of(cell)
            spans = {"colspan": _span(attrs.get("colspan")), "rowspan": _span(attrs.get("rowspan"))}
            if cell.get("type") == "tableHeader":
                cells += tag("th", self._inside(cell), scope=scope, **spans)
            elif cell.get("type") == "tableCell":
                cells += tag("td", self._inside(cell), **spans)
        return tag("tr", cells)


def _is_head(row: Node) -> bool:
    cells = children_of(row)
    return bool(cells) and all(cell.get("type") == "tableHeader" for cell in cells)


def render_text(
    document: Node | None, level: int = 1, names: Mapping[UUID, str] | None = None
) -> Markup:
    """The document as HTML below a heading of `level`; nothing when there is none.

    `names` as for Renderer.
    """
    return Renderer(level, names).write(document) if document else EMPTY
