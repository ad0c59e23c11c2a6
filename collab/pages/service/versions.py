"""Versions of a page: listed, named, compared, restored."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from collab.accounts.models import Person
from collab.accounts.names import shown_name
from collab.activity import service as activity
from collab.cooperations.models import Membership
from collab.core.actor import Actor
from collab.core.db import session
from collab.core.errors import Conflict, Invalid, NotFound
from collab.core.fields import clean_line
from collab.core.ids import parse_id
from collab.core.storage import aside
from collab.live import service as live
from collab.pages.comparing import Row, compare
from collab.pages.models import PageVersion, VersionKind
from collab.pages.service.found import EMPTY, FoundPage, find_page, find_writable, read_text
from collab.pages.service.saving import take_authors
from collab.pages.service.storing import keep_version, unpack_content
from collab.texts.nodes import Node

MAX_NAME = 120
#: of a page of the history
PAGE = 50


class NothingWritten(Conflict):
    """A page without words has no version."""

    code = "nothing_written"
    message = _l("Nothing has been written yet.")


class NotReadYet(Conflict):
    """What people typed a moment ago is not in the projection yet."""

    code = "not_read_yet"
    message = _l("What was just written is still being read.")
    hint = _l("Nothing is lost. Please try again in a few seconds.")


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version, and who wrote it."""

    version: PageVersion
    #: names of who wrote since the version before
    authors: list[str]
    #: who named it, or restored another one; empty: it was kept by itself
    by: str


@dataclass(frozen=True, slots=True)
class History:
    """A part of a page's versions, the latest first."""

    versions: list[ShownVersion]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a page side by side; `new` None: what the page says now."""

    old: PageVersion
    new: PageVersion | None
    rows: list[Row]
    #: names of who wrote in between
    authors: list[str]


def list_versions(actor: Actor, page_id: UUID, page: int = 1) -> History:
    """The versions of a page that the actor may see."""
    found = find_page(actor, page_id)
    rows = session().scalars(
        select(PageVersion)
        .where(PageVersion.document_id == found.id)
        .order_by(PageVersion.number.desc())
        .limit(PAGE + 1)
        .offset((page - 1) * PAGE)
    )
    versions = list(rows)
    return History(_shown(versions[:PAGE]), len(versions) > PAGE)


def find_version(actor: Actor, page_id: UUID, number: int) -> ShownVersion:
    """The version of that number; NotFound."""
    find_page(actor, page_id)
    return _shown([_version(page_id, number)])[0]


def _version(page_id: UUID, number: int) -> PageVersion:
    found = session().scalar(
        select(PageVersion).where(
            PageVersion.document_id == page_id, PageVersion.number == min(number, 2**31 - 1)
        )
    )
    if found is None:
        raise NotFound
    return found


def _shown(versions: Sequence[PageVersion]) -> list[ShownVersion]:
    wrote = _name_people(key for each in versions for key in each.authors)
    chose = _name_members(each.created_by for each in versions if each.created_by)
    return [
        ShownVersion(
            version,
            _sorted(wrote, version.authors),
            chose.get(version.created_by, "") if version.created_by else "",
        )
        for version in versions
    ]


def _sorted(names: dict[str, str], keys: Iterable[str]) -> list[str]:
    return sorted({names[key] for key in keys if key in names}, key=str.casefold)


def _name_people(keys: Iterable[str]) -> dict[str, str]:
    ids = {found for key in set(keys) if (found := parse_id(key)) is not None}
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(ids)))
    return {str(person_id): shown_name(name) for person_id, name in rows}


def _name_members(ids: Iterable[UUID]) -> dict[UUID, str]:
    rows = session().execute(
        select(Membership.id, Person.name)
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.id.in_(set(ids)))
    )
    return {membership_id: shown_name(name) for membership_id, name in rows}


def compare_versions(actor: Actor, page_id: UUID, old: int, new: int | None) -> Comparison:
    """What changed from one version to another, or to what the page says now (None)."""
    found = find_page(actor, page_id)
    was = _version(page_id, old)
    became = _version(page_id, new) if new is not None else None
    content = unpack_content(became) if became else read_text(found.live_id).content
    # others need not wait while long texts are compared
    rows = aside(partial(compare, unpack_content(was), content))
    return Comparison(was, became, rows, _list_between(found, was, became))


def _list_between(found: FoundPage, was: PageVersion, became: PageVersion | None) -> list[str]:
    low, high = sorted((was.number, became.number if became else 2**31 - 1))
    rows = session().scalars(
        select(PageVersion.authors).where(
            PageVersion.document_id == found.id,
            PageVersion.number > low,
            PageVersion.number <= high,
        )
    )
    keys = {key for authors in rows for key in authors}
    if became is None:
        keys |= {str(each) for each in live.list_writers(found.live_id, was.seq)[1]}
    return _sorted(_name_people(keys), keys)


def read_version(version: PageVersion) -> Node:
    """What the page said then."""
    return unpack_content(version) or EMPTY


def name_version(actor: Actor, page_id: UUID, name: str) -> PageVersion:
    """Keep what the page says now under a name; Forbidden, Invalid, NothingWritten."""
    found = find_writable(actor, page_id)
    clean = clean_line(name)
    if not clean:
        raise Invalid({"name": _l("Please enter a name.")})
    if len(clean) > MAX_NAME:
        raise Invalid({"name": _l("Please use at most %(max)d characters.", max=MAX_NAME)})
    version = _keep(actor, found, VersionKind.NAMED, name=clean)
    title = found.document.title
    activity.record(
        actor, "page.version_named", found.id, name=title, version=version.number, called=clean
    )
    return version


def _keep(
    actor: Actor,
    found: FoundPage,
    kind: VersionKind,
    name: str = "",
    restores: int | None = None,
) -> PageVersion:
    version = keep_version(
        found.page,
        kind,
        authors=take_authors(found.id),
        name=name,
        actor=actor,
        restores=restores,
    )
    if version is None:
        raise NothingWritten
    return version


def restore_version(actor: Actor, page_id: UUID, number: int) -> PageVersion:
    """Let the page say again what it said in that version; returns what it said before.

    What others write at this moment stays. Forbidden, NotFound.
    """
    found = find_writable(actor, page_id)
    wanted = _version(page_id, number)
    before = _keep(actor, found, VersionKind.BEFORE_RESTORE, restores=number)
    operation = {
        "op": "restore",
        "was": unpack_content(before).get("content", []),
        "content": unpack_content(wanted).get("content") or [{"type": "paragraph"}],
    }
    live.request_edit(actor, found.live_id, operation)
    activity.record(
        actor, "page.version_restored", found.id, name=found.document.title, version=number
    )
    return before
