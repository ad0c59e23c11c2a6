"""What is written into a file: pages, one below the other, and what they refer to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from collab.texts.nodes import Node
from collab.texts.references import Surroundings


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of a page."""

    data: bytes
    media_type: str
    #: pixels
    width: int
    height: int

    @property
    def ending(self) -> str:
        """What files of this kind are called."""
        return "jpg" if self.media_type == "image/jpeg" else self.media_type.partition("/")[2]


FindPicture = Callable[[str], Picture | None]
"""Gives an image by what the text calls it; None when it is not there."""


def no_picture(_image: str) -> Picture | None:
    """For texts without images."""
    return None


@dataclass(frozen=True, slots=True)
class Section:
    """One page in a file."""

    title: str
    language: str
    content: Node
    #: how deep it lies below the first
    depth: int = 0
    #: by absolute addresses: the file leaves the platform
    around: Surroundings = field(default_factory=Surroundings)
    find_picture: FindPicture = no_picture


@dataclass(frozen=True, slots=True)
class Work:
    """All that goes into one file; the first section is what the file is called."""

    sections: Sequence[Section]

    @property
    def title(self) -> str:
        """What the file is called."""
        return self.sections[0].title

    @property
    def language(self) -> str:
        """The language of the first page."""
        return self.sections[0].language

    @property
    def has_contents(self) -> bool:
        """Whether it begins with a table of contents: several pages do."""
        return len(self.sections) > 1
