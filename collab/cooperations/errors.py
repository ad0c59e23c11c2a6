"""Why a member, a deputy, the presidency or the cooperation itself stays as it is."""

from typing import Any

from flask_babel import lazy_gettext as _l

from collab.core.errors import Conflict, DomainError


class LastCoordinator(DomainError):
    """A delegation is never left without a coordinator."""

    status = 409
    code = "last_coordinator"
    heading = _l("The delegation needs a coordinator")
    message = _l("This is the only coordinator of the delegation.")
    hint = _l("Name a successor first.")
    way = ("cooperations.membership", _l("Name a successor"))


class OwnMembership(DomainError):
    """Coordinators change others, never themselves: nobody locks themselves out by mistake."""

    status = 409
    code = "own_membership"
    heading = _l("This is your own membership")
    message = _l("You cannot change your own role, suspend or remove yourself here.")
    hint = _l("Hand the coordination over to somebody else instead.")
    way = ("cooperations.membership", _l("My membership"))


class MemberChanged(Conflict):
    """Somebody else changed the same member meanwhile; `message` says what they did."""

    code = "member_changed"
    way = ("cooperations.members", _l("Back to the members"))

    def __init__(self, words: Any) -> None:
        super().__init__()
        self.message = words


class AlreadyMember(Conflict):
    """They belong to the cooperation already."""

    code = "already_member"
    heading = _l("Already a member")
    message = _l("This person is a member of the cooperation already.")


class LeftThemselves(Conflict):
    """Whoever left is asked before they come back."""

    code = "left_themselves"
    heading = _l("This person has left")
    message = _l("They left the cooperation themselves. Please invite them again.")


class NoSuccessor(DomainError):
    """There is no term that could take the presidency over."""

    status = 409
    code = "no_successor"
    heading = _l("Nobody is next")
    message = _l("No delegation is planned to preside next.")
    hint = _l("Plan the next term first.")


class NotPresiding(DomainError):
    """The presidency was handed over meanwhile, or has not begun."""

    status = 409
    code = "not_presiding"
    heading = _l("Your delegation does not preside")
    message = _l("The presidency is not with your delegation at the moment.")


class TermRuns(DomainError):
    """What only works while no delegation presides."""

    status = 409
    code = "term_runs"
    heading = _l("A delegation presides already")
    message = _l("The first term has begun already. Hand the presidency over instead.")


class NotWaitingForDeletion(DomainError):
    """Nobody asked for the deletion, or somebody stopped it meanwhile."""

    status = 409
    code = "not_waiting_for_deletion"
    heading = _l("Nothing to stop")
    message = _l("This cooperation is not waiting for its deletion any more.")
