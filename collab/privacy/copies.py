"""Puts together the copy of somebody's data: data.json, README.html and minutes, zipped."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select

from collab.accounts.models import OneTimeLink, Person
from collab.accounts.service import find_person
from collab.boards import service as boards
from collab.cooperations.models import Cooperation, Membership
from collab.cooperations.service import find_actor
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import Scope, session, unit_of_work
from collab.core.errors import DomainError, NotFound
from collab.documents.models import Document
from collab.documents.service import is_visible
from collab.minutes import render
from collab.minutes import service as minutes
from collab.privacy import explanations, own_account, own_meetings, own_work
from collab.privacy.own_meetings import Self
from collab.privacy.speaking import speaking

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Copy:
    """What the archive will hold: parts of data.json, and files by their path."""

    data: Facts
    files: dict[str, str] = field(default_factory=dict)
    #: names of cooperations that the person cannot enter now
    closed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """A cooperation that knows the person; no slug: they were never a member."""

    cooperation_id: UUID
    membership_id: UUID | None
    slug: str = ""
    name: str = ""


@lru_cache(maxsize=1)
def _style() -> Markup:
    css = (Path(__file__).parent / "templates" / "privacy" / "copy" / "copy.css").read_text()
    return Markup(f"<style>{css}</style>")  # noqa: S704 a file of ours


def _as_json(value: object) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _list_places(person: Person) -> list[_Place]:
    """In the person's own scope: where they are or were a member, or were asked to be."""
    rows = session().execute(
        select(Cooperation, Membership.id)
        .join(Membership, Membership.cooperation_id == Cooperation.id)
        .where(Membership.person_id == person.id)
        .order_by(Cooperation.name)
    )
    own = [_Place(row.id, membership_id, row.slug, row.name) for row, membership_id in rows]
    known = {place.cooperation_id for place in own}
    asked = session().scalars(
        select(OneTimeLink.cooperation_of)
        .where(OneTimeLink.email == person.email, OneTimeLink.cooperation_of.is_not(None))
        .distinct()
    )
    return own + [_Place(each, None) for each in asked if each and each not in known]


def _enter(person: Person, place: _Place) -> Actor | None:
    """The person as somebody who may open meetings there; None when they may not."""
    if not place.slug:
        return None
    try:
        return find_actor(person.id, None, place.slug)
    except DomainError:
        return None


def _file_name(text: str, taken: Callable[[str], bool]) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:80] or "minutes"
    names = (f"{stem}{tail}.html" for tail in ("", *(f"-{number}" for number in range(2, 1000))))
    return next(name for name in names if not taken(name))


def _write_minutes(actor: Actor, meeting_id: UUID) -> tuple[str, str]:
    """The stem of the file's name, and the page."""
    found = minutes.find_minutes(actor, meeting_id)
    text, meeting = minutes.read_text(found.document_id), found.found.meeting
    page = render_template(
        "privacy/copy/minutes.html",
        cooperation=actor.cooperation_name,
        style=_style(),
        meeting=meeting,
        changed_at=text.changed_at,
        body=render.render(minutes.hide_erased(actor, text.content)).body,
    )
    return f"{meeting.starts_at.date()} {meeting.title}", page


def _read_minutes(actor: Actor, copy: Copy, wanted: list[UUID]) -> frozenset[UUID]:
    """Write what the actor may open of these meetings; which ones that were."""
    opened = set()
    for meeting_id in wanted:
        try:
            stem, page = _write_minutes(actor, meeting_id)
        except NotFound:
            continue
        folder = f"files/{actor.cooperation_slug}/"
        name = _file_name(stem, lambda name, folder=folder: folder + name in copy.files)  # type: ignore[misc]
        copy.files[folder + name] = page
        opened.add(meeting_id)
    return frozenset(opened)


def _list_boards(actor: Actor) -> frozenset[UUID]:
    """The boards that the actor may open, archived ones too."""
    found = (boards.list_boards(actor, archived=archived) for archived in (False, True))
    return frozenset(board.id for some in found for board in some)


def _list_documents(actor: Actor) -> frozenset[UUID]:
    """The folders, pages and files that the actor may open."""
    return frozenset(session().scalars(select(Document.id).where(is_visible(actor))))


def _visit(person: Person, place: _Place, copy: Copy) -> None:
    actor = _enter(person, place)
    if actor is None and place.slug:
        copy.closed.append(place.name)
    own = Self(person.id, person.email, place.membership_id)
    with unit_of_work(Scope(place.cooperation_id), writes=False):
        if actor is not None:
            opened = _read_minutes(actor, copy, own_meetings.list_meetings_to_read(own))
            own = replace(
                own,
                open_meetings=opened,
                open_boards=_list_boards(actor),
                open_documents=_list_documents(actor),
            )
        told = {name: gather(own) for name, gather in own_work.PARTS.items()}
    copy.data["cooperations"].append(told)


def collect(person_id: UUID) -> tuple[Person, Copy]:
    """Everything that is kept of the person; opens a unit of work in each cooperation."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        person = find_person(person_id)
        copy = Copy({name: gather(person) for name, gather in own_account.PARTS.items()})
        places = _list_places(person)
    copy.data["cooperations"] = []
    for place in places:
        _visit(person, place, copy)
    return person, copy


def _pack(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def make_archive(person_id: UUID) -> bytes:
    """The copy as a zip archive, explained in the person's language. No unit of work may run."""
    with unit_of_work(Scope(person_id=person_id), writes=False):
        reader = find_person(person_id)
    with speaking(reader.language, reader.timezone):
        person, copy = collect(person_id)
        readme = render_template(
            "privacy/copy/readme.html",
            name=person.name,
            made_at=now(),
            account=explanations.ACCOUNT,
            work=explanations.WORK,
            files=sorted(copy.files),
            closed=copy.closed,
            style=_style(),
        )
    data = json.dumps(copy.data, default=_as_json, ensure_ascii=False, indent=2)
    return _pack({"README.html": readme, "data.json": data, **copy.files})
