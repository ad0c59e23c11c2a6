"""What a mail says: a subject and parts in one language, made from a template without Flask.

A template extends `layout`, fills the blocks `subject` and `body`, and says the body by calling
`greeting()`, `paragraph(text)`, `button(url, label)`, `entry(url, title, lang, details)`,
`quote(text, lang)`, `list_of(texts)`, and last `stop(url, label)` where a mail can be turned off.
Parts become plain text, HTML or a piece of a page later; no template writes markup.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from babel.support import Translations
from flask_babel import LazyString
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from collab.core.i18n import DEFAULT_LANGUAGE, TRANSLATIONS, find_language, offered_languages
from collab.core.places import PACKAGE
from collab.mail.moments import Moments

MAX_SUBJECT = 300
LAYOUT = "mail/templates/mail/layout.html"
WORDS = "mail/templates/mail/words.html"


class LetterError(RuntimeError):
    """A template or its values cannot become a mail: a bug, never a user's fault."""


def one_line(text: str) -> str:
    """The text without line breaks and characters that cannot be seen, for headers."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a mail's body.

    `kind` is greeting, paragraph, button, entry, quote, list, stop or footer.
    """

    kind: str
    text: str = ""
    #: where a button, the title of an entry, or the way to get no more of these mails leads
    url: str = ""
    #: of a quote or a title; empty means the mail's own language
    lang: str = ""
    items: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As the database keeps it."""
        given = {"kind": self.kind, "text": self.text, "url": self.url, "lang": self.lang}
        return {key: value for key, value in given.items() if value} | (
            {"items": list(self.items)} if self.items else {}
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Part":
        """Out of the database."""
        return cls(**{**kept, "items": tuple(kept.get("items", ()))})


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in one language (as Babel names it)."""

    language: str
    subject: str
    parts: tuple[Part, ...]


def _checked(url: str) -> str:
    if not url.startswith(("https://", "http://")) or url != one_line(url):
        raise LetterError("a button leads to a whole web address")
    return url


@dataclass
class _Writer:
    """Collects what a template says."""

    name: str
    address: str
    subject: str = ""
    parts: list[Part] = field(default_factory=list)

    def title(self, text: str) -> str:
        self.subject = one_line(text)[:MAX_SUBJECT]
        return ""

    def say(self, kind: str, text: object = "", **more: Any) -> str:
        self.parts.append(Part(kind, str(text).strip(), **more))
        return ""

    def button(self, url: str, label: object) -> str:
        return self.say("button", label, url=_checked(url))

    def entry(self, url: str, title: object, lang: str, details: Iterable[object]) -> str:
        items = tuple(words for each in details if (words := str(each).strip()))
        tag = lang.replace("_", "-")
        return self.say("entry", title, url=_checked(url), lang=tag, items=items)

    def stop(self, url: str, label: object) -> str:
        return self.say("stop", label, url=_checked(url))

    def quote(self, text: object, lang: str = "") -> str:
        return self.say("quote", text, lang=lang.replace("_", "-"))

    def list_of(self, items: Iterable[object]) -> str:
        return self.say("list", items=tuple(str(item) for item in items))

    def calls(self) -> dict[str, Any]:
        """What templates may call and name."""
        return {
            "recipient": self.name,
            "address": self.address,
            "set_subject": self.title,
            "say": self.say,
            "paragraph": lambda text: self.say("paragraph", text),
            "button": self.button,
            "entry": self.entry,
            "stop": self.stop,
            "quote": self.quote,
            "list_of": self.list_of,
        }


def _changed_at(language: str) -> int:
    path = TRANSLATIONS / language / "LC_MESSAGES" / "messages.mo"
    return path.stat().st_mtime_ns if path.exists() else 0


@lru_cache(maxsize=256)
def _environment(language: str, timezone: str, _changed_at: int) -> Environment:
    made = Environment(
        loader=FileSystemLoader([str(PACKAGE), str(PACKAGE / "templates")]),
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 nothing here is markup; parts are escaped where they are shown
    )
    words = Translations.load(str(TRANSLATIONS), [language])
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= Moments(language, timezone).filters()
    return made


def choose_language(tag: str) -> str:
    """The offered language for this tag; English when there is none."""
    return find_language(tag, offered_languages()) or DEFAULT_LANGUAGE


def _check(values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, LazyString):
            raise LetterError(f"{name} would be in the sender's language: say it in the template")


def write_letter(
    template: str,
    values: Mapping[str, Any],
    *,
    language: str,
    name: str,
    address: str,
    timezone: str,
) -> Letter:
    """The mail that `package/name` makes of these values, in `language`, for whoever has `name`.

    `address` is this installation's, for the footer; times are shown as clocks in `timezone` do.
    Raises LetterError when the template says nothing or something outside of its calls.
    """
    _check(values)
    chosen = choose_language(language)
    environment = _environment(chosen, timezone, _changed_at(chosen))
    writer = _Writer(one_line(name), address)
    calls = writer.calls()
    words = environment.get_template(WORDS).make_module(calls)
    calls |= {"greeting": words.greeting, "footer": words.footer}  # type: ignore[attr-defined]
    package, _slash, stem = template.partition("/")
    found = environment.get_template(f"{package}/templates/mails/{stem}.html")
    stray = found.render({**values, **calls, "layout": environment.get_template(LAYOUT)}).strip()
    if stray or not writer.subject or not writer.parts:
        raise LetterError(f"{template}: {stray[:80] or 'no subject or body'!r}")
    return Letter(chosen, writer.subject, tuple(writer.parts))
