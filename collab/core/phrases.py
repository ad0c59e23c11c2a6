"""Words of ours that are kept in a language other than the reader's, such as names of columns."""

from functools import lru_cache

from babel.support import NullTranslations, Translations

from collab.core.i18n import DEFAULT_LANGUAGE, TRANSLATIONS, find_language, offered_languages


def phrase(text: str) -> str:
    """The English text as it is, marked for translators; imported as `_l`."""
    return text


def translate(text: str, language: str) -> str:
    """The marked text in that language; in English where it is not offered or not translated."""
    chosen = find_language(language, offered_languages()) or DEFAULT_LANGUAGE
    path = TRANSLATIONS / chosen / "LC_MESSAGES" / "messages.mo"
    changed_at = path.stat().st_mtime_ns if path.exists() else 0
    return str(_catalogue(chosen, changed_at).gettext(text))


@lru_cache(maxsize=32)
def _catalogue(language: str, _changed_at: int) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [language])
