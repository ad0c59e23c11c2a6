"""Invitations: sent by coordinators, answered by those who got them."""

from collab.invitations.service.answering import (
    Joined,
    Newcomer,
    accept,
    accept_as_newcomer,
    decline,
)
from collab.invitations.service.offers import (
    Offer,
    by_address,
    by_token,
    find_offer,
    list_waiting_for,
)
from collab.invitations.service.plans import GroupPlace, InvitationPlan
from collab.invitations.service.sending import (
    find_invitation,
    invite,
    resend,
    send_again,
    take_back,
    withdraw,
)

__all__ = [
    "GroupPlace",
    "InvitationPlan",
    "Joined",
    "Newcomer",
    "Offer",
    "accept",
    "accept_as_newcomer",
    "by_address",
    "by_token",
    "decline",
    "find_invitation",
    "find_offer",
    "invite",
    "list_waiting_for",
    "resend",
    "send_again",
    "take_back",
    "withdraw",
]
