"""Coats of arms and logos of delegations: small, and made anew from whatever was uploaded."""

import io
import warnings
from uuid import UUID

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps
from sqlalchemy import delete, select

from collab.activity import service as activity
from collab.cooperations import policy
from collab.cooperations.models import Delegation, DelegationEmblem
from collab.core.actor import Actor
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import Invalid, NotFound, require

MOST_BYTES = 1_000_000
#: edge of the image that is kept, in pixels
EDGE = 192
#: an image that unpacks to more is refused before it is unpacked
MOST_PIXELS = 16_000_000
FORMATS = ("PNG", "JPEG", "WEBP")


def find_delegation(actor: Actor, delegation_id: UUID) -> Delegation:
    """A delegation of the actor's cooperation; NotFound."""
    found = session().scalar(select(Delegation).where(Delegation.id == delegation_id))
    if found is None:
        raise NotFound
    return found


def find_emblem(actor: Actor, delegation_id: UUID) -> DelegationEmblem | None:
    """The delegation's emblem; None when it has none."""
    find_delegation(actor, delegation_id)
    wanted = select(DelegationEmblem).where(DelegationEmblem.delegation_id == delegation_id)
    return session().scalar(wanted)


def list_emblems(actor: Actor) -> dict[UUID, int]:
    """Which delegations have an emblem, and a number that changes with it."""
    rows = session().execute(select(DelegationEmblem.delegation_id, DelegationEmblem.changed_at))
    return {delegation_id: int(changed_at.timestamp()) for delegation_id, changed_at in rows}


def _find_changeable(actor: Actor, delegation_id: UUID) -> Delegation:
    delegation = find_delegation(actor, delegation_id)
    require(policy.can_manage_members_of(actor, delegation.id))
    return delegation


def check_changeable(actor: Actor, delegation_id: UUID) -> Delegation:
    """The actor's own delegation; Forbidden for others."""
    return _find_changeable(actor, delegation_id)


def change_emblem(actor: Actor, delegation_id: UUID, uploaded: bytes) -> None:
    """Show this image for the actor's own delegation; Invalid says why it cannot be."""
    delegation = _find_changeable(actor, delegation_id)
    image = shrink(uploaded)
    emblem = find_emblem(actor, delegation_id)
    if emblem is None:
        emblem = DelegationEmblem(
            id=new_id(), cooperation_id=actor.cooperation_id, delegation_id=delegation_id
        )
        session().add(emblem)
    emblem.image, emblem.changed_at = image, now()
    activity.record(actor, "delegation.emblem_changed", delegation.id, name=delegation.name)


def remove_emblem(actor: Actor, delegation_id: UUID) -> None:
    """Show the flag again."""
    delegation = _find_changeable(actor, delegation_id)
    if find_emblem(actor, delegation_id) is None:
        return
    session().execute(
        delete(DelegationEmblem).where(DelegationEmblem.delegation_id == delegation_id)
    )
    activity.record(actor, "delegation.emblem_removed", delegation.id, name=delegation.name)


def _bad(words: object) -> Invalid:
    return Invalid({"emblem": words})


def shrink(uploaded: bytes) -> bytes:
    """A PNG of at most 192 × 192 pixels, and nothing else that was in the file; Invalid."""
    if not uploaded:
        raise _bad(_l("Please choose a file."))
    if len(uploaded) > MOST_BYTES:
        raise _bad(_l("The file is too large. At most 1 MB is possible."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Pillow only warns of an image that grows too large
            return _draw(uploaded)
    except Invalid:
        raise
    except Exception as error:  # whatever a broken file does to the decoder
        raise _bad(
            _l("This file cannot be read as an image. Please use PNG, JPEG or WebP.")
        ) from error


def _draw(uploaded: bytes) -> bytes:
    with Image.open(io.BytesIO(uploaded), formats=FORMATS) as checked:
        if checked.width * checked.height > MOST_PIXELS:
            raise _bad(_l("The image is too large. At most 16 million pixels are possible."))
        checked.verify()
    with Image.open(io.BytesIO(uploaded), formats=FORMATS) as opened:
        opened.draft("RGB", (EDGE * 2, EDGE * 2))  # a JPEG is unpacked small at once
        drawn = ImageOps.exif_transpose(opened).convert("RGBA")
    drawn.thumbnail((EDGE, EDGE), Image.Resampling.LANCZOS)
    clean = Image.new("RGBA", drawn.size)
    clean.paste(drawn)
    out = io.BytesIO()
    clean.save(out, "PNG", optimize=True)
    return out.getvalue()
