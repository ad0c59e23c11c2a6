"""Making pages of files: they are looked at first, and become pages once."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import DomainError, NotFound
from collab.documents import service as documents
from collab.documents.models import Document
from collab.documents.service import Spot
from collab.pages.import_models import PageImport
from collab.pages.service.documents import create_page
from collab.pages.service.drafts import Batch, Draft
from collab.pages.service.images import PreparedImage
from collab.texts.nodes import children_of

KEPT: Final = timedelta(hours=20)
#: imports that one person may have open; older ones go
MAX_OPEN: Final = 5
#: what the page of an imported page says of its beginning
TEMPLATE: Final = "empty"


class NothingChosen(DomainError):
    """Every file was left out."""

    status = 422
    code = "nothing_chosen"
    message = _l("Please choose at least one page.")


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of a draft."""

    title: str
    language: str


@dataclass(frozen=True, slots=True)
class FoundImport:
    """Files that the actor has sent, and where their pages go."""

    id: UUID
    spot: Spot
    batch: Batch
    is_done: bool


def keep_import(actor: Actor, spot: Spot, batch: Batch) -> UUID:
    """Keep what was read until it becomes pages; Forbidden, NotFound as for a new page."""
    documents.check_spot(actor, spot)
    _drop_oldest(actor)
    kept = PageImport(
        id=new_id(),
        cooperation_id=actor.cooperation_id,
        group_id=spot.group_id,
        parent_id=spot.parent_id,
        created_by=actor.membership_id,
        created_at=now(),
        expires_at=now() + KEPT,
        content=batch.to_json(),
    )
    session().add(kept)
    session().flush()
    return kept.id


def _drop_oldest(actor: Actor) -> None:
    ids = session().scalars(
        select(PageImport.id)
        .where(PageImport.created_by == actor.membership_id)
        .order_by(PageImport.created_at.desc())
        .offset(MAX_OPEN - 1)
    )
    session().execute(delete(PageImport).where(PageImport.id.in_(ids.all())))


def _find(actor: Actor, import_id: UUID, *, is_locked: bool = False) -> PageImport:
    wanted = select(PageImport).where(
        PageImport.id == import_id,
        PageImport.created_by == actor.membership_id,
        PageImport.expires_at > now(),
    )
    wanted = wanted.with_for_update() if is_locked else wanted
    found = session().scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def find_import(actor: Actor, import_id: UUID) -> FoundImport:
    """An import that the actor prepared; NotFound for others, and when it was too long ago."""
    kept = _find(actor, import_id)
    spot = Spot(kept.group_id, kept.parent_id)
    documents.check_spot(actor, spot)
    return FoundImport(kept.id, spot, Batch.from_json(kept.content), kept.imported_at is not None)


def run_import(actor: Actor, import_id: UUID, choices: Mapping[int, Choice]) -> list[Document]:
    """Make a page of each draft that was chosen, by its place among them; the new pages.

    None when it was done before. NothingChosen; Invalid when a title is missing or too long.
    """
    kept = _find(actor, import_id, is_locked=True)
    if kept.imported_at is not None:
        return []
    drafts = Batch.from_json(kept.content).drafts
    chosen = [
        replace(draft, title=choices[number].title, language=choices[number].language)
        for number, draft in enumerate(drafts)
        if number in choices
    ]
    if not chosen:
        raise NothingChosen
    spot = Spot(kept.group_id, kept.parent_id)
    made = [_make(actor, spot, draft) for draft in chosen]
    kept.imported_at, kept.content = now(), {}
    session().flush()
    return made


def _make(actor: Actor, spot: Spot, draft: Draft) -> Document:
    return create_page(
        actor,
        spot,
        draft.title,
        draft.language,
        template=TEMPLATE,
        content=children_of(draft.content),
        images=draft.images,
    )


def discard_import(actor: Actor, import_id: UUID) -> None:
    """Forget the files; no page is made of them."""
    session().delete(_find(actor, import_id))
    session().flush()


def forget_imports() -> None:
    """Delete what nobody made pages of in time; the images in it go by themselves."""
    session().execute(delete(PageImport).where(PageImport.expires_at <= now()))


def find_image(actor: Actor, import_id: UUID, image_id: UUID) -> PreparedImage:
    """An image in a draft of the actor's; NotFound."""
    for draft in find_import(actor, import_id).batch.drafts:
        for each in draft.images.values():
            if each.id == image_id:
                return each
    raise NotFound
