"""What an item of the text may be where it is: anything else stops every editor that has it open.

The text is one tree of XML elements under a name. Elements hold elements and texts, texts hold
words and formats, and both have attributes. Browsers that find something else in it throw, and
show the document to nobody.
"""

from enum import IntEnum
from typing import Final

from collab.live.contents import DELETED, FORMAT, GC, STRING, TYPES, VALUES, XML_ELEMENT, XML_TEXT

#: what the editor shows of a document; Tiptap calls it so
FRAGMENT: Final = "default"


class Role(IntEnum):
    """Where an item is; the numbers are kept with snapshots."""

    #: not in the text, or in what is gone: nobody looks at it
    UNSEEN = 0
    BLOCK = 1
    CHILD = 2
    WORDS = 3
    ATTRIBUTE = 4


class Holder(IntEnum):
    """What others are put into; the numbers are kept with snapshots."""

    UNSEEN = 0
    ELEMENT = 1
    TEXT = 2


_GONE: Final = frozenset({GC, DELETED})
_CONTENTS: Final = range(32)
# tables, for each struct of an update is looked up in them
_ALLOWED: Final = (
    frozenset(_CONTENTS),
    _GONE | {XML_ELEMENT},
    _GONE | {XML_ELEMENT, XML_TEXT},
    _GONE | {STRING, FORMAT},
    _GONE | {VALUES},
)
_INSIDE: Final = (
    (Role.UNSEEN, Role.UNSEEN),
    (Role.CHILD, Role.ATTRIBUTE),
    (Role.WORDS, Role.ATTRIBUTE),
)


def _hold(role: Role, content: int) -> Holder | None:
    if content < TYPES:
        return Holder.UNSEEN if content in _GONE else None
    if role in (Role.UNSEEN, Role.ATTRIBUTE):
        return Holder.UNSEEN
    return Holder.ELEMENT if content == XML_ELEMENT else Holder.TEXT


_HOLDERS: Final = [[_hold(role, content) for content in _CONTENTS] for role in Role]


def allows(role: int, content: int) -> bool:
    """Whether an item may hold this where it is."""
    return content in _ALLOWED[role]


def role_under(root: str | None, *, is_value: bool) -> Role:
    """The role of an item that is directly in a type of the document."""
    if root != FRAGMENT:
        return Role.UNSEEN
    return Role.ATTRIBUTE if is_value else Role.BLOCK


def role_inside(holder: Holder, *, is_value: bool) -> Role:
    """The role of an item in another."""
    return _INSIDE[holder][is_value]


def holder_of(role: int, content: int) -> Holder | None:
    """What an item is to those that are put into it; None when nothing can be."""
    return _HOLDERS[role][content]
