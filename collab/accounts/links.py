"""Links that work once, sent by mail: a token in the address, only its hash on disk.

Runs inside any unit of work; a link belongs to no cooperation, though it may name one.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from collab.accounts.models import OneTimeLink, Purpose
from collab.accounts.tokens import hash_token
from collab.core.clock import now
from collab.core.db import new_id, session
from collab.core.errors import DomainError

__all__ = [
    "LinkExpired",
    "LinkProblem",
    "LinkUnknown",
    "LinkUsed",
    "LinkWithdrawn",
    "OneTimeLink",
    "Purpose",
    "create_link",
    "find_link",
    "list_open_links",
    "use_link",
    "withdraw_links",
    "withdraw_links_of",
]

#: longer ones are no tokens of ours
MAX_TOKEN = 200


class NextStep(NamedTuple):
    """What the reader can do now, and the page where they can do it."""

    words: Any
    endpoint: str
    label: Any


_TO_SIGN_IN = "accounts.sign_in"
_ASK_AGAIN = NextStep(
    _l("You can ask for a new one at any time."), "accounts.forgotten", _l("Ask for a new link")
)
_CHANGE_AGAIN = NextStep(
    _l("Sign in to see which e-mail your account has now."), _TO_SIGN_IN, _l("Sign in")
)
_INVITE_AGAIN = NextStep(
    _l(
        "If you have accepted already, sign in. Otherwise ask whoever invited you to send the "
        "invitation again."
    ),
    _TO_SIGN_IN,
    _l("Sign in"),
)
_SIGN_IN = NextStep(_l("Sign in to go on."), _TO_SIGN_IN, _l("Sign in"))
NEXT_STEPS: Mapping[Purpose, NextStep] = {
    Purpose.RESET: _ASK_AGAIN,
    Purpose.EMAIL: _CHANGE_AGAIN,
    Purpose.EMAIL_UNDO: _CHANGE_AGAIN,
    Purpose.INVITATION: _INVITE_AGAIN,
}


class LinkProblem(DomainError):
    """A link that does not work, and what to do instead."""

    status = 410
    code = "link_gone"

    def __init__(self, purpose: Purpose) -> None:
        super().__init__()
        step = NEXT_STEPS.get(purpose, _SIGN_IN)
        self.hint = step.words
        self.way = (step.endpoint, step.label)


class LinkUnknown(LinkProblem):
    """Nobody ever made this link, or it is so old that it is forgotten."""

    status = 404
    code = "link_unknown"
    heading = _l("This link is not known")
    message = _l("Perhaps the address was cut off. Please copy the whole link from the mail.")


class LinkUsed(LinkProblem):
    """A link works once, and this one has."""

    code = "link_used"
    heading = _l("This link has been used already")
    message = _l("For your safety each link works only once.")


class LinkExpired(LinkProblem):
    """Its time is over."""

    code = "link_expired"
    heading = _l("This link has expired")
    message = _l("For your safety links work for a limited time only.")


class LinkWithdrawn(LinkProblem):
    """It was taken back, or a newer one has taken its place."""

    code = "link_withdrawn"
    heading = _l("This link was withdrawn")
    message = _l("It was taken back, or a newer link has taken its place.")


def create_link(
    purpose: Purpose,
    *,
    email: str,
    lifetime: timedelta,
    person_id: UUID | None = None,
    cooperation_id: UUID | None = None,
    subject_id: UUID | None = None,
) -> tuple[UUID, str]:
    """A new link for whoever reads the mail at `email`: its id, and the token for its address.

    `cooperation_id` is the cooperation whose scope to open when it is used; `subject_id` what it
    is about, such as an invitation. The token can never be read again.
    """
    token = secrets.token_urlsafe(32)
    link = OneTimeLink(
        id=new_id(),
        purpose=purpose,
        token_hash=hash_token(token),
        email=email.strip().lower(),
        person_id=person_id,
        cooperation_of=cooperation_id,
        subject_id=subject_id,
        created_at=now(),
        expires_at=now() + lifetime,
    )
    session().add(link)
    return link.id, token


def _check(link: OneTimeLink) -> None:
    purpose = Purpose(link.purpose)
    if link.used_at is not None:
        raise LinkUsed(purpose)
    if link.withdrawn_at is not None:
        raise LinkWithdrawn(purpose)
    if link.expires_at <= now():
        raise LinkExpired(purpose)


def find_link(purpose: Purpose, token: str) -> OneTimeLink:
    """The link with this token that still works; otherwise a LinkProblem says why not."""
    link = session().scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_hash == hash_token(token[:MAX_TOKEN]), OneTimeLink.purpose == purpose
        )
    )
    if link is None:
        raise LinkUnknown(purpose)
    _check(link)
    return link


def use_link(link: OneTimeLink) -> None:
    """Use it up, whoever else tries at the same moment; a LinkProblem when it no longer works."""
    used = session().scalar(
        update(OneTimeLink)
        .where(
            OneTimeLink.id == link.id,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.withdrawn_at.is_(None),
            OneTimeLink.expires_at > now(),
        )
        .values(used_at=now())
        .returning(OneTimeLink.id)
        .execution_options(synchronize_session=False)
    )
    session().refresh(link)
    if used is None:
        _check(link)
        raise LinkUsed(Purpose(link.purpose))


def withdraw_links(subject_id: UUID, purpose: Purpose | None = None) -> None:
    """No open link about this subject works any longer."""
    _withdraw(OneTimeLink.subject_id == subject_id, purpose)


def withdraw_links_of(
    person_id: UUID, purpose: Purpose | None = None, *, since: datetime | None = None
) -> None:
    """No open link of this person works any longer; of those made since then, when given."""
    which = OneTimeLink.person_id == person_id
    if since is not None:
        which &= OneTimeLink.created_at >= since
    _withdraw(which, purpose)


def _withdraw(which: Any, purpose: Purpose | None) -> None:
    where = [which, OneTimeLink.used_at.is_(None), OneTimeLink.withdrawn_at.is_(None)]
    if purpose is not None:
        where.append(OneTimeLink.purpose == purpose)
    session().execute(update(OneTimeLink).where(*where).values(withdrawn_at=now()))


def list_open_links(email: str, purpose: Purpose) -> list[OneTimeLink]:
    """The links sent to this address that still work, the newest first."""
    return list(
        session().scalars(
            select(OneTimeLink)
            .where(
                OneTimeLink.email == email.strip().lower(),
                OneTimeLink.purpose == purpose,
                OneTimeLink.used_at.is_(None),
                OneTimeLink.withdrawn_at.is_(None),
                OneTimeLink.expires_at > now(),
            )
            .order_by(OneTimeLink.created_at.desc(), OneTimeLink.id.desc())
        )
    )
