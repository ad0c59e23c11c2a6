"""Lets the index say what a subject says now."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import delete, insert, select

from collab.core.db import session
from collab.search.analyser import Split, fold, main_language, tokenise
from collab.search.models import Passage
from collab.search.service.matching import list_with_word
from collab.search.service.vocabulary import (
    GERMAN,
    batches,
    find_parts,
    learn,
    list_compounds_of,
    read_words,
    take_apart,
)
from collab.search.sources import SOURCES, Reading

#: passages that are taken apart anew when a word becomes known
MOST_AGAIN: Final = 500
_Key = tuple[str, str, str]


def mark_cooperation(cooperation_id: UUID) -> str:
    """The token that every passage of a cooperation has."""
    return f"_c{cooperation_id.hex}"


def index_subject(cooperation_id: UUID, source: str, subject: UUID) -> None:
    """Read the subject and write what changed; forget it when it is gone."""
    readings = {(one.kind.value, one.part, one.language): one for one in _read(source, subject)}
    there = session().execute(
        select(Passage.id, Passage.kind, Passage.part, Passage.language, Passage.digest).where(
            Passage.source == source, Passage.subject == subject
        )
    )
    gone: list[int] = []
    changed = {key: (reading, digest(reading)) for key, reading in readings.items()}
    for number, kind, part, language, known in there:
        key: _Key = (kind, part, language)
        if key in changed and changed[key][1] == known:
            del changed[key]
        else:
            gone.append(number)
    _forget(gone)
    _write(cooperation_id, source, subject, list(changed.values()))


def _read(source: str, subject: UUID) -> Iterable[Reading]:
    return SOURCES[source].read(subject)


def digest(reading: Reading) -> str:
    """What tells whether a passage has to be written again."""
    parts = (
        reading.title,
        reading.text,
        reading.at.isoformat(),
        reading.anchor,
        str(reading.working_group),
        str(reading.author),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _forget(numbers: Sequence[int]) -> None:
    for at in range(0, len(numbers), 400):
        session().execute(
            delete(Passage)
            .where(Passage.id.in_(numbers[at : at + 400]))
            .execution_options(synchronize_session=False)
        )


def _write(
    cooperation_id: UUID, source: str, subject: UUID, changed: Sequence[tuple[Reading, str]]
) -> None:
    if not changed:
        return
    new = _learn(cooperation_id, [reading for reading, _digest in changed])
    split = _make_split([reading for reading, _digest in changed])
    owner = mark_cooperation(cooperation_id)
    rows = [
        {
            "cooperation_id": cooperation_id,
            "source": source,
            "subject": subject,
            "kind": reading.kind.value,
            "part": reading.part,
            "anchor": reading.anchor,
            "language": reading.language,
            "working_group": reading.working_group,
            "author": reading.author,
            "title": reading.title[:300],
            "text": reading.text,
            "at": reading.at,
            "digest": known,
            "words": write_words(owner, reading.title, reading.text, reading.language, split),
        }
        for reading, known in changed
    ]
    for at in range(0, len(rows), 200):
        session().execute(insert(Passage), rows[at : at + 200])
    take_apart_again(new)


def write_words(owner: str, title: str, text: str, language: str, split: Split) -> str:
    """The tokens of a passage as its row keeps them."""
    return " ".join((owner, *tokenise(f"{title}\n{text}", language, split)))


def _learn(cooperation_id: UUID, readings: Iterable[Reading]) -> set[str]:
    """Learn the words; the German ones that were not known."""
    spoken: defaultdict[str, set[str]] = defaultdict(set)
    for reading in readings:
        spoken[main_language(reading.language)] |= read_words(f"{reading.title}\n{reading.text}")
    new: set[str] = set()
    for language, words in spoken.items():
        learned = learn(cooperation_id, language, words)
        new |= learned if language == GERMAN else set()
    return new


def _make_split(readings: Iterable[Reading]) -> Split:
    german = [one for one in readings if main_language(one.language) == GERMAN]
    words = {word for one in german for word in read_words(f"{one.title}\n{one.text}")}
    return split_by(find_parts(words))


def split_by(parts: dict[str, list[str]]) -> Split:
    """Takes apart the words of which it is known how."""
    return lambda word: parts.get(fold(word), ())


def take_apart_again(new: Iterable[str]) -> None:
    """Find compounds by parts that nobody had used before."""
    changed = take_apart(list_compounds_of(set(new)))
    if not changed:
        return
    split = split_by(find_parts(changed))
    for some in batches(changed, 20):
        for passage in list_with_word(some, MOST_AGAIN):
            words = read_words(f"{passage.title}\n{passage.text}")
            whole = split_by(find_parts(words)) if words else split
            passage.words = write_words(
                mark_cooperation(passage.cooperation_id),
                passage.title,
                passage.text,
                passage.language,
                whole,
            )
    session().flush()
