"""What sentences about what happened are made of."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.activity.log import Entry
from collab.core.i18n import language_tag

#: stands for what the log does not know
UNKNOWN = "…"


@dataclass(frozen=True, slots=True)
class Word:
    """What stands in a sentence: the text, its language, and the page of what it names."""

    text: str
    language: str | None = None
    url: str | None = None
    is_strong: bool = False

    def __html__(self) -> Markup:
        """As HTML, linked."""
        shown: Markup = escape(self.text)
        language = Markup(' lang="%s"') % language_tag(self.language) if self.language else ""
        if self.url:
            return Markup('<a href="%s"%s>%s</a>') % (self.url, language, shown)
        if self.is_strong:
            return Markup("<strong>%s</strong>") % shown
        return Markup("<span%s>%s</span>") % (language, shown) if language else shown

    def __str__(self) -> str:
        return self.text


class Words(dict[str, Word]):
    """Words by their places in a sentence; for what is not known stands an ellipsis."""

    def __missing__(self, key: str) -> Word:
        return Word(UNKNOWN)


def who_did(entry: Entry) -> Word:
    """Whoever did it."""
    if entry.person_id is None:
        return Word(_("The installation"), is_strong=True)
    return Word(entry.person_name or _("A former member"), is_strong=True)


def put_words(sentence: Any, words: Words) -> Markup:
    """The sentence as HTML with the words in their places."""
    return Markup(escape(str(sentence))) % words  # noqa: S704 escaped, words escape themselves
