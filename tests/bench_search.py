"""`make bench`: 100,000 paragraphs in nine languages, found by people who see only some of them.

Measured is the whole answer: matching, what the reader may see, snippets. The bars are those of a
machine that does nothing else; exit 1 when one is missed.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert

from collab.core.clock import now
from collab.core.db import database, session, unit_of_work
from collab.documents.models import Document
from collab.search import service
from collab.search.analyser import is_cjk
from collab.search.models import Passage
from collab.search.service import Filters
from collab.search.service.indexing import mark_cooperation, write_words
from tests.databases import (
    DEPLOY,
    Address,
    create_postgres,
    migrate,
    read_statements,
    sqlite_address,
)
from tests.documents import make_library, make_page
from tests.postgres import HASTE, serve_postgres
from tests.search_corpus import SENTENCES
from tests.world import Place, World, make_world

PARAGRAPHS, PER_PAGE, QUESTIONS = 100_000, 40, 300
#: of each language; the most frequent stands in every second paragraph
WORDS = 8_000
#: of them so many are like "the" and "of"
COMMON = 40
BAR = 60.0
_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is")]


@lru_cache
def make_language(language: str) -> list[str]:
    """Words of that language, the frequent ones first: some real ones, and many like them."""
    chance = random.Random(language)
    sentences = " ".join(SENTENCES[language])
    if is_cjk(sentences[0]) or language in ("zh_Hans", "ja", "ko"):
        signs = [sign for sign in sentences if is_cjk(sign)]
        return ["".join(chance.choices(signs, k=2)) for _number in range(WORDS)]
    real = [word.strip(".,;") for word in sentences.split()]
    made = ("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _n in range(WORDS))
    return [*real, *made][:WORDS]


def write_paragraphs(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Language and text of one after the other; frequent words as frequent as in real texts."""
    languages = {language: make_language(language) for language in SENTENCES}
    weights = [1 / (rank + 3) for rank in range(WORDS)]
    while True:
        for language, words in languages.items():
            joint = "" if language in ("zh_Hans", "ja") else " "
            yield language, joint.join(chance.choices(words, weights, k=25))


def fill(place: Place, world: World) -> list[tuple[str, str]]:
    """The paragraphs as pages, each second one of a group; some of them, to ask about."""
    chance = random.Random(1)
    texts = write_paragraphs(chance)
    asked = []
    for start in range(0, PARAGRAPHS, 2_000):
        with unit_of_work(place.scope):
            libraries = [make_library(), make_library(world.group)]
            for number in range(2_000 // PER_PAGE):
                page = make_page(libraries[number % 2], f"Page {start + number}")
                some = [next(texts) for _number in range(PER_PAGE)]
                session().execute(insert(Passage), list(as_rows(page, some)))
                asked.append(chance.choice(some))
    return chance.sample(asked, QUESTIONS)


def as_rows(page: Document, texts: list[tuple[str, str]]) -> Iterator[dict[str, Any]]:
    """The paragraphs as the index keeps them."""
    owner = mark_cooperation(page.cooperation_id)
    for number, (language, text) in enumerate(texts):
        yield {
            "cooperation_id": page.cooperation_id,
            "source": "documents",
            "subject": page.id,
            "kind": "page",
            "part": str(number),
            "anchor": "",
            "language": language,
            "working_group": page.group_id,
            "author": None,
            "title": page.title,
            "text": text,
            "at": now(),
            "digest": "",
            "words": write_words(owner, page.title, text, language, lambda _word: ()),
        }


def ask(chance: random.Random, language: str, text: str) -> str:
    """One to three words that stand in the text; nobody looks for "the" alone."""
    if language in ("zh_Hans", "ja"):
        at = chance.randrange(0, len(text) - 2, 2)
        return text[at : at + 2]
    common = set(make_language(language)[:COMMON])
    words = sorted(dict.fromkeys(text.split()), key=lambda word: (word in common, chance.random()))
    return " ".join(words[: chance.randint(1, 3)])


def measure(name: str, address: Address) -> bool:
    """Fill the database and print how long answers take; whether the bar holds."""
    migrate(address)
    database.connect(address.app)
    try:
        world = make_world()
        began = time.perf_counter()
        asked = fill(world.here, world)
        gather_statistics(address)
        print(f"{name}: {PARAGRAPHS:,} paragraphs in {time.perf_counter() - began:.0f} s")
        return report(name, world, asked)
    finally:
        database.dispose()


def gather_statistics(address: Address) -> None:
    """What PostgreSQL does by itself a minute later."""
    if not database.is_sqlite:
        owner = create_engine(address.owner)
        with owner.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            connection.commit()
        owner.dispose()


def report(name: str, world: World, asked: list[tuple[str, str]]) -> bool:
    """Ask everything once, as a coordinator, a member and an outsider by turns."""
    chance = random.Random(2)
    people = [world.actor(who) for who in ("coordinator", "member", "outsider")]
    times, found = [], 0
    for number, (language, text) in enumerate(asked):
        question = ask(chance, language, text)
        began = time.perf_counter()
        with unit_of_work(people[number % 3].scope, writes=False):
            answer = service.answer(people[number % 3], question, Filters(), shown=20)
        times.append((time.perf_counter() - began) * 1000)
        found += bool(answer.hits)
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"  an answer: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms "
        f"(bar {BAR:.0f}), slowest {max(times):.0f} ms; {found} of {len(asked)} found something"
    )
    return p95 <= BAR


def main() -> int:
    """Measure on both databases."""
    good = []
    with tempfile.TemporaryDirectory() as folder:
        good.append(measure("SQLite", sqlite_address(Path(folder) / "bench.db")))
    # what its manual proposes for a server of its own; tests make do with less
    HASTE["shared_buffers"] = "512MB"
    with serve_postgres() as server:
        server.execute(*read_statements(DEPLOY / "roles.sql"))
        good.append(measure("PostgreSQL", create_postgres(server, "bench")))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
