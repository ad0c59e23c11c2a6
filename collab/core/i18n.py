"""Which language and time zone the reader gets, and what languages are called."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from flask import Flask, has_request_context, request
from flask_babel import Babel, LazyString
from flask_login import current_user
from markupsafe import escape

from collab.core.places import find_folder

TRANSLATIONS = find_folder("translations")
#: complete and checked by the test suite; more are offered as soon as their catalogue is there
RELEASED = ("en", "de", "fr", "it", "es", "ca")
DEFAULT_LANGUAGE = "en"
DEFAULT_TIMEZONE = "Europe/Brussels"
LANGUAGE_COOKIE = "language"
TIMEZONE_COOKIE = "timezone"
#: what browsers and people call Chinese, as Babel names it; other tags find themselves
ALIASES = {
    "zh": "zh_Hans",
    "zh_cn": "zh_Hans",
    "zh_sg": "zh_Hans",
    "zh_hans": "zh_Hans",
    "zh_tw": "zh_Hant",
    "zh_hk": "zh_Hant",
    "zh_mo": "zh_Hant",
    "zh_hant": "zh_Hant",
}

babel = Babel()


def _escaped(words: LazyString) -> str:
    return str(escape(str(words)))


# Flask-Babel declares lazy words to be markup, but they may carry what somebody typed
LazyString.__html__ = _escaped


@lru_cache(maxsize=4)
def _offered(folder: Path) -> tuple[str, ...]:
    more = {path.parents[1].name for path in folder.glob("*/LC_MESSAGES/messages.mo")}
    return (*RELEASED, *sorted(more - set(RELEASED)))


def offered_languages() -> tuple[str, ...]:
    """The interface languages, as Babel names them (`de`, `zh_Hans`)."""
    return _offered(TRANSLATIONS)


def find_language(tag: str, offered: Iterable[str]) -> str | None:
    """The offered language that a tag such as `fr-CA` or `zh-CN` means; None when there is none."""
    known = {language.lower(): language for language in offered}
    parts = tag.strip().replace("-", "_").lower().split("_")
    for length in range(len(parts), 0, -1):
        name = "_".join(parts[:length])
        found = known.get(ALIASES.get(name, name).lower())
        if found:
            return found
    return None


def _wishes() -> Iterable[str]:
    """What the reader prefers, best first: their preference, the cookie, the browser."""
    if current_user and current_user.is_authenticated:
        yield current_user.language
    yield request.cookies.get(LANGUAGE_COOKIE, "")
    yield from request.accept_languages.values()


def choose_language() -> str:
    """The interface language of this request."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    offered = offered_languages()
    found = (find_language(tag, offered) for tag in _wishes() if tag)
    return next((language for language in found if language), DEFAULT_LANGUAGE)


def is_timezone(name: str) -> bool:
    """Whether this is an IANA time zone."""
    return name in available_timezones()


def choose_timezone() -> str:
    """The IANA time zone in which this request's reader sees times."""
    if not has_request_context():
        return DEFAULT_TIMEZONE
    if current_user and current_user.is_authenticated:
        return str(current_user.timezone)
    wished = request.cookies.get(TIMEZONE_COOKIE, "")
    return wished if is_timezone(wished) else DEFAULT_TIMEZONE


def reader_zone() -> ZoneInfo:
    """The reader's time zone."""
    return ZoneInfo(choose_timezone())


def language_tag(language: str | None = None) -> str:
    """The BCP 47 tag for `lang` attributes; of the interface when no language is given."""
    return (language or choose_language()).replace("_", "-")


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def _capitalized(name: str | None, otherwise: str) -> str:
    return name[:1].upper() + name[1:] if name else otherwise


def language_name(language: str) -> str:
    """What the language is called in the reader's language, such as "French"."""
    locale = _locale(language)
    return _capitalized(locale.get_display_name(choose_language()) if locale else None, language)


def own_language_name(language: str) -> str:
    """What the language calls itself, such as "Français"."""
    locale = _locale(language)
    return _capitalized(locale.get_display_name() if locale else None, language)


def text_direction() -> str:
    """`ltr` or `rtl`, of the interface language."""
    locale = _locale(choose_language())
    return locale.text_direction if locale else "ltr"


def colon() -> str:
    """The colon behind a word; French sets it off with a space that never breaks."""
    return "\u00a0:" if choose_language() == "fr" else ":"


def init_app(app: Flask) -> None:
    """Choose language and time zone for each request, and give templates the names."""
    babel.init_app(
        app,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=choose_language,
        timezone_selector=choose_timezone,
    )
    app.jinja_env.globals.update(
        colon=colon,
        language=choose_language,
        languages=offered_languages,
        language_tag=language_tag,
        language_name=language_name,
        own_language_name=own_language_name,
        text_direction=text_direction,
    )
