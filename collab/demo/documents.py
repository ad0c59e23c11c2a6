"""The documents of the demonstration, read from `content/<cooperation>/documents.toml`."""

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from collab.documents.models import Audience, Kind


@dataclass(frozen=True, slots=True)
class DemoDocument:
    """A folder, page or file; what lies in another one comes after it."""

    #: names it in its cooperation
    key: str
    kind: Kind
    title: str
    language: str
    #: handle of who made it
    by: str
    #: slug; empty: it is the cooperation's
    group: str = ""
    #: key of what it lies in; empty: the top
    place: str = ""
    #: when it was last changed, see `Calendar.day`; empty: just now
    changed: str = ""
    audience: Audience = Audience.GROUP
    is_for_guests: bool = False
    #: slugs of groups that it is shared with
    shares: tuple[str, ...] = ()
    #: of a page, in the notation of `collab.demo.notation`; none: its template
    text: tuple[str, ...] = ()
    #: of a page
    template: str = "empty"
    #: of a file: what is in it
    content: str = ""


def _read(row: dict[str, Any]) -> DemoDocument:
    values = dict(row)
    values["kind"] = Kind(row["kind"])
    values["audience"] = Audience(row.get("audience", Audience.GROUP))
    for name in ("shares", "text"):
        values[name] = tuple(row.get(name, ()))
    return DemoDocument(**values)


def read_documents(slug: str) -> list[DemoDocument]:
    """The documents of a cooperation; each comes after what it lies in."""
    path = files("collab.demo").joinpath("content", slug, "documents.toml")
    return [_read(row) for row in tomllib.loads(path.read_text("utf-8"))["document"]]
