"""People, found by their names as they are now."""

from dataclasses import dataclass
from typing import Final

from collab.cooperations import policy
from collab.cooperations import service as cooperations
from collab.cooperations.service import MemberQuery, MemberSort
from collab.core.actor import Actor
from collab.core.names import fold
from collab.search.spelling import nearest

#: names that are compared with a mistyped one
_MOST: Final = 2000
SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """A member of a cooperation."""

    name: str
    delegation: str
    color: int
    person_id: str


def find_people(actor: Actor, text: str, limit: int = SHOWN) -> list[FoundPerson]:
    """Members whose name has these words, else names spelled like them; none for guests."""
    if not policy.can_list_members(actor) or not fold(text):
        return []
    page = cooperations.list_members(actor, MemberQuery(text=text, sort=MemberSort.NAME))
    found = [each.member for each in page.members] or _find_near(actor, text)
    return [
        FoundPerson(one.name, one.delegation_short, one.color, str(one.person_id))
        for one in found[:limit]
    ]


def _find_near(actor: Actor, text: str) -> list[cooperations.Member]:
    everybody = cooperations.list_names(actor, limit=_MOST)
    known = {word for one in everybody for word in fold(one.name).split()}
    meant = [nearest(word, known) if word not in known else [word] for word in fold(text).split()]
    if not all(meant):
        return []
    return [
        one for one in everybody if all(set(words) & set(fold(one.name).split()) for words in meant)
    ]
