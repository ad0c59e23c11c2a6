"""What a cooperation is called, the languages it works in, whether it asks for two factors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.models import Cooperation, Texts
from collab.cooperations.service.tenants import find_cooperation
from collab.core import revocation
from collab.core.actor import Actor
from collab.core.db import after_commit, session
from collab.core.errors import Invalid, require
from collab.core.i18n import offered_languages

MAX_NAME = 200
MAX_DESCRIPTION = 5000
PARTS = {"name": MAX_NAME, "description": MAX_DESCRIPTION}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that those who govern may set."""

    name: str
    description: str
    #: of name and description
    language: str
    #: name and description in further languages: {language: {"name": …, "description": …}}
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: it works in these, the first one first
    languages: tuple[str, ...] = ()
    requires_two_factor: bool = False


def read_settings(actor: Actor) -> Settings:
    """What is set now."""
    return _as_settings(find_cooperation(actor))


def _as_settings(cooperation: Cooperation) -> Settings:
    return Settings(
        cooperation.name,
        cooperation.description,
        cooperation.language,
        cooperation.texts,
        tuple(cooperation.languages),
        cooperation.requires_two_factor,
    )


def change_settings(actor: Actor, settings: Settings) -> Cooperation:
    """Set all of it; Invalid names the fields, `texts-<language>-<part>` for further languages.

    The log names what changed. Requiring a second factor is refused while the actor has none.
    """
    require(policy.can_govern(actor))
    cooperation = find_cooperation(actor)
    cleaned = _cleaned(settings)
    wrong = _check(cleaned) | _check_second_factor(actor, cooperation, settings)
    if wrong:
        raise Invalid(wrong)
    before = _as_settings(cooperation)
    changed = [
        name for name in Settings.__slots__ if getattr(before, name) != getattr(cleaned, name)
    ]
    if changed:
        _apply(cooperation, cleaned)
        _tell(actor, cooperation, changed)
    return cooperation


def _cleaned(settings: Settings) -> Settings:
    texts: Texts = {}
    for language, given in settings.texts.items():
        kept = {part: given.get(part, "").strip() for part in PARTS}
        kept = {part: text for part, text in kept.items() if text}
        if kept and language != settings.language:
            texts[language] = kept
    return Settings(
        settings.name.strip(),
        settings.description.strip(),
        settings.language,
        texts,
        tuple(dict.fromkeys(settings.languages)),
        settings.requires_two_factor,
    )


def _check(settings: Settings) -> dict[str, Any]:
    wrong: dict[str, Any] = {}
    offered = set(offered_languages())
    if not settings.name:
        wrong["name"] = _l("Please enter a name.")
    if settings.language not in offered:
        wrong["language"] = _l("Please choose a language.")
    if not settings.languages or not set(settings.languages) <= offered:
        wrong["languages"] = _l("Please choose at least one language.")
    texts = {settings.language: {"name": settings.name, "description": settings.description}}
    for language, given in (texts | dict(settings.texts)).items():
        for part, most in PARTS.items():
            if len(given.get(part, "")) > most:
                key = part if language == settings.language else f"texts-{language}-{part}"
                wrong[key] = _l("Please use at most %(max)d characters.", max=most)
    if not set(settings.texts) <= offered:
        wrong["texts"] = _l("Please choose a language.")
    return wrong


def _check_second_factor(
    actor: Actor, cooperation: Cooperation, settings: Settings
) -> dict[str, Any]:
    if not settings.requires_two_factor or cooperation.requires_two_factor:
        return {}
    own = session().scalar(select(Person.second_factor_at).where(Person.id == actor.person_id))
    if own is not None:
        return {}
    words = _l("Please set up a second factor for yourself first, or you would lock yourself out.")
    return {"requires_two_factor": words}


def _apply(cooperation: Cooperation, settings: Settings) -> None:
    cooperation.name = settings.name
    cooperation.description = settings.description
    cooperation.language = settings.language
    cooperation.texts = {language: dict(given) for language, given in settings.texts.items()}
    cooperation.languages = list(settings.languages)
    cooperation.requires_two_factor = settings.requires_two_factor


def _tell(actor: Actor, cooperation: Cooperation, changed: list[str]) -> None:
    details: dict[str, Any] = {"changed": changed}
    if "requires_two_factor" in changed:
        details["requires_two_factor"] = cooperation.requires_two_factor
        after_commit(partial(revocation.announce, cooperation_id=actor.cooperation_id))
    activity.record(actor, "cooperation.settings_changed", actor.cooperation_id, **details)
