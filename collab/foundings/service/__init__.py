"""Proposed cooperations: written down, proposed to partners, opened or withdrawn."""

from collab.foundings.service.changing import (
    drop_partner,
    remind,
    replace_coordinator,
    withdraw,
)
from collab.foundings.service.drafts import (
    begin,
    discard,
    find_draft,
    find_faults,
    find_founder,
    find_own,
    forget_discarded,
    forget_partner,
    forget_person,
    list_own,
    propose_slug,
    read_plan,
    save_step,
    take_back,
)
from collab.foundings.service.opening import archive, note_agreement, note_refusal
from collab.foundings.service.proposals import (
    Answer,
    PartnerState,
    Proposal,
    find_partner,
    find_proposal,
    list_answers,
)
from collab.foundings.service.proposing import propose

__all__ = [
    "Answer",
    "PartnerState",
    "Proposal",
    "archive",
    "begin",
    "discard",
    "drop_partner",
    "find_draft",
    "find_faults",
    "find_founder",
    "find_own",
    "find_partner",
    "find_proposal",
    "forget_discarded",
    "forget_partner",
    "forget_person",
    "list_answers",
    "list_own",
    "note_agreement",
    "note_refusal",
    "propose",
    "propose_slug",
    "read_plan",
    "remind",
    "replace_coordinator",
    "save_step",
    "take_back",
    "withdraw",
]
