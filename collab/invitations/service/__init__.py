"""Invitations: sent by coordinators, answered by those who got them."""

from collab.invitations.plans import GroupPlace, InvitationPlan
from collab.invitations.service.answering import (
    Joined,
    Newcomer,
    accept,
    accept_as_newcomer,
    ask_for_other_address,
    decline,
)
from collab.invitations.service.bulk import Sent, send_list
from collab.invitations.service.listing import (
    InvitationPage,
    InvitationQuery,
    Shown,
    Sort,
    list_invitations,
)
from collab.invitations.service.lists import (
    Preview,
    correct_list,
    discard_list,
    find_list,
    prepare_list,
    preview_list,
)
from collab.invitations.service.offers import (
    Offer,
    by_address,
    by_token,
    find_offer,
    list_waiting_for,
)
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
    "InvitationPage",
    "InvitationPlan",
    "InvitationQuery",
    "Joined",
    "Newcomer",
    "Offer",
    "Preview",
    "Sent",
    "Shown",
    "Sort",
    "accept",
    "accept_as_newcomer",
    "ask_for_other_address",
    "by_address",
    "by_token",
    "correct_list",
    "decline",
    "discard_list",
    "find_invitation",
    "find_list",
    "find_offer",
    "invite",
    "list_invitations",
    "list_waiting_for",
    "prepare_list",
    "preview_list",
    "resend",
    "send_again",
    "send_list",
    "take_back",
    "withdraw",
]
