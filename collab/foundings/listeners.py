"""What founders answer, and what is cleared away."""

from datetime import timedelta
from uuid import UUID

from collab.activity import service as activity
from collab.activity.service import News
from collab.core.db import GLOBAL, unit_of_work
from collab.core.duties import duty
from collab.foundings import service
from collab.invitations.answers import along_decline
from collab.invitations.models import Invitation


@activity.along("invitation.accepted")
def note_agreement(news: News) -> None:
    """A founder who accepts agrees for their delegation; together, or not at all."""
    if news.details.get("is_founding"):
        service.note_agreement(news.actor, UUID(news.details["delegation_id"]))


@along_decline
def note_refusal(invitation: Invitation) -> None:
    """A founder who declines does so for their delegation."""
    if invitation.is_founding:
        service.note_refusal(invitation.cooperation_id, invitation.delegation_id)


@duty("foundings.forget", every=timedelta(hours=6))
def forget_discarded() -> None:
    """Drafts that were thrown away are deleted after a day."""
    with unit_of_work(GLOBAL):
        service.forget_discarded()
