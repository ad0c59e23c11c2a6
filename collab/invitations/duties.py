"""What is done again and again: note what has expired, forget lists that nobody sent."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from collab.accounts.models import OneTimeLink, Purpose
from collab.cooperations.directory import DirectoryEntry
from collab.core.clock import now
from collab.core.db import GLOBAL, Scope, session, unit_of_work
from collab.core.duties import duty
from collab.invitations.models import Invitation, InvitationList, State

#: how far back to look; what expired before that while nothing ran is shown as expired all the same
LOOK_BACK = timedelta(days=30)


def _list_concerned() -> Sequence[UUID]:
    with unit_of_work(GLOBAL, writes=False):
        found = session().scalars(
            select(OneTimeLink.cooperation_of)
            .where(
                OneTimeLink.purpose == Purpose.INVITATION,
                OneTimeLink.used_at.is_(None),
                OneTimeLink.withdrawn_at.is_(None),
                OneTimeLink.expires_at.between(now() - LOOK_BACK, now()),
                OneTimeLink.cooperation_of.is_not(None),
            )
            .distinct()
        )
        return [each for each in found if each is not None]


@duty("invitations.expire", every=timedelta(hours=1))
def note_expired() -> None:
    """Write down which invitations nobody can accept any more; their addresses are free again."""
    for cooperation_id in _list_concerned():
        with unit_of_work(Scope(cooperation_id=cooperation_id)):
            session().execute(
                update(Invitation)
                .where(Invitation.state == State.WAITING, Invitation.expires_at <= now())
                .values(state=State.EXPIRED, settled_at=Invitation.expires_at, open_email=None)
                .execution_options(synchronize_session=False)
            )


@duty("invitations.forget_lists", every=timedelta(days=1))
def forget_lists() -> None:
    """Lists hold addresses of people who were perhaps never invited: they stay two days."""
    with unit_of_work(GLOBAL, writes=False):
        everywhere = session().scalars(select(DirectoryEntry.id)).all()
    for cooperation_id in everywhere:
        scope, is_old = Scope(cooperation_id=cooperation_id), InvitationList.expires_at <= now()
        with unit_of_work(scope, writes=False):
            found = session().scalar(select(InvitationList.id).where(is_old).limit(1))
        if found is not None:
            with unit_of_work(scope):
                session().execute(delete(InvitationList).where(is_old))
