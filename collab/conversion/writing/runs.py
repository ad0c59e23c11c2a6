"""Runs of text as Markdown: whatever somebody typed is read as typed."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from collab.texts.nodes import Node, attrs_of
from collab.texts.references import Shown, Surroundings
from collab.texts.rendering import safe_address

_SPECIAL: Final = re.compile(r"([\\`*_\[\]<>~|])")
#: what would begin a heading, a list, a quote or a rule in front of a line
_BEGINNING: Final = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=[\s=-]|$)|>)")
_NUMBER: Final = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
Signs = tuple[tuple[str, str, str], ...]
_UNDERLINE: Final = ("underline", "<u>", "</u>")
_WRAPPED: Final[Signs] = (
    ("italic", "*", "*"),
    ("bold", "**", "**"),
    ("strike", "~~", "~~"),
    _UNDERLINE,
)
_TAGGED: Final[Signs] = (
    ("italic", "<em>", "</em>"),
    ("bold", "<strong>", "</strong>"),
    ("strike", "<s>", "</s>"),
    _UNDERLINE,
)
_TICKS: Final = re.compile(r"`+")


def write_runs(nodes: list[Node], around: Surroundings) -> str:
    """One line; line breaks in it end with a backslash."""
    parts = []
    for address, group in groupby(_with_neighbours(nodes), key=lambda each: _address(each[0])):
        inside = "".join(_write(node, around, is_free=is_free) for node, is_free in group)
        parts.append(_linked(inside, address) if address else inside)
    text = "".join(parts).strip()
    text = _BEGINNING.sub(r"\1\\\2", text)
    return _NUMBER.sub(r"\1\\\2", text)


def _with_neighbours(nodes: list[Node]) -> Iterator[tuple[Node, bool]]:
    """Each node, and whether it stands between spaces, where signs around it are understood."""
    texts = [str(node.get("text", "")) for node in nodes]
    for at, node in enumerate(nodes):
        before = texts[at - 1][-1:] if at else ""
        after = texts[at + 1][:1] if at + 1 < len(nodes) else ""
        begins = texts[at][:1].isspace() or not before or before.isspace()
        ends = texts[at][-1:].isspace() or not after or after.isspace()
        yield node, begins and ends


def _address(node: Node) -> str | None:
    for mark in node.get("marks") or ():
        if mark.get("type") == "link":
            return safe_address(attrs_of(mark).get("href"))
    return None


def _linked(inside: str, address: str) -> str:
    plain = re.sub(r"[\s<>]", lambda sign: f"%{ord(sign[0]):02X}", address)
    target = _ENTITY.sub("&amp;", re.sub(r"([()\\])", r"\\\1", plain))
    return f"[{inside}]({target})"


def _write(node: Node, around: Surroundings, *, is_free: bool) -> str:
    kind, attrs = node.get("type"), attrs_of(node)
    if kind == "hardBreak":
        return "\\\n"
    if kind == "mention":
        return escape_text(f"@{attrs.get('label') or ''}")
    if kind == "documentLink":
        found = around.find_document(str(attrs.get("document") or "")) or Shown("")
        words = escape_text(found.words or str(attrs.get("label") or ""))
        return _linked(words, found.address) if found.address else words
    marks = {mark.get("type") for mark in node.get("marks") or ()}
    return _marked(str(node.get("text", "")), marks, _WRAPPED if is_free else _TAGGED)


def _marked(text: str, marks: set[str | None], signs: Signs) -> str:
    """The text with its marks, which may not touch the spaces at its ends."""
    bare = text.strip()
    if not bare:
        return text
    made = _code(bare) if "code" in marks else escape_text(bare)
    for mark, opening, closing in () if "code" in marks else signs:
        made = f"{opening}{made}{closing}" if mark in marks else made
    before = text[: len(text) - len(text.lstrip())]
    return before + made + text[len(text.rstrip()) :]


def _code(text: str) -> str:
    longest = max((len(run) for run in _TICKS.findall(text)), default=0)
    ticks = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def escape_text(text: str) -> str:
    """Words with a backslash before every sign that would mean something."""
    return _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))
