"""What a source promises."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement

from collab.core.actor import Actor
from collab.search.kinds import Kind


@dataclass(frozen=True, slots=True)
class Reading:
    """A piece of a subject, as the index keeps it; see collab.search.models.Passage."""

    kind: Kind
    part: str
    language: str
    title: str
    text: str
    at: datetime
    anchor: str = ""
    working_group: UUID | None = None
    author: UUID | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of subject."""

    name: str
    #: everything of a subject; nothing when it is gone. Runs in its cooperation, for nobody
    read: Callable[[UUID], Iterable[Reading]]
    #: the condition that the actor may see the subject of a `Passage` of a query
    is_visible: Callable[[Actor], ColumnElement[bool]]
    #: all that there are in the cooperation
    list_all: Callable[[], Iterable[UUID]]
