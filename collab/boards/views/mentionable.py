"""Whom texts can mention."""

from collections.abc import Iterable

from collab.boards.service.people import BoardMember


def mentionable(people: Iterable[BoardMember]) -> list[dict[str, str]]:
    """These people as the editor in the browser wants them."""
    return [
        {"id": str(one.membership_id), "label": one.name, "delegation": one.delegation_short}
        for one in people
    ]
