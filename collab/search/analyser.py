"""Turns a text into tokens, and a question into what must be among them; for every database alike.

A word gives its form without accents and, in the languages that have one, its stem: `_de` and so
on stand before it, so that stems of different languages do not meet. Chinese, Japanese and Korean
give characters and pairs of them. Databases compare tokens and know nothing of languages.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import Stemmer

#: languages with a stemmer, and what it is called
ALGORITHMS: Final = {
    "ca": "catalan",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
}
#: longer ones are no words
MAX_WORD: Final = 60
#: of a question; more words find nothing more
MAX_WORDS: Final = 12

_CJK: Final = "぀-ヿ㐀-鿿가-힯豈-﫿ー"
_WORD = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+(?:·[^\W_{_CJK}]+)*")
_IS_CJK = re.compile(rf"[{_CJK}]")
#: articles and the like that French, Italian and Catalan write onto the next word
_ELISION = re.compile(r"\b(?:qu|dell|all|dall|nell|sull|quell|un|[ldcjmnst])['’](?=\w)")
_LIGATURES = str.maketrans({"ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_STEMMERS = {language: Stemmer.Stemmer(name) for language, name in ALGORITHMS.items()}

Split = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word of a question: a text has it when it has all tokens of one alternative."""

    word: str
    alternatives: tuple[tuple[str, ...], ...]
    #: whether words that only begin so count, too
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A word and where it stands in the text."""

    word: str
    start: int
    end: int


def main_language(language: str) -> str:
    """`de` for `de_AT`."""
    return language.replace("-", "_").partition("_")[0].lower()


def fold(word: str) -> str:
    """The word without accents, in small letters: nothing but letters and digits."""
    spread = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(one for one in spread if one.isalnum())


def _normalise(text: str) -> str:
    small = unicodedata.normalize("NFKC", text).casefold().replace("ŀl", "l·l").replace("\0", " ")
    return _ELISION.sub(" ", small)


def list_words(text: str) -> Iterator[str]:
    """The words of a text in small letters, with their accents, in order."""
    for found in _WORD.finditer(_normalise(text)):
        if len(found.group()) <= MAX_WORD or is_cjk(found.group()):
            yield found.group()


def find_words(text: str) -> Iterator[Found]:
    """The words as they stand in the text, for marking them."""
    for found in _WORD.finditer(text):
        yield Found(found.group().casefold(), found.start(), found.end())


def is_cjk(word: str) -> bool:
    """Whether the word is written without spaces: Chinese, Japanese, Korean."""
    return _IS_CJK.match(word) is not None


def pair_up(word: str) -> list[str]:
    """Each two characters that stand beside each other; the one of a word that is only one."""
    return [word[at : at + 2] for at in range(len(word) - 1)] or [word]


@lru_cache(maxsize=100_000)
def stem(language: str, word: str) -> tuple[str, ...]:
    """The tokens for the stems of the word as it is written and as it is without accents."""
    stemmer = _STEMMERS.get(language)
    if stemmer is None:
        return ()
    stems = {fold(stemmer.stemWord(word)), fold(stemmer.stemWord(fold(word)))}
    return tuple(f"_{language}{one}" for one in sorted(stems) if one)


@lru_cache(maxsize=100_000)
def _tokens_of(word: str, language: str) -> tuple[str, ...]:
    if is_cjk(word):
        return (*word, *(pair_up(word) if len(word) > 1 else ()))
    plain = fold(word)
    found = [plain, *stem(language, word)]
    if language == "de" and (written_out := fold(word.translate(_UMLAUTS))) != plain:
        found.append(written_out)
    return tuple(one for one in found if one)


def tokenise(text: str, language: str, split: Split | None = None) -> list[str]:
    """The tokens of a text in that language, for an index; `split` takes German words apart."""
    spoken = main_language(language)
    found: list[str] = []
    for word in list_words(text):
        found += _tokens_of(word, spoken)
        for part in split(word) if split is not None and spoken == "de" else ():
            found += _tokens_of(part, spoken)
    return found


def ask(question: str, *, is_unfinished: bool = False) -> list[Wanted]:
    """What a text must have to answer the question, whichever language either is in.

    `is_unfinished`: somebody is still typing the last word.
    """
    words = list(dict.fromkeys(list_words(question)))[:MAX_WORDS]
    last = len(words) - 1
    return [
        want(word, is_begun=is_unfinished and number == last) for number, word in enumerate(words)
    ]


def want(word: str, *, is_begun: bool = False) -> Wanted:
    """What a text must have to have this word."""
    if is_cjk(word):
        return Wanted(word, (tuple(pair_up(word)),))
    forms = [fold(word), fold(word.translate(_UMLAUTS))]
    for language in ALGORITHMS:
        forms += stem(language, word)
    alternatives = tuple((one,) for one in dict.fromkeys(forms) if one)
    return Wanted(word, alternatives, is_begun=is_begun and len(word) > 1)
