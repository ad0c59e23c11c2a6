"""Ids as they come in: in forms, addresses, commands and details."""

from uuid import UUID


def parse_id(value: object) -> UUID | None:
    """The id that a text gives; None when it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
