"""How a member wants to be told, kind by kind; also from the link in a mail."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select, update

from collab.accounts.models import Person
from collab.cooperations.models import Cooperation, Membership
from collab.core.actor import Actor
from collab.core.db import new_id, session
from collab.notifications.models import Kind, Notification, NotificationChoice, Pace
from collab.notifications.policy import DEFAULTS, fill_in, kinds_of
from collab.notifications.tokens import Stop, StopUnknown


def list_choices(actor: Actor) -> dict[Kind, Pace]:
    """How the actor is told of each kind."""
    return _read(actor.membership_id)


def choose(actor: Actor, paces: Mapping[Kind, Pace]) -> None:
    """Tell the actor of these kinds in that way from now on."""
    _write(actor.membership_id, paces)


def find_stopped(stop: Stop) -> tuple[Cooperation, Person]:
    """Whose mails a link turns off, and where; StopUnknown when they are no member any more."""
    row = (
        session()
        .execute(
            select(Cooperation, Person)
            .join(Membership, Membership.cooperation_id == Cooperation.id)
            .join(Person, Person.id == Membership.person_id)
            .where(
                Membership.id == stop.membership_id,
                Membership.ended_at.is_(None),
                Person.erased_at.is_(None),
            )
        )
        .first()
    )
    if row is None:
        raise StopUnknown
    cooperation, person = row
    return cooperation, person


def stop_mails(stop: Stop) -> dict[Kind, Pace]:
    """Send no more of what the link is for; how it was before, to take that back."""
    find_stopped(stop)
    paces = _read(stop.membership_id)
    before = {
        kind: paces[kind] for kind in kinds_of(stop.what, paces) if paces[kind] is not Pace.OFF
    }
    _write(stop.membership_id, dict.fromkeys(before, Pace.OFF))
    return before


def resume_mails(stop: Stop, before: Mapping[Kind, Pace]) -> None:
    """Take back what a link turned off; only of the kinds that it is for."""
    find_stopped(stop)
    allowed = set(Kind) if stop.what not in set(Kind) else {Kind(stop.what)}
    _write(stop.membership_id, {kind: pace for kind, pace in before.items() if kind in allowed})


def _read(membership_id: UUID) -> dict[Kind, Pace]:
    wanted = select(NotificationChoice.kind, NotificationChoice.pace).where(
        NotificationChoice.membership_id == membership_id
    )
    return fill_in((kind, pace) for kind, pace in session().execute(wanted))


def _write(membership_id: UUID, paces: Mapping[Kind, Pace]) -> None:
    wanted = select(NotificationChoice).where(NotificationChoice.membership_id == membership_id)
    rows = {row.kind: row for row in session().scalars(wanted.with_for_update())}
    for kind, pace in paces.items():
        row = rows.get(kind)
        if row is not None:
            row.pace = pace
        elif pace is not DEFAULTS[kind]:
            session().add(
                NotificationChoice(id=new_id(), membership_id=membership_id, kind=kind, pace=pace)
            )
    _call_off(membership_id, [kind for kind, pace in paces.items() if pace is Pace.OFF])


def _call_off(membership_id: UUID, kinds: list[Kind]) -> None:
    """What waits for a digest is not mailed either."""
    if kinds:
        session().execute(
            update(Notification)
            .where(
                Notification.membership_id == membership_id,
                Notification.kind.in_(kinds),
                Notification.mailed_at.is_(None),
            )
            .values(pace=Pace.OFF)
            .execution_options(synchronize_session=False)
        )
