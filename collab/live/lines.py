"""Writes a block's line of text anew where it differs. Runs only in the reader process."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any, Final, NamedTuple

from pycrdt import XmlElement, XmlText

from collab.live.building import formats_of, insert_node
from collab.live.content import read_nodes
from collab.live.formats import format_name
from collab.live.schema import Node

#: letters of one text times letters of the other that are compared in one document; what is left is
#: written anew between what is the same at both ends: looking for more would take too long
MOST_COMPARED: Final = 4_000_000


class Patience:
    """How much is still compared letter by letter."""

    def __init__(self, most: int = MOST_COMPARED) -> None:
        self._left = most

    def allows(self, old: int, new: int) -> bool:
        """Whether texts of so many letters are compared; if so, that is used up."""
        if old * new > self._left:
            return False
        self._left -= old * new
        return True


class _Letter(NamedTuple):
    """A letter and its marks, as something that can be compared."""

    letter: str
    marks: tuple[tuple[str, str], ...]


def write_line(element: XmlElement, wanted: Sequence[Node], patience: Patience) -> None:
    """Let the block's line be these nodes; letters that stay are not touched."""
    is_alike = _atoms(_read(element)) == _atoms(wanted)
    is_written = is_alike and _write_runs(element, wanted, patience)
    if not is_written or _read(element) != list(wanted):
        _write_anew(element, wanted)


def _read(element: XmlElement) -> list[Node]:
    return [node for child in element.children for node in read_nodes(child)]


def _write_anew(element: XmlElement, wanted: Sequence[Node]) -> None:
    del element.children[0 : len(element.children)]
    run: XmlText | None = None
    for node in wanted:
        if node["type"] != "text":
            run = None
            insert_node(element, len(element.children), node)
            continue
        if run is None:
            run = element.children.append(XmlText(""))
        run.insert(len(run), node["text"], formats_of(node))


def _atoms(nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if node["type"] != "text"]


def _write_runs(element: XmlElement, wanted: Sequence[Node], patience: Patience) -> bool:
    """Write the runs between what is no text; False when the block is not made as expected."""
    texts = list(_texts(element))
    runs = list(_runs(wanted))
    if len(texts) != len(runs) or any(len(each) > 1 for each in texts):
        return False
    for found, run in zip(texts, runs, strict=True):
        if found:
            _write_run(found[0], run, patience)
        elif run:
            return False
    return True


def _texts(element: XmlElement) -> Iterator[list[XmlText]]:
    """The texts before, between and after what is no text: usually one, or none, at each place."""
    found: list[XmlText] = []
    for child in element.children:
        if isinstance(child, XmlText):
            found.append(child)
        else:
            yield found
            found = []
    yield found


def _runs(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    found: list[Node] = []
    for node in nodes:
        if node["type"] == "text":
            found.append(node)
        else:
            yield found
            found = []
    yield found


def _write_run(text: XmlText, wanted: Sequence[Node], patience: Patience) -> None:
    old = _letters([node for node in read_nodes(text) if node["type"] == "text"])
    new = _letters(wanted)
    formats = {_key(node): formats_of(node) for node in wanted}
    for start, end, letters in reversed(_changes(old, new, patience)):
        at = _size(old[:start])
        if end > start:
            del text[at : at + _size(old[start:end])]
        for words, marks in _grouped(letters):
            text.insert(at, words, _against(formats[marks], text))
            at += len(words.encode())


def _against(formats: dict[str, Any], text: XmlText) -> dict[str, Any]:
    """The formats of a run, and nothing for those that it would have from its neighbours."""
    known = {name for _words, given in text.diff() for name in (given or {})}
    return {**dict.fromkeys(known), **formats}


def _letters(nodes: Sequence[Node]) -> list[_Letter]:
    return [_Letter(letter, _key(node)) for node in nodes for letter in node["text"]]


def _key(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(
        (mark["type"], repr(sorted((mark.get("attrs") or {}).items())))
        for mark in node.get("marks", ())
    )


def _formats(node: Node) -> dict[str, Any]:
    return {format_name(mark): mark.get("attrs") or {} for mark in node.get("marks", ())}


def _size(letters: Sequence[_Letter]) -> int:
    """In bytes, as pycrdt counts."""
    return sum(len(each.letter.encode()) for each in letters)


def _grouped(letters: Sequence[_Letter]) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    words, marks = "", None
    for each in letters:
        if marks is not None and each.marks != marks:
            yield words, marks
            words = ""
        words, marks = words + each.letter, each.marks
    if marks is not None:
        yield words, marks


def _changes(
    old: list[_Letter], new: list[_Letter], patience: Patience
) -> list[tuple[int, int, list[_Letter]]]:
    """What to put in the place of which letters of `old`, from the first to the last."""
    shorter = min(len(old), len(new))
    start = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    left = shorter - start
    tail = next((at for at in range(left) if old[-1 - at] != new[-1 - at]), left)
    inner, other = old[start : len(old) - tail], new[start : len(new) - tail]
    if not inner and not other:
        return []
    if not patience.allows(len(inner), len(other)):
        return [(start, start + len(inner), other)]
    found = SequenceMatcher(None, inner, other, autojunk=False).get_opcodes()
    return [(start + a, start + b, other[c:d]) for tag, a, b, c, d in found if tag != "equal"]
