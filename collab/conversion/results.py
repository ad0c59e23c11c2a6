"""What is read from a file of another program, and what could not be taken from it."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from collab.texts.nodes import Node

#: characters that a page may have; longer ones open too slowly for everybody
MAX_CHARACTERS: Final = 400_000
#: bytes of all pictures in one file
MAX_PICTURE_BYTES: Final = 60_000_000
MAX_PICTURES: Final = 300


class Format(StrEnum):
    """What texts are read from and written to."""

    DOCX = "docx"
    ODT = "odt"
    MARKDOWN = "md"
    HTML = "html"
    PDF = "pdf"


class Loss(StrEnum):
    """What a page does not take over from a file, or not as it was."""

    #: they stand at the end of the text instead
    FOOTNOTES = "footnotes"
    COMMENTS = "comments"
    #: tracked changes: the text is as if all were accepted
    CHANGES = "changes"
    #: in a format that no browser shows, damaged, or not in the file
    PICTURES = "pictures"
    DRAWINGS = "drawings"
    FORMULAS = "formulas"
    #: fields to fill in
    FORMS = "forms"
    #: videos, tables of a spreadsheet, programs
    OBJECTS = "objects"
    #: what stands at the top and the bottom of each page
    MARGINS = "margins"
    #: to places on somebody's disk
    LINKS = "links"
    #: lists of contents, which the page makes itself
    CONTENTS = "contents"
    #: headings below the fourth level
    LEVELS = "levels"


class Unreadable(ValueError):
    """The file is damaged, or not what it says it is."""


class TooLong(ValueError):
    """There is more text in it than a page may have."""


@dataclass(slots=True)
class Converted:
    """A text as the editor knows it."""

    #: a document in ProseMirror JSON, valid by the schema; images name their picture by its key
    content: Node
    #: key → bytes as they were in the file, not looked at yet
    images: dict[str, bytes] = field(default_factory=dict)
    #: what was lost, and how often
    losses: Counter[Loss] = field(default_factory=Counter)
    #: what the file calls itself; ""
    title: str = ""
    #: the language it says it is in, "de" or "de-CH"; ""
    language: str = ""
