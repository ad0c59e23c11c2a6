"""HTML as the blocks of a page, by what each element means."""

import binascii
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import unquote_to_bytes

from collab.conversion.reading.grids import read_table
from collab.conversion.reading.inline import (
    BREAK,
    INLINE,
    Marks,
    add_marks,
    marks_of,
    shift_digits,
    take_box,
    text_node,
    tidy,
)
from collab.conversion.reading.listings import as_items, join_blocks, read_list, steps
from collab.conversion.reading.markup import ASIDE, Element, classes_of, tag_of
from collab.conversion.results import Loss
from collab.texts.nodes import Node
from collab.texts.rendering import safe_address

#: elements in elements that are still told apart; texts that need more of them are no texts
_MAX_DEPTH: Final = 40
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_NAMES: Final = """
p div address article aside center dd details footer header main section summary label caption
"""
_FLOWS: Final = frozenset(_NAMES.split())
Flow = Iterator[Node]
FindPicture = Callable[[str], bytes | None]
"""Gives the bytes of a picture by the address in the text; None when there are none."""


class MarkupReader:
    """Reads one text; `losses` and `images` fill while it does."""

    def __init__(self, aside: Mapping[str, bytes], find_picture: FindPicture | None = None) -> None:
        self.images: dict[str, bytes] = {}
        self.losses: Counter[Loss] = Counter()
        self._aside = aside
        self._find = find_picture or (lambda _address: None)
        self._depth = 0
        self._blocks: dict[str, Callable[[Element, Marks], Iterable[Node]]] = {
            **dict.fromkeys(_FLOWS, lambda each, marks: self.group(self._inside(each, marks))),
            **dict.fromkeys(_HEADINGS, self._heading),
            "ul": lambda each, _marks: read_list(self.read_in, each),
            "ol": lambda each, _marks: read_list(self.read_in, each),
            "li": lambda each, _marks: as_items(self.read_in, [each]),
            "table": lambda each, _marks: read_table(self.read_in, each),
            "blockquote": self._quote,
            "pre": lambda each, _marks: [_code(each)],
            "hr": lambda _each, _marks: [{"type": "horizontalRule"}],
            "img": self._image,
            "figure": lambda each, marks: self.group(self._inside(each, marks)),
            "figcaption": self._caption,
            "dl": lambda each, marks: self.group(self._inside(each, marks)),
            "dt": lambda each, marks: self.group(self._inside(each, add_marks(marks, ["bold"]))),
        }

    def read(self, root: Element) -> list[Node]:
        """The blocks in the element."""
        return join_blocks(self.group(self._inside(root, ())))

    def read_in(self, element: Element) -> list[Node]:
        """The blocks in an element of a list or a table."""
        return join_blocks(self.group(self._inside(element, ())))

    def group(self, flow: Flow) -> Flow:
        """Blocks alone: each run of text between them becomes a paragraph."""
        run: list[Node] = []
        for node in flow:
            if node["type"] in INLINE:
                run.append(node)
            else:
                yield from _paragraph(run)
                run = []
                yield node
        yield from _paragraph(run)

    def _inside(self, element: Element, marks: Marks) -> Flow:
        if self._depth >= _MAX_DEPTH:
            yield text_node("".join(element.itertext()), marks)
            return
        self._depth += 1
        try:
            if element.text:
                yield text_node(element.text, marks)
            for child in element:
                yield from self._element(child, marks)
                if child.tail:
                    yield text_node(child.tail, marks)
        finally:
            self._depth -= 1

    def _element(self, element: Element, marks: Marks) -> Iterable[Node]:
        tag = tag_of(element)
        if tag in self._blocks:
            return self._blocks[tag](element, marks)
        if tag == "br":
            return [BREAK]
        if tag == "input":
            return self._box(element)
        if tag in {"sub", "sup"} and len(element) == 0:
            return [text_node(shift_digits(element.text or "", tag), marks)]
        more = add_marks(marks, marks_of(element))
        return self._inside(element, self._linked(element, more) if tag == "a" else more)

    def _linked(self, element: Element, marks: Marks) -> Marks:
        href = str(element.get("href") or "").strip()
        if not href or href.startswith("#"):
            return marks
        address = safe_address(href)
        if address is None:
            self.losses[Loss.LINKS] += 1
            return marks
        return (*(each for each in marks if each[0] != "link"), ("link", address))

    def _box(self, element: Element) -> Iterable[Node]:
        if element.get("type") != "checkbox":
            return []
        return [{"type": "checkbox", "attrs": {"checked": element.get("checked") is not None}}]

    def _heading(self, element: Element, marks: Marks) -> Flow:
        run: list[Node] = []
        after: list[Node] = []
        for node in self._inside(element, marks):
            (run if node["type"] in INLINE else after).append(node)
        inside = take_box(tidy(run))[1]
        if inside:
            attrs = {"level": _HEADINGS[tag_of(element)]}
            if "title" in classes_of(element):
                attrs["level"] = 0
            yield {"type": "heading", "attrs": attrs, "content": inside}
        yield from after

    def _quote(self, element: Element, marks: Marks) -> Flow:
        inside = join_blocks(self.group(self._inside(element, marks)))
        if inside:
            yield {"type": "blockquote", "content": inside}

    def _caption(self, element: Element, marks: Marks) -> Flow:
        for node in self.group(self._inside(element, marks)):
            yield {**node, "type": "caption"} if node["type"] == "paragraph" else node

    def _image(self, element: Element, _marks: Marks) -> Flow:
        source = str(element.get("src") or "")
        data = self._picture(source)
        if not data:
            self.losses[Loss.PICTURES] += 1
            return
        key = next((name for name, each in self.images.items() if each == data), "")
        if not key:
            key = f"image-{len(self.images) + 1}"
            self.images[key] = data
        attrs = {"image": key, "alt": " ".join(str(element.get("alt") or "").split())[:500]}
        yield {"type": "image", "attrs": attrs}

    def _picture(self, source: str) -> bytes | None:
        if source.startswith(f"{ASIDE}:"):
            return self._aside.get(source)
        if source[:5].lower() == "data:":
            return _data(source)
        return self._find(source)


def _paragraph(run: list[Node]) -> Flow:
    is_done, inside = take_box(tidy(run))
    if is_done is not None:
        yield from steps([(is_done, [{"type": "paragraph", "content": inside}])])
    elif inside:
        yield {"type": "paragraph", "content": inside}


def _code(element: Element) -> Node:
    for line_break in element.iter("br"):
        line_break.text = "\n"
    text = "".join(element.itertext()).replace("\r\n", "\n").strip("\n")
    names = classes_of(element) + [
        name for each in element.iter("code") for name in classes_of(each)
    ]
    languages = [name[9:] for name in names if name.startswith("language-")]
    node: Node = {"type": "codeBlock"}
    if languages:
        node["attrs"] = {"language": languages[0][:40]}
    if text:
        node["content"] = [text_node(text, ())]
    return node


def _data(address: str) -> bytes | None:
    head, _comma, body = address.partition(",")
    try:
        plain = unquote_to_bytes(body)
        return b64decode(plain, validate=False) if head.lower().endswith(";base64") else plain
    except (ValueError, binascii.Error):
        return None
