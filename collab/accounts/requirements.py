"""Who requires a second factor of a person: packages above this one say so."""

from collections.abc import Callable
from uuid import UUID

#: names of the cooperations that require it of this person; called in the person's own scope
Requirement = Callable[[UUID], list[str]]

_requirements: list[Requirement] = []


def register(requirement: Requirement) -> None:
    """Ask this too before a person gives up their last second factor."""
    if requirement not in _requirements:
        _requirements.append(requirement)


def list_demanding(person_id: UUID) -> list[str]:
    """The names of all who require a second factor of the person."""
    return [name for requirement in _requirements for name in requirement(person_id)]
