"""Tells packages above this one what an invited person answered."""

from collections.abc import Callable

from collab.invitations.models import Invitation

#: called in the cooperation's scope, in the unit of work of the answer
Listener = Callable[[Invitation], None]
_declined: list[Listener] = []


def along_decline(listener: Listener) -> Listener:
    """Register what happens together with a decline; nobody acts then, as nobody is a member.

    For acceptances there is `@activity.along("invitation.accepted")`: its actor is the new member.
    """
    if listener not in _declined:
        _declined.append(listener)
    return listener


def tell_declined(invitation: Invitation) -> None:
    """Call those who registered."""
    for listener in _declined:
        listener(invitation)
