"""Answers a question in one cooperation. Runs inside a unit of work of the actor's scope."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select

from collab.core.actor import Actor
from collab.core.db import session
from collab.search.analyser import Wanted, ask, fold, is_cjk, main_language, tokenise, want
from collab.search.kinds import SINGLE, Kind
from collab.search.models import Passage
from collab.search.service.matching import MOST, Filters, find_matches
from collab.search.service.vocabulary import find_longer, find_near, is_used
from collab.search.snippets import Piece, make_snippet, mark

#: results whose titles are looked at for their order
_LOOKED_AT: Final = 200
#: how much more a result counts that has everything in its title
_IN_TITLE: Final = 2.0


@dataclass(slots=True)
class Hit:
    """One result: its best passage, and how many more of it fit."""

    passage: int
    source: str
    kind: Kind
    subject: UUID
    part: str
    anchor: str
    language: str
    working_group: UUID | None
    at: datetime
    title: str
    score: float
    passages: int = 1
    #: filled in for those that are shown
    heading: list[Piece] = field(default_factory=list)
    snippet: list[Piece] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in one cooperation, the best first."""

    hits: list[Hit]
    #: what was searched for after all; empty: what was asked for
    meant: str = ""
    #: there is more than was looked at
    has_more: bool = False


def answer(
    actor: Actor,
    question: str,
    filters: Filters,
    kind: Kind | None = None,
    *,
    shown: int,
    is_unfinished: bool = False,
) -> Answer:
    """Everything that fits; the first `shown` (of that kind) have their snippets."""
    wanted = ask(question, is_unfinished=is_unfinished)
    if not wanted:
        return Answer([])
    rows, meant = find_matches(actor, wanted, filters), ""
    if not rows and (loose := _loosen(wanted)) is not None:
        wanted, near = loose
        rows = find_matches(actor, wanted, filters)
        meant = _meant(actor, wanted, near, filters) if rows else ""
    if len(rows) == MOST and kind is not None:
        # what was left out may be of that kind
        rows = find_matches(actor, wanted, replace(filters, kind=kind.value))
    hits = _group(rows, wanted)
    _show([hit for hit in hits if kind in (None, hit.kind)][:shown], wanted)
    return Answer(hits, meant, has_more=len(rows) == MOST)


def _group(rows: Sequence[Any], wanted: Sequence[Wanted]) -> list[Hit]:
    hits: dict[tuple[str, UUID, str], Hit] = {}
    for row in rows:
        key = (row.kind, row.subject, row.part if row.kind in SINGLE else "")
        if key in hits:
            hits[key].passages += 1
        else:
            hits[key] = _as_hit(row)
    found = list(hits.values())
    _weigh(found[:_LOOKED_AT], wanted)
    return sorted(found, key=lambda hit: -hit.score)


def _as_hit(row: Any) -> Hit:
    return Hit(
        row.id,
        row.source,
        Kind(row.kind),
        row.subject,
        row.part,
        row.anchor,
        row.language,
        row.working_group,
        row.at,
        row.title,
        float(row.score),
    )


def _weigh(hits: Iterable[Hit], wanted: Sequence[Wanted]) -> None:
    """What is called so comes before what only mentions it; the databases' scores differ."""
    hits = list(hits)
    best = max((hit.score for hit in hits), default=0.0) or 1.0
    for hit in hits:
        hit.score /= best
        tokens = set(tokenise(hit.title, hit.language))
        if all(_has(tokens, each) for each in wanted):
            hit.score += _IN_TITLE


def _has(tokens: set[str], wanted: Wanted) -> bool:
    if any(tokens.issuperset(one) for one in wanted.alternatives):
        return True
    return wanted.is_begun and any(token.startswith(fold(wanted.word)) for token in tokens)


def _loosen(wanted: Sequence[Wanted]) -> tuple[list[Wanted], dict[str, list[str]]] | None:
    """Longer words where nobody uses the one that was asked for, else words spelled like it.

    The latter also by the word that was asked for, the nearest first.
    """
    found, nearest, is_loose = [], {}, False
    for each in wanted:
        others, near = _others(each)
        is_loose = is_loose or bool(others or near)
        extra = tuple(way for other in others or near for way in want(other).alternatives)
        found.append(replace(each, alternatives=(*each.alternatives, *extra)))
        if near:
            nearest[each.word] = near
    return (found, nearest) if is_loose else None


def _others(wanted: Wanted) -> tuple[list[str], list[str]]:
    """Words to look for besides: longer ones, or those of which one was probably meant."""
    word = fold(wanted.word)
    if is_cjk(wanted.word) or len(word) < 4:
        return [], []
    stems = {token[3:] for way in wanted.alternatives for token in way if token.startswith("_de")}
    if is_used(word, stems):
        return [], []
    longer = find_longer(word)
    return longer, [] if longer else find_near(word)


def _meant(
    actor: Actor, wanted: Sequence[Wanted], near: Mapping[str, Sequence[str]], filters: Filters
) -> str:
    """The question in words that were probably meant; empty when it has no other ones.

    The vocabulary is everybody's: only words are said that stand where the actor may read them.
    """
    asked = [each.word for each in wanted]
    words = [
        next((one for one in near.get(word, ()) if _stands(actor, one, filters)), word)
        for word in asked
    ]
    return " ".join(words) if words != asked else ""


def _stands(actor: Actor, word: str, filters: Filters) -> bool:
    return bool(find_matches(actor, [Wanted(word, ((word,),))], filters, limit=1))


def _show(hits: Sequence[Hit], wanted: Sequence[Wanted]) -> None:
    texts = _read_texts([hit.passage for hit in hits])
    for hit in hits:
        language = main_language(hit.language)
        hit.heading = mark(hit.title, language, wanted)
        hit.snippet = make_snippet(texts.get(hit.passage, ""), language, wanted)


def _read_texts(numbers: Sequence[int]) -> dict[int, str]:
    rows = session().execute(select(Passage.id, Passage.text).where(Passage.id.in_(numbers)))
    return dict(rows.all())
