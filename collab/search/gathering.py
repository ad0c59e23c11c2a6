"""Answers a question in all cooperations of a person. Opens units of work."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

from collab.accounts.service import TwoFactorRequired
from collab.cooperations import service as cooperations
from collab.cooperations.service import OwnCooperation, Suspended
from collab.core.actor import Actor
from collab.core.db import Scope, unit_of_work
from collab.core.errors import NotFound
from collab.groups import service as groups
from collab.search import service
from collab.search.kinds import Kind
from collab.search.service import Filters, FoundPerson, Hit

#: so many cooperations are looked into
MOST_PLACES: Final = 40
PAGE: Final = 20
MAX_PAGES: Final = 10
MAX_QUESTION: Final = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for, and where."""

    text: str
    #: name of a cooperation in addresses; empty: all of them
    place: str = ""
    #: name of a working group of that cooperation in addresses
    group: str = ""
    #: of results; None: all
    kind: Kind | None = None
    filters: Filters = field(default_factory=Filters)
    page: int = 1
    #: somebody is still typing the last word
    is_unfinished: bool = False


@dataclass(frozen=True, slots=True)
class At:
    """A result, and the cooperation in which it is."""

    own: OwnCooperation
    hit: Hit


@dataclass(frozen=True, slots=True)
class PersonAt:
    """Somebody, and the cooperation in which they are."""

    own: OwnCooperation
    person: FoundPerson


@dataclass(slots=True)
class Findings:
    """What was found, the best first."""

    shown: list[At] = field(default_factory=list)
    people: list[PersonAt] = field(default_factory=list)
    #: how much there is of each kind
    counts: Counter[Kind] = field(default_factory=Counter)
    #: the person's cooperations, and the working groups of the one that was chosen
    places: list[OwnCooperation] = field(default_factory=list)
    groups: list[tuple[str, str, str]] = field(default_factory=list)
    #: names of working groups, by id
    group_names: dict[UUID, tuple[str, str]] = field(default_factory=dict)
    total: int = 0
    page: int = 1
    #: what was searched for, as nobody writes what was asked for
    meant: str = ""
    #: there is more than was counted
    has_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages can be turned to, at least one."""
        return min(MAX_PAGES, max(1, -(-self.total // PAGE)))


def list_places(person_id: UUID, language: str) -> list[OwnCooperation]:
    """The cooperations that the person can search."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        own = cooperations.list_own_cooperations(person_id, language, limit=MOST_PLACES)
    return [one for one in own if not one.is_proposed and not one.is_suspended]


def visit(
    person_id: UUID, places: list[OwnCooperation], slug: str = ""
) -> Iterator[tuple[OwnCooperation, Actor]]:
    """The cooperations, or only that one, with who the person is there."""
    for one in places:
        if slug and one.slug != slug:
            continue
        try:
            yield one, cooperations.find_actor(person_id, None, one.slug)
        except (NotFound, Suspended, TwoFactorRequired):
            continue


def find(person_id: UUID, language: str, question: Question) -> Findings:
    """The results of that page, with their snippets; what the person may not see is not counted."""
    found = Findings(places=list_places(person_id, language))
    every: list[At] = []
    for own, actor in visit(person_id, found.places, question.place):
        with unit_of_work(actor.scope, writes=False):
            every += _search_in(own, actor, question, found)
    found.counts[Kind.PERSON] = len(found.people)
    of_kind = [at for at in every if question.kind in (None, at.hit.kind)]
    of_kind.sort(key=lambda at: -at.hit.score)
    found.total = len(of_kind)
    found.page = min(max(1, question.page), found.pages)
    found.shown = of_kind[(found.page - 1) * PAGE : found.page * PAGE]
    return found


def _search_in(own: OwnCooperation, actor: Actor, asked: Question, found: Findings) -> list[At]:
    here = groups.list_groups(actor)
    found.group_names.update((one.id, (one.name, one.language)) for one in here)
    filters = asked.filters
    if asked.place:
        found.groups = [(one.slug, one.name, one.language) for one in here]
        chosen = next((one.id for one in here if one.slug == asked.group), None)
        filters = replace(filters, working_group=chosen)
    if not asked.text.strip():
        return []
    answer = service.answer(
        actor,
        asked.text,
        filters,
        asked.kind,
        shown=min(max(1, asked.page), MAX_PAGES) * PAGE,
        is_unfinished=asked.is_unfinished,
    )
    found.meant = found.meant or answer.meant
    found.has_more = found.has_more or answer.has_more
    found.counts.update(hit.kind for hit in answer.hits)
    if not filters.is_narrow:
        found.people += [PersonAt(own, one) for one in service.find_people(actor, asked.text)]
    return [At(own, hit) for hit in answer.hits]


def glance(person_id: UUID, language: str, question: Question) -> Findings:
    """The first results while the last word is still being typed."""
    return find(person_id, language, replace(question, is_unfinished=True))
