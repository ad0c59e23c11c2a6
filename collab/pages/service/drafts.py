"""What was read from files, before it becomes pages."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from collab.conversion.results import Loss
from collab.pages.service.images import PreparedImage
from collab.texts.nodes import Node


@dataclass(frozen=True, slots=True)
class Draft:
    """A page to be."""

    #: of the file
    name: str
    title: str
    language: str
    #: a document in ProseMirror JSON; its images name one of `images`
    content: Node
    images: Mapping[str, PreparedImage] = field(default_factory=dict)
    losses: Mapping[Loss, int] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        images = {key: asdict(each) | {"id": str(each.id)} for key, each in self.images.items()}
        return {
            "name": self.name,
            "title": self.title,
            "language": self.language,
            "content": self.content,
            "images": images,
            "losses": dict(self.losses),
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Draft":
        """As it was kept."""
        images = {
            key: PreparedImage(**each | {"id": UUID(each["id"])})
            for key, each in kept["images"].items()
        }
        losses = {Loss(name): count for name, count in kept["losses"].items()}
        return cls(**kept | {"images": images, "losses": losses})


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file of which no page is made, and why, in the reader's words."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Batch:
    """The files of one import."""

    drafts: tuple[Draft, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "drafts": [each.to_json() for each in self.drafts],
            "refusals": [asdict(each) for each in self.refusals],
        }

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Batch":
        """As it was kept."""
        return cls(
            tuple(Draft.from_json(each) for each in kept.get("drafts", ())),
            tuple(Refusal(**each) for each in kept.get("refusals", ())),
        )
