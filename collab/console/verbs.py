"""What the activity log says for each verb, in words that are translated.

In a sentence may stand: %(who)s, %(name)s (of a person), %(thing)s (the title of a meeting, task or
document, the name of a board), %(group)s, %(role)s and %(delegation)s. What the log does not know
is shown as an ellipsis.
"""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from collab.console.board_verbs import BOARD_VERBS
from collab.console.document_verbs import DOCUMENT_VERBS
from collab.console.doings import Doing, Verb


class Kind(StrEnum):
    """What something was done to."""

    PEOPLE = "people"
    INVITATIONS = "invitations"
    GROUPS = "groups"
    MEETINGS = "meetings"
    BOARDS = "boards"
    DOCUMENTS = "documents"
    PRESIDENCY = "presidency"
    COOPERATION = "cooperation"
    DATA = "data"


KINDS = {
    Kind.PEOPLE: _l("People and roles"),
    Kind.INVITATIONS: _l("Invitations"),
    Kind.GROUPS: _l("Working groups"),
    Kind.MEETINGS: _l("Meetings and minutes"),
    Kind.BOARDS: _l("Boards and tasks"),
    Kind.DOCUMENTS: _l("Documents"),
    Kind.PRESIDENCY: _l("Presidency"),
    Kind.COOPERATION: _l("The cooperation"),
    Kind.DATA: _l("Exports and data protection"),
}
DOINGS = {
    Doing.ADDED: _l("Something was added"),
    Doing.CHANGED: _l("Something was changed"),
    Doing.ENDED: _l("Something was ended or removed"),
    Doing.BACK: _l("Something was taken back"),
    Doing.ANSWERED: _l("Somebody answered"),
}
#: the first part of a verb
NOUNS = {
    "membership": Kind.PEOPLE,
    "deputy": Kind.PEOPLE,
    "invitation": Kind.INVITATIONS,
    "founding": Kind.INVITATIONS,
    "group": Kind.GROUPS,
    "meeting": Kind.MEETINGS,
    "agenda_item": Kind.MEETINGS,
    "attendance": Kind.MEETINGS,
    "minutes": Kind.MEETINGS,
    "action": Kind.MEETINGS,
    "decision": Kind.MEETINGS,
    "board": Kind.BOARDS,
    "task": Kind.BOARDS,
    "folder": Kind.DOCUMENTS,
    "page": Kind.DOCUMENTS,
    "file": Kind.DOCUMENTS,
    "link": Kind.DOCUMENTS,
    "presidency": Kind.PRESIDENCY,
    "cooperation": Kind.COOPERATION,
    "delegation": Kind.COOPERATION,
    "activity": Kind.DATA,
    "person": Kind.DATA,
    "retention": Kind.DATA,
}


