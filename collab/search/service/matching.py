"""Asks the database which passages have what a question wants.

Databases know tokens only; the same tokens are found by both of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, cast, func, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from collab.accounts.models import Person
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import database, session
from collab.core.names import fold as fold_name
from collab.search.analyser import Wanted, fold
from collab.search.models import Passage
from collab.search.sources import SOURCES

#: passages that are looked at; who finds more adds a word
MOST: Final = 800
#: what results are ordered and counted by
COLUMNS: Final = (
    Passage.id,
    Passage.source,
    Passage.kind,
    Passage.subject,
    Passage.part,
    Passage.anchor,
    Passage.language,
    Passage.working_group,
    Passage.at,
    Passage.title,
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What else a result must be; None or empty: anything."""

    kind: str | None = None
    language: str | None = None
    working_group: UUID | None = None
    #: from the first moment to before the second
    since: datetime | None = None
    until: datetime | None = None
    #: part of the name of who wrote it
    author: str = ""

    @property
    def is_narrow(self) -> bool:
        """Whether people, who are of no group, language or time, are left out."""
        return any((self.language, self.working_group, self.since, self.until, self.author))


def find_matches(
    actor: Actor, wanted: Sequence[Wanted], filters: Filters, *, limit: int = MOST
) -> list[Any]:
    """The best matching passages that the actor may see, the best first: COLUMNS and `score`."""
    statement = _select_matching(actor.cooperation_id, write_question(wanted))
    statement = statement.where(_is_visible(actor), *_conditions(filters))
    return list(session().execute(statement.limit(limit)))


def list_with_word(words: Iterable[str], limit: int) -> Sequence[Passage]:
    """Passages of the scope's cooperation in which one of the folded words stands."""
    cooperation_id = session().scope.cooperation_id
    if cooperation_id is None:
        return ()
    wanted = [Wanted("", tuple((word,) for word in words))]
    found = _select_matching(cooperation_id, write_question(wanted), Passage)
    return [row[0] for row in session().execute(found.limit(limit))]


def _select_matching(cooperation_id: UUID, question: str, *columns: Any) -> Any:
    if database.is_sqlite:
        # the index knows no cooperations, but each passage has a token for its own
        asked = func.search_words(f'"_c{cooperation_id.hex}" AND {question}')
        found = asked.table_valued("rowid", "rank")
        return (
            select(*(columns or COLUMNS), (-found.c.rank).label("score"))
            .join(found, found.c.rowid == Passage.id)
            .order_by(found.c.rank)
        )
    found = func.search_find(cast(question, TSQUERY)).table_valued("passage_id", "score")
    return (
        select(*(columns or COLUMNS), found.c.score)
        .join(found, found.c.passage_id == Passage.id)
        .order_by(found.c.score.desc())
    )


def write_question(wanted: Sequence[Wanted]) -> str:
    """The question in the database's words; tokens hold nothing that it could take for others."""
    begun = _begun_on_sqlite if database.is_sqlite else _begun_on_postgresql
    whole = _all_on_sqlite if database.is_sqlite else _all_on_postgresql
    joint, other = (" AND ", " OR ") if database.is_sqlite else (" & ", " | ")
    groups = []
    for each in wanted:
        ways = [whole(alternative) for alternative in each.alternatives]
        if each.is_begun:
            ways.append(begun(fold(each.word)))
        groups.append(f"({other.join(ways)})")
    return joint.join(groups)


def _all_on_sqlite(tokens: Sequence[str]) -> str:
    return "(" + " AND ".join(f'"{token}"' for token in tokens) + ")"


def _all_on_postgresql(tokens: Sequence[str]) -> str:
    return "(" + " & ".join(f"'{token}'" for token in tokens) + ")"


def _begun_on_sqlite(word: str) -> str:
    return f'"{word}"*'


def _begun_on_postgresql(word: str) -> str:
    return f"'{word}':*"


def _is_visible(actor: Actor) -> ColumnElement[bool]:
    """Each source says for its own."""
    return or_(
        *(
            and_(Passage.source == source.name, source.is_visible(actor))
            for source in SOURCES.values()
        )
    )


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    equal = {
        Passage.kind: filters.kind,
        Passage.language: filters.language,
        Passage.working_group: filters.working_group,
    }
    found = [column == value for column, value in equal.items() if value]
    if filters.since:
        found.append(Passage.at >= filters.since)
    if filters.until:
        found.append(Passage.at < filters.until)
    if filters.author:
        found.append(Passage.author.in_(_named(filters.author)))
    return found


def _named(name: str) -> Any:
    """The memberships of people with these words in their name."""
    wanted = select(Membership.id).join(Person, Person.id == Membership.person_id)
    for word in fold_name(name).split():
        wanted = wanted.where(Person.name_key.contains(word, autoescape=True))
    return wanted
