"""The words that a cooperation uses."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from collab.core.db import database, new_id, session
from collab.search import compounds, spelling
from collab.search.analyser import fold, is_cjk, list_words, main_language
from collab.search.models import Word

#: of one question to the database
BATCH: Final = 400
#: words that are compared with a mistyped one
MOST_NEAR: Final = 4000
#: further words for one that nobody uses alone
MOST_MORE: Final = 30
_SHORTEST: Final = 3
GERMAN: Final = "de"


def read_words(text: str) -> set[str]:
    """The folded words of a text that are worth knowing."""
    found = {fold(word) for word in list_words(text) if not is_cjk(word)}
    return {word for word in found if len(word) >= _SHORTEST and word.isalpha()}


def learn(cooperation_id: UUID, language: str, words: Collection[str]) -> set[str]:
    """Know these folded words from now on; those that are new."""
    spoken = main_language(language)[:2]
    known: set[str] = set()
    for some in batches(words):
        wanted = select(Word.word).where(Word.language == spoken, Word.word.in_(some))
        known.update(session().scalars(wanted))
    new = set(words) - known
    for some in batches(new):
        _add(cooperation_id, spoken, some)
    if spoken == GERMAN and new:
        take_apart(word for word in new if len(word) >= compounds.SHORTEST_WHOLE)
    return new


def _add(cooperation_id: UUID, language: str, words: Iterable[str]) -> None:
    rows = [
        {
            "id": new_id(),
            "cooperation_id": cooperation_id,
            "language": language,
            "word": word,
            "stem": compounds.stem_of(word) if language == GERMAN else "",
            "head": word[:2],
            "tail": word[-2:],
            "length": len(word),
            "parts": "",
        }
        for word in sorted(words)
    ]
    # another process may learn the same word at this moment
    insert: Any = sqlite.insert if database.is_sqlite else postgresql.insert
    session().execute(insert(Word).on_conflict_do_nothing(), rows)


def take_apart(words: Iterable[str]) -> list[str]:
    """Note what these German compounds are made of; those of which that is another thing now."""
    changed = []
    for some in batches(words, 40):
        pieces = {piece for word in some for piece in compounds.list_possible_parts(word)}
        known = find_known(pieces)
        before = find_parts(some)
        for word in some:
            parts = " ".join(compounds.split(word, known))
            if parts != " ".join(before.get(word, ())):
                changed.append(word)
                session().execute(
                    update(Word)
                    .where(Word.language == GERMAN, Word.word == word)
                    .values(parts=parts)
                    .execution_options(synchronize_session=False)
                )
    return changed


def find_known(words: Collection[str]) -> set[str]:
    """Those of the folded words, and of their stems, that are German words or their stems here."""
    asked = set(words) | {compounds.stem_of(word) for word in words}
    found: set[str] = set()
    for some in batches(asked):
        rows = session().execute(
            select(Word.word, Word.stem).where(
                Word.language == GERMAN, or_(Word.word.in_(some), Word.stem.in_(some))
            )
        )
        for word, stem in rows:
            found |= {word, stem}
    return found


def find_parts(words: Collection[str]) -> dict[str, list[str]]:
    """What those of the folded words that are German compounds are made of."""
    found: dict[str, list[str]] = {}
    for some in batches(words):
        rows = session().execute(
            select(Word.word, Word.parts).where(
                Word.language == GERMAN, Word.word.in_(some), Word.parts != ""
            )
        )
        found.update((word, parts.split()) for word, parts in rows)
    return found


def list_compounds_of(words: Collection[str]) -> set[str]:
    """German words that begin or end with one of these, and so may be made of it."""
    found: set[str] = set()
    usable = [word for word in words if len(word) >= compounds.SHORTEST]
    for some in batches(usable, 50):
        wanted = select(Word.word).where(
            Word.language == GERMAN,
            Word.length >= compounds.SHORTEST_WHOLE,
            or_(*(_holds(word) for word in some)),
        )
        found.update(session().scalars(wanted))
    return found - set(words)


def _holds(word: str) -> ColumnElement[bool]:
    """At its beginning, or at its end in some form."""
    stem = compounds.stem_of(word)
    return or_(
        and_(Word.head == word[:2], Word.word.startswith(stem)),
        and_(Word.tail == word[-2:], Word.word.endswith(word)),
        Word.stem.endswith(stem),
    )


def is_used(word: str, stems: Collection[str]) -> bool:
    """Whether anybody here uses the folded word, or another form of it in German."""
    wanted = select(Word.id).where(or_(Word.word == word, Word.stem.in_([word, *stems]))).limit(1)
    return session().scalar(wanted) is not None


def find_longer(word: str) -> list[str]:
    """Words that begin with the folded word, or end with it."""
    wanted = select(Word.word).where(
        Word.length > len(word),
        or_(
            and_(Word.head == word[:2], Word.word.startswith(word)),
            and_(Word.tail == word[-2:], Word.word.endswith(word)),
        ),
    )
    return list(session().scalars(wanted.order_by(Word.length).limit(MOST_MORE)))


def find_near(word: str) -> list[str]:
    """Words that somebody who typed the folded word may have meant, the nearest first."""
    most = spelling.forgiven(word)
    if not most:
        return []
    wanted = (
        select(Word.word)
        .where(
            Word.length.between(len(word) - most, len(word) + most),
            or_(Word.head == word[:2], Word.tail == word[-2:]),
        )
        .distinct()
        .limit(MOST_NEAR)
    )
    return spelling.nearest(word, session().scalars(wanted))


def batches(words: Iterable[str], size: int = BATCH) -> Iterator[list[str]]:
    """The words in some order, so many at a time."""
    every = sorted(words)
    for at in range(0, len(every), size):
        yield every[at : at + size]
