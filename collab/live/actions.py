"""Changes one action of a document in place. Runs only in the reader process.

Only the words that differ are touched: what somebody types beside them at this moment stays, and so
do marks and mentions. The element itself is never replaced.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pycrdt import XmlElement, XmlFragment, XmlText

from collab.live.content import list_elements, plain, raw_attrs, read_attrs
from collab.live.merging import Change, bring
from collab.live.schema import SchemaError

#: what a task says of an action; its id is its own
SETTABLE: Final = frozenset({"assignee", "assigneeLabel", "due", "done"})


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter of an action: where its child is, and its bytes in it.

    Letters of a mention come and go together: they have no bytes of their own.
    """

    letter: str
    child: int
    start: int = 0
    end: int = 0

    @property
    def is_text(self) -> bool:
        return self.end > 0


#: what reads as one letter: a run of spaces is one
_Line = list[list[_Letter]]


def set_action(
    fragment: XmlFragment,
    block: str,
    attrs: Mapping[str, Any],
    text: str | None = None,
    was: str | None = None,
) -> None:
    """Let the action of this block have these attributes and, if given, this text.

    `was` is the text that whoever wrote `text` saw. Nothing happens when the action is gone.
    """
    if not set(attrs) <= SETTABLE:
        raise SchemaError("an action has no such attributes")
    element = _find(fragment, block)
    if element is None:
        return
    _set_attrs(element, attrs)
    if text is not None:
        _set_text(element, " ".join(text.split()), was)


def _find(fragment: XmlFragment, block: str) -> XmlElement | None:
    found = (e for e in list_elements(fragment) if e.tag == "actionItem")
    return next((each for each in found if read_attrs(each).get("id") == block), None)


def _set_attrs(element: XmlElement, attrs: Mapping[str, Any]) -> None:
    present = raw_attrs(element)
    for name, value in attrs.items():
        if value is None and name in present:
            del element.attributes[name]
        elif value is not None and plain(present.get(name)) != value:
            element.attributes[name] = value


def _set_text(element: XmlElement, text: str, was: str | None) -> None:
    line = _read_line(element)
    there = "".join(" " if each[0].letter.isspace() else each[0].letter for each in line)
    seen = there if was is None else " ".join(was.split())
    change = _widen(line, bring(seen, text, there))
    doomed = [letter for each in line[change.start : change.end] for letter in each]
    # from the last to the first: places before stay what they are
    for letter in reversed(list(dict.fromkeys(map(_without_letter, doomed)))):
        _delete(element, letter)
    if change.words:
        _insert(element, line, change)


def _read_line(element: XmlElement) -> _Line:
    line: _Line = []
    for letter in _letters(element):
        if line and letter.letter.isspace() and line[-1][0].letter.isspace():
            line[-1].append(letter)
        else:
            line.append([letter])
    if line and line[0][0].letter.isspace():
        del line[0]
    if line and line[-1][0].letter.isspace():
        del line[-1]
    return line


def _letters(element: XmlElement) -> Iterator[_Letter]:
    for index, child in enumerate(element.children):
        if isinstance(child, XmlText):
            yield from _text_letters(index, child)
        elif isinstance(child, XmlElement) and child.tag == "mention":
            for letter in f"@{read_attrs(child).get('label') or ''}":
                yield _Letter(letter, index)
        elif isinstance(child, XmlElement) and child.tag == "hardBreak":
            yield _Letter(" ", index)


def _text_letters(index: int, text: XmlText) -> Iterator[_Letter]:
    at = 0
    for chunk, _formats in text.diff():
        if not isinstance(chunk, str):
            at += 1  # something that was put into the text, which the schema does not know
            continue
        for letter in chunk:
            size = len(letter.encode())
            yield _Letter(letter, index, at, at + size)
            at += size


def _widen(line: _Line, change: Change) -> Change:
    """A change that touches a mention touches all of it; its words are words from then on."""
    if not change.words and change.start == change.end:
        return change
    start, end, words = change
    while 0 < start < len(line) and _is_one(line, start):
        start -= 1
        words = line[start][0].letter + words
    while 0 < end < len(line) and _is_one(line, end):
        words += line[end][0].letter
        end += 1
    return Change(start, end, words)


def _is_one(line: _Line, at: int) -> bool:
    """Whether the letters before and at this place are of one mention."""
    before, behind = line[at - 1][-1], line[at][0]
    return not before.is_text and not behind.is_text and before.child == behind.child


def _without_letter(place: _Letter) -> _Letter:
    """The place alone: all letters of a mention are at the same one."""
    return _Letter("", place.child, place.start, place.end)


def _delete(element: XmlElement, place: _Letter) -> None:
    if place.is_text:
        del _text_at(element, place.child)[place.start : place.end]
    else:
        del element.children[place.child]


def _insert(element: XmlElement, line: _Line, change: Change) -> None:
    before = line[change.start - 1][-1] if change.start else None
    behind = line[change.start][0] if change.start < len(line) else None
    if before is not None and before.is_text:
        _text_at(element, before.child).insert(before.end, change.words)
    elif behind is not None and behind.is_text:
        _text_at(element, behind.child).insert(behind.start, change.words)
    else:
        at = len(element.children) if behind is None else behind.child
        made = element.children.insert(at, XmlText(""))
        made.insert(0, change.words)


def _text_at(element: XmlElement, index: int) -> XmlText:
    child = element.children[index]
    assert isinstance(child, XmlText)
    return child
