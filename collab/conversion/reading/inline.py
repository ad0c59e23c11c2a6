"""Runs of text: their spaces, marks and addresses."""

import re
from collections.abc import Iterable
from typing import Any, Final

from collab.conversion.reading.markup import Element, tag_of
from collab.texts.nodes import Node

Marks = tuple[tuple[str, str], ...]
"""Names of marks, each with its address or ""."""

_TAGS: Final = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "cite": "italic",
    "dfn": "italic",
    "var": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strike",
    "del": "strike",
    "strike": "strike",
    "code": "code",
    "kbd": "code",
    "samp": "code",
    "tt": "code",
}
_BOLD: Final = re.compile(r"font-weight:\s*(bold|bolder|[6-9]00)")
_STYLED: Final = (
    (_BOLD, "bold"),
    (re.compile(r"font-style:\s*(italic|oblique)"), "italic"),
    (re.compile(r"text-decoration[^;]*underline"), "underline"),
    (re.compile(r"text-decoration[^;]*line-through"), "strike"),
)
_SPACES: Final = re.compile(r"[ \t\r\n\f]+")
#: what no text has: they would end the message that carries them
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_RAISED: Final = str.maketrans("0123456789+-=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
INLINE: Final = frozenset({"text", "hardBreak", "checkbox"})
BREAK: Final[Node] = {"type": "hardBreak"}
#: a sign in front of a step, which word processors write where they know no boxes
_SIGNS: Final = {"☐": False, "☑": True, "☒": True}


def marks_of(element: Element) -> list[str]:
    """The marks that the element gives to the text in it."""
    style = str(element.get("style") or "").lower()
    found = {mark for pattern, mark in _STYLED if style and pattern.search(style)}
    tag = tag_of(element)
    # Google Docs wraps whole documents in a <b> of normal weight
    if tag in _TAGS and not ("font-weight:normal" in style.replace(" ", "") and tag == "b"):
        found.add(_TAGS[tag])
    return sorted(found)


def add_marks(marks: Marks, names: Iterable[str]) -> Marks:
    """The marks with more of them, each once."""
    known = {name for name, _address in marks}
    return marks + tuple((name, "") for name in names if name not in known)


def text_node(text: str, marks: Marks) -> Node:
    """A run of text; code stands alone, though what leads elsewhere stays a link."""
    node: Node = {"type": "text", "text": _CONTROL.sub("", text)}
    names = {name for name, _address in marks}
    if "code" in names and "link" not in names:
        marks = (("code", ""),)
    elif "code" in names:
        marks = tuple(each for each in marks if each[0] != "code")
    if marks:
        node["marks"] = [_mark(name, address) for name, address in sorted(set(marks))]
    return node


def _mark(name: str, address: str) -> Node:
    return {"type": name, "attrs": {"href": address}} if address else {"type": name}


def shift_digits(text: str, tag: str) -> str:
    """What stands above or below the line, as the characters made for it where there are some."""
    table = _RAISED if tag == "sup" else _LOWERED
    return text.translate(table) if all(ord(one) in table for one in text) else text


def tidy(run: list[Node]) -> list[Node]:
    """The run as a browser shows it: one space for many, none at the ends; [] when it is empty."""
    made: list[Node] = []
    after_space = True
    for node in run:
        if node["type"] == "text":
            text = _SPACES.sub(" ", node["text"])
            text = text[1:] if after_space and text.startswith(" ") else text
            if not text:
                continue
            after_space = text.endswith(" ")
            _join(made, {**node, "text": text})
        else:
            after_space = node["type"] == "hardBreak"
            made.append(node)
    return _trimmed(made)


def _join(made: list[Node], node: Node) -> None:
    before = made[-1] if made else None
    if before and before["type"] == "text" and before.get("marks") == node.get("marks"):
        before["text"] += node["text"]
    else:
        made.append(node)


def _trimmed(made: list[Node]) -> list[Node]:
    while made and made[0]["type"] == "hardBreak":
        made.pop(0)
    while made:
        last = made[-1]
        if last["type"] == "text":
            last["text"] = last["text"].rstrip(" ")
            if last["text"]:
                break
        elif last["type"] != "hardBreak":
            break
        made.pop()
    return made


def take_box(run: list[Node]) -> tuple[bool | None, list[Node]]:
    """Whether the step is done, and what it says; None when no box stands in front of it."""
    if run and run[0]["type"] == "checkbox":
        return run[0]["attrs"]["checked"], tidy(_without_boxes(run[1:]))
    if run and run[0]["type"] == "text":
        first: str = run[0]["text"]
        for sign, is_done in _SIGNS.items():
            if first == sign or first.startswith(f"{sign} "):
                rest = {**run[0], "text": first[len(sign) :]}
                return is_done, tidy([rest, *_without_boxes(run[1:])])
    return None, _without_boxes(run)


def _without_boxes(run: list[Node]) -> list[Node]:
    """A box in the midst of a text becomes its sign."""
    return [_sign(each) if each["type"] == "checkbox" else each for each in run]


def _sign(box: Node) -> Node:
    attrs: dict[str, Any] = box["attrs"]
    return {"type": "text", "text": "☑" if attrs["checked"] else "☐"}
