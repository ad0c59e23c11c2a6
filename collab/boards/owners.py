"""Who can owe a task, as a key that stands in pages and messages."""

from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

PERSON: Final = "p"
DELEGATION: Final = "d"


@dataclass(frozen=True, slots=True)
class OwnerKey:
    """A person (by membership) or a delegation; written `p:<membership>` or `d:<delegation>`."""

    kind: str
    id: UUID

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def membership_id(self) -> UUID | None:
        """The membership, of a person."""
        return self.id if self.kind == PERSON else None

    @property
    def delegation_id(self) -> UUID | None:
        """The delegation, of a delegation."""
        return self.id if self.kind == DELEGATION else None

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """What the text names; None when it names nothing."""
        kind, _colon, rest = text.partition(":")
        if kind not in (PERSON, DELEGATION):
            return None
        try:
            return cls(kind, UUID(rest))
        except ValueError:
            return None


def person(membership_id: UUID) -> OwnerKey:
    """That member."""
    return OwnerKey(PERSON, membership_id)


def delegation(delegation_id: UUID) -> OwnerKey:
    """That delegation."""
    return OwnerKey(DELEGATION, delegation_id)


def owner_key(membership_id: UUID | None, delegation_id: UUID | None) -> OwnerKey:
    """Who owes a task by the two columns of a row, of which one is filled."""
    if membership_id is not None:
        return person(membership_id)
    if delegation_id is None:
        raise ValueError("a task is owed by a person or a delegation")
    return delegation(delegation_id)
