"""A cooperation as its proposer has it in mind, and what is still wrong with it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from flask_babel import lazy_gettext as _l

from collab.cooperations.models import DelegationKind
from collab.core.countries import country_codes
from collab.core.i18n import offered_languages
from collab.foundings.patterns import BLANK, Pattern, read_patterns
from collab.invitations.addresses import parse_address

MOST_PARTNERS = 30
MOST_GROUPS = 30
MAX_NAME = 200
MAX_DESCRIPTION = 2000
MAX_PARTNER_NAME = 120
MAX_SHORT = 8
MAX_SLUG = 50
MONTHS = (6, 12, 18, 24)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

#: what is wrong, by the path of the field: `partners-1-short`
Faults = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """Name and description of the cooperation in one more language."""

    language: str = ""
    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A delegation to be, and who is asked to agree for it."""

    name: str = ""
    short: str = ""
    country: str = ""
    language: str = ""
    kind: str = DelegationKind.REGION
    #: of the coordinator who is asked; empty for the proposer's own delegation
    email: str = ""
    contact: str = ""
    mail_language: str = "en"
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class GroupIdea:
    """A working group to begin with."""

    name: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is said about a cooperation before it is proposed."""

    pattern: str = BLANK
    name: str = ""
    description: str = ""
    #: of name, description and the names of the working groups
    language: str = "en"
    texts: tuple[Text, ...] = ()
    languages: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    groups: tuple[GroupIdea, ...] = ()
    #: which of the partners presides first; None: nobody yet
    presides: int | None = None
    #: how long its term lasts
    months: int = 12
    slug: str = ""

    @property
    def shape(self) -> Pattern:
        """The template it was begun with."""
        return read_patterns()[self.pattern]


@dataclass(slots=True)
class _Notes:
    """Collects what is wrong; the first fault of a field stays."""

    faults: Faults = field(default_factory=dict)

    def say(self, path: str, words: Any) -> None:
        self.faults.setdefault(path, words)

    def require(self, path: str, text: str, words: Any, most: int) -> None:
        if not text.strip():
            self.say(path, words)
        self.limit(path, text, most)

    def limit(self, path: str, text: str, most: int) -> None:
        if len(text) > most:
            self.say(path, _l("Please use at most %(max)d characters.", max=most))

    def language(self, path: str, language: str) -> None:
        if language not in offered_languages():
            self.say(path, _l("Please choose a language."))


_NAME = _l("Please enter a name.")


def find_basic_faults(plan: Plan) -> Faults:
    """What is wrong with name, descriptions and languages."""
    notes = _Notes()
    notes.require("name", plan.name, _NAME, MAX_NAME)
    notes.limit("description", plan.description, MAX_DESCRIPTION)
    notes.language("language", plan.language)
    said = {plan.language}
    for number, text in enumerate(plan.texts):
        path = f"texts-{number}"
        notes.require(f"{path}-name", text.name, _NAME, MAX_NAME)
        notes.limit(f"{path}-description", text.description, MAX_DESCRIPTION)
        notes.language(f"{path}-language", text.language)
        if text.language in said:
            notes.say(f"{path}-language", _l("There is a text in this language already."))
        said.add(text.language)
    if not plan.languages or not set(plan.languages) <= set(offered_languages()):
        notes.say("languages", _l("Please choose at least one language."))
    return notes.faults


def find_partner_faults(plan: Plan, *, own_email: str, is_operator: bool) -> Faults:
    """What is wrong with the partners, for a proposer with this address."""
    notes = _Notes()
    fewest = plan.shape.fewest
    if not fewest <= len(plan.partners) <= MOST_PARTNERS:
        notes.say(
            "partners",
            _l(
                "Please name at least %(fewest)d and at most %(most)d partners.",
                fewest=fewest,
                most=MOST_PARTNERS,
            ),
        )
    for number, partner in enumerate(plan.partners):
        _check_partner(notes, f"partners-{number}", partner)
        if not partner.is_own:
            _check_contact(notes, f"partners-{number}", partner, own_email)
    _check_doubles(notes, plan)
    owns = sum(partner.is_own for partner in plan.partners)
    if owns > 1:
        notes.say("partners", _l("Only one delegation can be your own."))
    elif not owns and not is_operator:
        notes.say("partners", _l("Please say which delegation is your own."))
    return notes.faults


def _check_partner(notes: _Notes, path: str, partner: Partner) -> None:
    notes.require(f"{path}-name", partner.name, _NAME, MAX_PARTNER_NAME)
    notes.require(
        f"{path}-short", partner.short, _l("Please enter a few letters, such as BW."), MAX_SHORT
    )
    notes.language(f"{path}-language", partner.language)
    if partner.country not in country_codes():
        notes.say(f"{path}-country", _l("Please choose a country."))
    if partner.kind not in set(DelegationKind):
        notes.say(f"{path}-kind", _l("Please choose what it is."))


def _check_contact(notes: _Notes, path: str, partner: Partner, own_email: str) -> None:
    email = parse_address(partner.email)
    if not partner.email.strip():
        notes.say(f"{path}-email", _l("Please enter the e-mail of its coordinator."))
    elif email is None:
        notes.say(f"{path}-email", _l("This is no e-mail address."))
    elif email == own_email:
        notes.say(
            f"{path}-email", _l("This is your own e-mail. Please mark this delegation as your own.")
        )
    notes.limit(f"{path}-contact", partner.contact, MAX_PARTNER_NAME)
    notes.language(f"{path}-mail_language", partner.mail_language)


def _check_doubles(notes: _Notes, plan: Plan) -> None:
    shorts = Counter(each.short.strip().casefold() for each in plan.partners)
    emails = Counter(parse_address(each.email) for each in plan.partners if not each.is_own)
    for number, partner in enumerate(plan.partners):
        if shorts[partner.short.strip().casefold()] > 1:
            words = _l("Two partners have these letters. Please change one of them.")
            notes.say(f"partners-{number}-short", words)
        email = None if partner.is_own else parse_address(partner.email)
        if email and emails[email] > 1:
            words = _l("The same person cannot coordinate two delegations.")
            notes.say(f"partners-{number}-email", words)


def find_start_faults(plan: Plan) -> Faults:
    """What is wrong with the working groups, the presidency and the address."""
    notes = _Notes()
    names = Counter(group.name.strip().casefold() for group in plan.groups)
    for number, group in enumerate(plan.groups):
        path = f"groups-{number}"
        notes.require(f"{path}-name", group.name, _NAME, MAX_PARTNER_NAME)
        notes.limit(f"{path}-description", group.description, MAX_DESCRIPTION)
        if names[group.name.strip().casefold()] > 1:
            notes.say(f"{path}-name", _l("Two working groups have this name."))
    if len(plan.groups) > MOST_GROUPS:
        notes.say("groups", _l("Please name at most %(most)d groups.", most=MOST_GROUPS))
    if plan.presides is not None and not 0 <= plan.presides < len(plan.partners):
        notes.say("presides", _l("Please choose one of the partners."))
    if plan.months not in MONTHS:
        notes.say("months", _l("Please choose how long the term lasts."))
    if len(plan.slug) > MAX_SLUG or not _SLUG.fullmatch(plan.slug):
        notes.say("slug", _l("Please use small letters, digits and hyphens, such as our-alliance."))
    return notes.faults


def make_slug(name: str) -> str:
    """An address for this name: "Vier Motoren für Europa" → "vier-motoren-fur-europa"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return slug or "cooperation"


def choose_slug(slug: str, taken: Iterable[str]) -> str:
    """The address itself, or with the first number behind it that is free."""
    used = set(taken)
    tries = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
    return next(found for found in tries if found not in used)
