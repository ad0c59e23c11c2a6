"""Why an invitation is not sent or not accepted, each in words of its own."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln

from collab.core.errors import DomainError, Invalid


class AddressProblem(Invalid):
    """This address cannot be invited (now); `fields` says it at the e-mail."""

    code = "address_problem"
    words: Any = ""

    def __init__(self, subject: Any = None) -> None:
        super().__init__({"email": self.words})
        #: the invitation or the membership that is in the way
        self.subject = subject


class AlreadyMember(AddressProblem):
    """Whoever has this address is in the cooperation."""

    code = "already_member"
    words = _l("Somebody with this e-mail is a member of this cooperation already.")


class AlreadyInvited(AddressProblem):
    """An invitation of the same delegation waits for an answer."""

    code = "already_invited"
    words = _l("This address is invited already. You can send the invitation again.")


class OwnAddress(AddressProblem):
    """Nobody invites themselves."""

    code = "own_address"
    words = _l("This is your own e-mail.")


class FormerMember(AddressProblem):
    """They were in this delegation before: they are taken back, not invited."""

    code = "former_member"
    words = _l("This person was a member of your delegation before. You can take them back.")


class TooManyInvitations(DomainError):
    """Nobody sends that many mails by hand."""

    status = 429
    code = "too_many_invitations"
    heading = _l("Too many invitations")

    def __init__(self, limit: int, hours: int) -> None:
        super().__init__()
        self.message = _l(
            "You can send at most %(limit)d invitations within %(hours)d hours. Nothing was sent; "
            "please go on later.",
            limit=limit,
            hours=hours,
        )


class ListNotClean(DomainError):
    """Lines of a list have problems, and nobody said to leave them out: nothing was sent."""

    status = 422
    code = "list_not_clean"

    def __init__(self, wrong: int) -> None:
        super().__init__()
        self.message = _ln(
            "%(num)d line has a problem. Nothing was sent.",
            "%(num)d lines have problems. Nothing was sent.",
            wrong,
        )


class NobodyLeft(DomainError):
    """A list of which every line is left out."""

    status = 422
    code = "nobody_left"
    message = _l("Nobody is left to invite.")


class CannotAnswer(DomainError):
    """The invitation cannot be accepted or declined any more."""

    status = 410
    code = "invitation_closed"


class InvitationUnknown(CannotAnswer):
    """The link leads nowhere: cut off, or what it was about is deleted."""

    status = 404
    code = "invitation_unknown"
    heading = _l("This invitation is not known")
    message = _l(
        "Perhaps the address was cut off: please copy the whole link from the mail. Or the "
        "cooperation, the delegation or the invitation does not exist any more."
    )
    hint = _l("Whoever invited you can tell you more, or send you a new invitation.")


class CooperationArchived(CannotAnswer):
    """Nobody joins an archived cooperation."""

    code = "cooperation_archived"
    heading = _l("This cooperation is archived")
    message = _l("It can still be read by its members, but nobody can join it any more.")
    hint = _l("If you think this is a mistake, ask whoever invited you.")


class InviterSuspended(CannotAnswer):
    """Whoever sent it is kept out, so their invitations wait for somebody else's word."""

    status = 409
    code = "inviter_suspended"
    heading = _l("This invitation is on hold")
    message = _l("Whoever sent it cannot let people in at the moment.")
    hint = _l("Ask another coordinator of the delegation to send you the invitation again.")


class JoinedAlready(CannotAnswer):
    """They are in the cooperation, perhaps by another invitation."""

    status = 409
    code = "joined_already"
    heading = _l("You are a member already")
    message = _l("There is nothing left to accept: you belong to this cooperation.")
    way = ("start.home", _l("To my work"))


class WrongPerson(CannotAnswer):
    """An invitation is for whoever reads the mails of one address."""

    status = 403
    code = "wrong_person"
    heading = _l("This invitation is for somebody else")

    def __init__(self, masked: str) -> None:
        super().__init__()
        self.message = _l(
            "It was sent to %(address)s. You are signed in with another e-mail.", address=masked
        )


class AccountExists(CannotAnswer):
    """They have an account: they sign in instead of choosing a password."""

    status = 409
    code = "account_exists"
    heading = _l("You have an account already")
    message = _l("Please sign in with it, then accept the invitation.")
