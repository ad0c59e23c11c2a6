"""What is wrong with the lines of a list, and whom the right ones invite."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.core.actor import Role
from collab.core.delimited import plain
from collab.groups.models import GROUP_ROLES
from collab.invitations.addresses import parse_address
from collab.invitations.lists.reading import Line
from collab.invitations.lists.words import find_role, find_spoken
from collab.invitations.plans import MAX_NAME, GroupPlace, InvitationPlan

#: field of a line → what is wrong with it, in words
Problems = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for lines that do not say it themselves."""

    role: Role
    language: str
    groups: tuple[GroupPlace, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the cooperation knows about the addresses of a list, and what its inviter may do."""

    own_address: str
    members: frozenset[str]
    #: were members of the inviter's delegation
    former: frozenset[str]
    invited: frozenset[str]
    #: working groups by their plain name
    groups: Mapping[str, UUID]
    may_invite_coordinators: bool


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line with its place in the list, its problems, and the plan when there are none."""

    index: int
    line: Line
    problems: Problems
    plan: InvitationPlan | None


def _address_problem(email: str | None, first: int | None, known: Circumstances) -> Any:
    if email is None:
        return _l("This is no e-mail address.")
    if first is not None:
        return _l("This address is in line %(line)d already.", line=first)
    reasons = (
        (email == known.own_address, _l("This is your own e-mail.")),
        (email in known.members, _l("Is a member already.")),
        (email in known.former, _l("Was a member before: take them back among the members.")),
        (email in known.invited, _l("Is invited already.")),
    )
    return next((words for applies, words in reasons if applies), None)


def _read_role(text: str, usual: Role, known: Circumstances, problems: Problems) -> Role:
    role = find_role(text) if text else usual
    if role is None:
        problems["role"] = _l("This role is not known.")
    elif role is Role.COORDINATOR and not known.may_invite_coordinators:
        problems["role"] = _l("Only coordinators themselves can invite coordinators.")
    return role or usual


_ROLE_AT_END = re.compile(r"^(?P<name>.+?)\s*(?:\((?P<inside>[^()]*)\)|:\s*(?P<behind>[^:]*))$")


def _read_place(text: str, known: Circumstances) -> GroupPlace | None:
    whole = known.groups.get(plain(text))
    if whole is not None:
        return GroupPlace(whole)
    match = _ROLE_AT_END.match(text)
    if match is None:
        return None
    group = known.groups.get(plain(match["name"]))
    role = find_role(match["inside"] or match["behind"] or "")
    return GroupPlace(group, role) if group and role in GROUP_ROLES and role else None


def _split_groups(text: str, known: Circumstances) -> list[str]:
    """Names may hold commas themselves, so the whole is tried first."""
    if plain(text) in known.groups:
        return [text]
    return [part.strip() for part in re.split(r"[|;,/]", text) if part.strip()]


def _read_groups(
    text: str, usual: tuple[GroupPlace, ...], known: Circumstances, problems: Problems
) -> tuple[GroupPlace, ...]:
    if not text:
        return usual
    places: dict[UUID, GroupPlace] = {}
    for part in _split_groups(text, known):
        place = _read_place(part, known)
        if place is None:
            problems["groups"] = _l("There is no group “%(name)s”.", name=part)
        else:
            places[place.group_id] = place
    return tuple(places.values())


def _read_language(text: str, usual: str, problems: Problems) -> str:
    language = find_spoken(text) if text else usual
    if language is None:
        problems["language"] = _l("This language is not offered.")
    return language or usual


def _check(
    line: Line, email: str | None, first: int | None, defaults: Defaults, known: Circumstances
) -> tuple[Problems, InvitationPlan | None]:
    problems: Problems = {}
    wrong = _address_problem(email, first, known)
    if wrong is not None:
        problems["email"] = wrong
    if len(line.name) > MAX_NAME:
        problems["name"] = _l("Please use at most %(max)d characters.", max=MAX_NAME)
    role = _read_role(line.role, defaults.role, known, problems)
    groups = _read_groups(line.groups, defaults.groups, known, problems)
    language = _read_language(line.language, defaults.language, problems)
    if line.surplus:
        problems["surplus"] = _l("Too many columns: please empty this.")
    if problems or email is None:
        return problems, None
    return {}, InvitationPlan(
        email=email, role=role, language=language, name=line.name, groups=groups, note=defaults.note
    )


def check_lines(
    lines: Iterable[Line], defaults: Defaults, known: Circumstances
) -> Iterator[CheckedLine]:
    """Each line with what is wrong with it; of lines with the same address the first one counts."""
    seen: dict[str, int] = {}
    for index, line in enumerate(lines):
        email = parse_address(line.email)
        first = seen.get(email) if email else None
        if email:
            seen.setdefault(email, line.number)
        problems, plan = _check(line, email, first, defaults, known)
        yield CheckedLine(index, line, problems, plan)