_A, _C, _E, _B = Doing.ADDED, Doing.CHANGED, Doing.ENDED, Doing.BACK
_R = Doing.ANSWERED
VERBS = {
    "membership.joined": Verb(_A, _l("%(name)s joined the cooperation.")),
    "membership.role_changed": Verb(_C, _l("%(who)s gave %(name)s the role “%(role)s”.")),
    "membership.suspended": Verb(_E, _l("%(who)s suspended %(name)s.")),
    "membership.resumed": Verb(_B, _l("%(who)s let %(name)s in again.")),
    "membership.ended": Verb(_E, _l("%(who)s ended the membership of %(name)s.")),
    "membership.left": Verb(_E, _l("%(who)s left the cooperation.")),
    "membership.taken_back": Verb(_B, _l("%(who)s took %(name)s back as a member.")),
    "membership.sharing_changed": Verb(_C, _l("%(who)s changed who sees the own e-mail address.")),
    "deputy.named": Verb(_A, _l("%(who)s named %(name)s as deputy.")),
    "deputy.revoked": Verb(_E, _l("%(who)s ended the deputyship of %(name)s.")),
    "invitation.sent": Verb(_A, _l("%(who)s invited %(name)s.")),
    "invitation.list_sent": Verb(_A, _l("%(who)s invited a list of people.")),
    "invitation.resent": Verb(_C, _l("%(who)s sent %(name)s the invitation again.")),
    "invitation.withdrawn": Verb(_E, _l("%(who)s withdrew the invitation of %(name)s.")),
    "invitation.accepted": Verb(_R, _l("%(name)s accepted an invitation.")),
    "invitation.declined": Verb(_R, _l("%(name)s declined an invitation.")),
    "group.created": Verb(_A, _l("%(who)s founded the group “%(group)s”.")),
    "group.edited": Verb(_C, _l("%(who)s changed the group “%(group)s”.")),
    "group.member_added": Verb(_A, _l("%(who)s put %(name)s into the group “%(group)s”.")),
    "group.member_removed": Verb(_E, _l("%(who)s took %(name)s out of the group “%(group)s”.")),
    "group.role_changed": Verb(
        _C, _l("%(who)s gave %(name)s the role “%(role)s” in the group “%(group)s”.")
    ),
    "meeting.created": Verb(_A, _l("%(who)s planned the meeting “%(thing)s”.")),
    "meeting.edited": Verb(_C, _l("%(who)s changed the meeting “%(thing)s”.")),
    "meeting.cancelled": Verb(_E, _l("%(who)s cancelled the meeting “%(thing)s”.")),
    "meeting.uncancelled": Verb(_B, _l("%(who)s let the meeting “%(thing)s” take place again.")),
    "meeting.deleted": Verb(_E, _l("%(who)s deleted the meeting “%(thing)s”.")),
    "meeting.restored": Verb(_B, _l("%(who)s brought the meeting “%(thing)s” back.")),
    "meeting.shared": Verb(_A, _l("%(who)s shared the meeting “%(thing)s” with %(name)s.")),
    "meeting.unshared": Verb(
        _E, _l("%(who)s no longer shares the meeting “%(thing)s” with %(name)s.")
    ),
    "agenda_item.added": Verb(_A, _l("%(who)s added to the agenda of “%(thing)s”.")),
    "agenda_item.edited": Verb(_C, _l("%(who)s changed the agenda of “%(thing)s”.")),
    "agenda_item.moved": Verb(_C, _l("%(who)s put the agenda of “%(thing)s” in another order.")),
    "agenda_item.removed": Verb(_E, _l("%(who)s took an item off the agenda of “%(thing)s”.")),
    "agenda_item.restored": Verb(_B, _l("%(who)s put an item back on the agenda of “%(thing)s”.")),
    "attendance.recorded": Verb(_C, _l("%(who)s wrote down who was at “%(thing)s”.")),
    "presidency.planned": Verb(_A, _l("%(who)s planned a presidency of %(delegation)s.")),
    "presidency.cancelled": Verb(
        _E, _l("%(who)s took the planned presidency of %(delegation)s back.")
    ),
    "presidency.started": Verb(_A, _l("%(who)s let the presidency of %(delegation)s begin.")),
    "presidency.rotation_changed": Verb(
        _C, _l("%(who)s changed the order in which delegations preside.")
    ),
    "presidency.handed_over": Verb(_C, _l("%(who)s handed the presidency over to %(delegation)s.")),
    "cooperation.proposed": Verb(_A, _l("%(who)s proposed the cooperation.")),
    "cooperation.withdrawn": Verb(_E, _l("%(who)s withdrew the proposal.")),
    "cooperation.opened": Verb(_A, _l("The cooperation was opened.")),
    "cooperation.settings_changed": Verb(_C, _l("%(who)s changed the settings.")),
    "cooperation.archived": Verb(_E, _l("%(who)s archived the cooperation.")),
    "cooperation.unarchived": Verb(_B, _l("%(who)s opened the archived cooperation again.")),
    "cooperation.deletion_requested": Verb(
        _E, _l("%(who)s asked for the deletion of the cooperation.")
    ),
    "cooperation.deletion_stopped": Verb(_B, _l("%(who)s stopped the deletion.")),
    "delegation.removed": Verb(_E, _l("%(who)s took the partner %(delegation)s off the proposal.")),
    "delegation.emblem_changed": Verb(_C, _l("%(who)s changed the emblem of %(delegation)s.")),
    "delegation.emblem_removed": Verb(_E, _l("%(who)s removed the emblem of %(delegation)s.")),
    "person.erased": Verb(_E, _l("A member is a former member now: their account was erased.")),
    "retention.changed": Verb(_C, _l("%(who)s changed how long things are kept.")),
    "retention.applied": Verb(_E, _l("What was older than it is kept was removed.")),
    "activity.exported": Verb(_A, _l("%(who)s downloaded the activity log.")),
    **BOARD_VERBS,
    **DOCUMENT_VERBS,
}


def find_nouns(kind: Kind) -> frozenset[str]:
    """The nouns of that kind."""
    return frozenset(noun for noun, its in NOUNS.items() if its is kind)


def find_verbs(doing: Doing) -> frozenset[str]:
    """The verbs of that doing."""
    return frozenset(name for name, verb in VERBS.items() if verb.doing is doing)
