"""Files of other programs, looked at and read; outside of units of work, as it takes a while."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l

from collab.conversion.opening import format_of, open_text
from collab.conversion.results import Converted, Format, Loss
from collab.core.errors import DomainError
from collab.core.i18n import find_language, offered_languages
from collab.documents.service.placing import MAX_TITLE
from collab.inspection import check
from collab.inspection.names import clean_name
from collab.pages.service.drafts import Batch, Draft, Refusal
from collab.pages.service.images import PreparedImage, prepare_images
from collab.texts.nodes import Node, attrs_of, children_of

#: files that become pages in one import, and pictures beside them
MAX_FILES: Final = 20
_PICTURES: Final = ("image/png", "image/jpeg", "image/webp", "image/gif")
#: bytes: longer ones are no texts
_MAX_PLAIN: Final = 20_000_000


class NoPageOfThis(DomainError):
    """No page is made of such files."""

    status = 422
    code = "no_page_of_this"
    message = _l("No page can be made of such a file. Please choose DOCX, ODT, Markdown or HTML.")


class TooManyFiles(DomainError):
    """More than one import takes."""

    status = 422
    code = "too_many_files"
    message = _l("These are too many files at once. This one was left out.")


@dataclass(frozen=True, slots=True)
class Given:
    """A file that somebody sent."""

    name: str
    path: Path


def read_files(cooperation_id: UUID, language: str, given: Iterable[Given]) -> Batch:
    """A draft for each file of which a page can be made; `language` where it does not say its own.

    Pictures among them belong to the texts that name them.
    """
    drafts: list[Draft] = []
    refusals: list[Refusal] = []
    texts, beside = _sort(given, refusals)
    for each, kind in texts:
        try:
            if len(drafts) >= MAX_FILES:
                raise TooManyFiles
            made = open_text(each.path, kind, beside)
        except DomainError as error:
            refusals.append(Refusal(each.name, _words(error)))
        else:
            drafts.append(_draft(cooperation_id, language, each.name, made))
    return Batch(tuple(drafts), tuple(refusals))


def _sort(
    given: Iterable[Given], refusals: list[Refusal]
) -> tuple[list[tuple[Given, Format]], dict[str, Path]]:
    """The texts, and the pictures beside them; each was checked."""
    texts: list[tuple[Given, Format]] = []
    beside: dict[str, Path] = {}
    for each in given:
        name = clean_name(each.name)
        try:
            checked = check(each.path, each.name)
            kind = format_of(name)
            if checked.media_type in _PICTURES:
                beside[name] = each.path
            elif kind is None or _is_too_large(kind, checked.size):
                raise NoPageOfThis
            else:
                texts.append((Given(name, each.path), kind))
        except DomainError as error:
            refusals.append(Refusal(name, _words(error)))
    return texts, beside


def _is_too_large(kind: Format, size: int) -> bool:
    return kind in {Format.MARKDOWN, Format.HTML} and size > _MAX_PLAIN


def _words(error: DomainError) -> str:
    return f"{error.message} {error.hint or ''}".strip()


def _draft(cooperation_id: UUID, language: str, name: str, made: Converted) -> Draft:
    images = prepare_images(cooperation_id, made.images)
    losses = dict(made.losses)
    lost = sum(_count_images(made.content, key) for key in made.images if key not in images)
    if lost:
        losses[Loss.PICTURES] = losses.get(Loss.PICTURES, 0) + lost
    own = find_language(made.language, offered_languages()) if made.language else None
    title = made.title or name.rpartition(".")[0] or name
    content = _without(made.content, images)
    return Draft(name, title[:MAX_TITLE], own or language, content, images, losses)


def _count_images(node: Node, key: str) -> int:
    if node.get("type") == "image":
        return int(attrs_of(node).get("image") == key)
    return sum(_count_images(child, key) for child in children_of(node))


def _without(node: Node, images: Mapping[str, PreparedImage]) -> Node:
    """The content without images that could not be opened."""
    inside = [
        _without(child, images)
        for child in children_of(node)
        if child.get("type") != "image" or attrs_of(child).get("image") in images
    ]
    if not children_of(node):
        return node
    return {**node, "content": inside or [{"type": "paragraph"}]}
