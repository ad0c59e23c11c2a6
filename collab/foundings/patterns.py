"""What a new cooperation may begin with, read from `content/patterns.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flask_babel import lazy_gettext as _l

from collab.core.i18n import DEFAULT_LANGUAGE

BLANK = "blank"
#: what each is called, and what it is for
TITLES: dict[str, tuple[Any, Any]] = {
    "alliance": (
        _l("Alliance of several regions"),
        _l("Equal regions with a presidency that rotates, such as the Four Motors for Europe."),
    ),
    "bilateral": (
        _l("Bilateral alliance"),
        _l("Two partners with a steering group and joint projects."),
    ),
    "corridor": (
        _l("Corridor initiative"),
        _l("Partners along a route who plan, build and run something together."),
    ),
    BLANK: (_l("Blank"), _l("Nothing is prepared. One partner is enough to begin with.")),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Working languages, kind and number of partners, and working groups to begin with."""

    key: str
    #: of the partners, one of DelegationKind
    kind: str
    #: how many rows the form of the partners begins with
    partners: int
    languages: tuple[str, ...]
    #: for each group its name and description, by language
    groups: tuple[dict[str, tuple[str, str]], ...]

    @property
    def title(self) -> Any:
        """What it is called, for the reader."""
        return TITLES[self.key][0]

    @property
    def purpose(self) -> Any:
        """What it is for, for the reader."""
        return TITLES[self.key][1]

    @property
    def fewest(self) -> int:
        """How many partners a cooperation of this kind needs."""
        return 1 if self.key == BLANK else 2

    def groups_in(self, language: str) -> list[tuple[str, str]]:
        """Name and description of each group in that language, in English where there is none."""
        return [group.get(language) or group[DEFAULT_LANGUAGE] for group in self.groups]


def _read(given: dict[str, Any]) -> Pattern:
    groups = tuple(
        {language: (text[0], text[1]) for language, text in group.items()}
        for group in given.get("group", [])
    )
    languages = tuple(given["languages"])
    return Pattern(given["key"], given["kind"], given["partners"], languages, groups)


@cache
def read_patterns() -> dict[str, Pattern]:
    """All of them, by key, in the order in which they are offered."""
    text = files("collab.foundings").joinpath("content", "patterns.toml").read_text("utf-8")
    return {each["key"]: _read(each) for each in tomllib.loads(text)["pattern"]}
