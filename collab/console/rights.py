"""Who may do what, read from `rights.toml`, with the words for people."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import lazy_gettext as _l

from collab.cooperations.words import ROLE_NAMES
from collab.core.actor import Role

FILE = Path(__file__).with_name("rights.toml")
#: the columns of the table
ROLES = {
    Role.COORDINATOR: ROLE_NAMES[Role.COORDINATOR],
    "deputy": _l("Deputy"),
    **ROLE_NAMES,
}
#: the answers, from the widest right to none
CELLS = {
    "yes": _l("Yes"),
    "presidency": _l("While presiding"),
    "delegation": _l("Own delegation"),
    "group": _l("Own groups"),
    "both": _l("Own delegation, in own groups"),
    "no": _l("No"),
}
SECTIONS = {
    "reading": _l("See and read"),
    "meetings": _l("Meetings and minutes"),
    "boards": _l("Boards and tasks"),
    "documents": _l("Documents"),
    "groups": _l("Working groups"),
    "people": _l("People"),
    "governing": _l("The cooperation as a whole"),
}
#: the section of each action, and what it is called
LABELS = {
    "cooperation.see": ("reading", _l("See the cooperation")),
    "members.list": ("reading", _l("See who belongs to it, in which role")),
    "member.see_address": ("reading", _l("See e-mail addresses that are not shared")),
    "group.see": ("reading", _l("See a working group")),
    "meeting.see": ("reading", _l("See a meeting and its agenda")),
    "minutes.read": ("reading", _l("Read minutes")),
    "board.see": ("reading", _l("See a board and its tasks")),
    "document.see": ("reading", _l("See documents of a group")),
    "document.see_common": ("reading", _l("See documents of the whole cooperation")),
    "document.see_guests": ("reading", _l("See documents that are shared with guests, too")),
    "minutes.write": ("meetings", _l("Write minutes")),
    "meeting.plan": ("meetings", _l("Plan a meeting")),
    "meeting.edit": ("meetings", _l("Change a meeting")),
    "meeting.cancel": ("meetings", _l("Cancel a meeting")),
    "meeting.delete": ("meetings", _l("Delete a meeting")),
    "agenda.add": ("meetings", _l("Arrange the agenda")),
    "attendance.record": ("meetings", _l("Write down who was there")),
    "meeting.share": ("meetings", _l("Share a meeting with a guest")),
    "board.create": ("boards", _l("Make a board")),
    "board.arrange": ("boards", _l("Change columns, swimlanes and labels")),
    "board.archive": ("boards", _l("Archive a board")),
    "task.create": ("boards", _l("Add a task")),
    "task.edit": ("boards", _l("Change a task and who owes it")),
    "task.move": ("boards", _l("Move and close tasks")),
    "task.archive": ("boards", _l("Archive a task")),
    "task.finish_own": ("boards", _l("Move and close a task that one owes")),
    "task.comment": ("boards", _l("Comment on a task")),
    "task.comment_own": ("boards", _l("Comment on a task that one owes")),
    "document.add": ("documents", _l("Add folders, pages and files")),
    "document.edit": ("documents", _l("Write pages, replace files, rename")),
    "document.move": ("documents", _l("Order and move documents")),
    "document.move_away": ("documents", _l("Move documents to another library")),
    "document.comment": ("documents", _l("Comment on pages")),
    "document.trash": ("documents", _l("Move documents to the trash")),
    "document.restore": ("documents", _l("Bring documents back")),
    "document.erase": ("documents", _l("Delete documents for good")),
    "document.share": ("documents", _l("Say who sees a document")),
    "document.share_own": ("documents", _l("Say who sees a document that one made")),
    "link.create": ("documents", _l("Make a public link")),
    "link.revoke": ("documents", _l("Revoke a public link")),
    "group.create": ("groups", _l("Found a working group")),
    "group.edit": ("groups", _l("Change name and description of a group")),
    "group.place": ("groups", _l("Put a member into a group")),
    "group.take_out": ("groups", _l("Take a member out of a group")),
    "group.change_role": ("groups", _l("Give a role in a group")),
    "member.invite": ("people", _l("Invite people")),
    "coordinator.invite": ("people", _l("Invite a coordinator")),
    "invitation.withdraw": ("people", _l("Withdraw an invitation")),
    "member.change_role": ("people", _l("Change the role of a member")),
    "member.suspend": ("people", _l("Suspend a member")),
    "member.end": ("people", _l("End a membership")),
    "coordinator.change_role": ("people", _l("Change the role of a coordinator")),
    "deputy.name": ("people", _l("Name a deputy")),
    "emblem.change": ("people", _l("Change the emblem of a delegation")),
    "address.share": ("people", _l("Share the own e-mail address")),
    "console.see": ("governing", _l("Open the console")),
    "log.see": ("governing", _l("Read and download the activity log")),
    "settings.change": ("governing", _l("Change the settings")),
    "retention.change": ("governing", _l("Change how long things are kept")),
    "presidency.plan": ("governing", _l("Plan presidencies")),
    "presidency.hand_over": ("governing", _l("Hand the presidency over")),
    "cooperation.archive": ("governing", _l("Archive the cooperation")),
    "cooperation.unarchive": ("governing", _l("Open an archived cooperation again")),
    "deletion.request": ("governing", _l("Ask for the deletion")),
    "deletion.stop": ("governing", _l("Stop the deletion")),
}


@dataclass(frozen=True, slots=True)
class Action:
    """Something to do, and for each role one of CELLS."""

    id: str
    cells: dict[str, str]
    #: changes something, so not in an archived cooperation …
    writes: bool
    #: … but for this one
    works_when_archived: bool

    @property
    def answers(self) -> list[tuple[str, list[str]]]:
        """The roles with each answer, in the order of CELLS."""
        found = [(cell, [r for r, of in self.cells.items() if of == cell]) for cell in CELLS]
        return [(cell, roles) for cell, roles in found if roles]


@cache
def list_actions() -> tuple[Action, ...]:
    """Every action in the table's order."""
    table = tomllib.loads(FILE.read_text("utf-8"))["action"]
    return tuple(
        Action(
            row["id"],
            {role: row[role] for role in ROLES},
            row.get("writes", False),
            row.get("archived", False),
        )
        for row in table
    )


def list_sections() -> list[tuple[str, list[Action]]]:
    """The actions under their headings (names in SECTIONS); those without one come last."""
    found: dict[str, list[Action]] = {name: [] for name in SECTIONS}
    for action in list_actions():
        found[LABELS[action.id][0] if action.id in LABELS else "governing"].append(action)
    return list(found.items())
