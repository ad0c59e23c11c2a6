"""What happened to a task, in sentences for its page; the log's own are in collab.console.

In a sentence may stand %(who)s and whatever the log told, see `told`.
"""

from collections.abc import Callable
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

Details = dict[str, Any]

SENTENCES: Final[dict[str, Any]] = {
    "task.created": _l("%(who)s created the task in “%(column)s”."),
    "task.renamed": _l("%(who)s renamed the task: it was “%(before)s”, now it is “%(name)s”."),
    "task.edited": _l("%(who)s changed the task."),
    "task.moved": _l("%(who)s moved the task from “%(before)s” to “%(column)s”."),
    "task.closed": _l("%(who)s marked the task as done."),
    "task.reopened": _l("%(who)s reopened the task."),
    "task.archived": _l("%(who)s archived the task."),
    "task.restored": _l("%(who)s brought the task back from the archive."),
    "task.commented": _l("%(who)s commented."),
    "task.comment_edited": _l("%(who)s changed a comment."),
    "task.comment_deleted": _l("%(who)s deleted a comment."),
    "task.comment_restored": _l("%(who)s brought a comment back."),
    "task.linked": _l("%(who)s linked the task to where it comes from."),
    "task.unlinked": _l("%(who)s removed a link."),
    "task.blocked": _l("%(who)s noted that the task waits for #%(blocker)s."),
    "task.unblocked": _l("%(who)s noted that the task waits no longer for #%(blocker)s."),
    "task.file_added": _l("%(who)s added the file “%(file)s”."),
    "task.file_removed": _l("%(who)s removed the file “%(file)s”."),
    "task.file_restored": _l("%(who)s put the file “%(file)s” back."),
}
_STEPS: Final[dict[str, Any]] = {
    "added": _l("%(who)s added the step “%(text)s”."),
    "checked": _l("%(who)s finished the step “%(text)s”."),
    "unchecked": _l("%(who)s reopened the step “%(text)s”."),
    "renamed": _l("%(who)s changed the step “%(before)s” to “%(text)s”."),
    "moved": _l("%(who)s moved the step “%(text)s”."),
    "removed": _l("%(who)s removed the step “%(text)s”."),
    "restored": _l("%(who)s put the step “%(text)s” back."),
}
#: by whether somebody came and somebody went
_OWNERS: Final[dict[tuple[bool, bool], Any]] = {
    (True, False): _l("%(who)s handed the task to %(added)s."),
    (False, True): _l("%(who)s took the task from %(removed)s."),
    (True, True): _l("%(who)s handed the task from %(removed)s to %(added)s."),
    (False, False): _l("%(who)s put those who owe the task in another order."),
}
_LABELS: Final[dict[tuple[bool, bool], Any]] = {
    (True, False): _l("%(who)s added labels: %(added)s."),
    (False, True): _l("%(who)s removed labels: %(removed)s."),
    (True, True): _l("%(who)s changed the labels: %(removed)s went, %(added)s came."),
    (False, False): _l("%(who)s changed the labels."),
}
_UNKNOWN: Final = _l("%(who)s changed the task.")
#: fields of the task's form
FIELDS: Final[dict[str, Any]] = {
    "title": _l("Title"),
    "description": _l("Description"),
    "starts_on": _l("Start"),
    "due_on": _l("Due"),
    "language": _l("Language"),
}


_OTHER_BOARD: Final = _l("%(who)s moved the task to another board, to “%(column)s”.")
_TO_LANE: Final = _l("%(who)s moved the task to the swimlane “%(lane)s”.")
_OUT_OF_LANE: Final = _l("%(who)s took the task out of its swimlane.")


def _moved(told: Details) -> str:
    if told.get("board"):
        return str(_OTHER_BOARD)
    if "lane" in told:
        return str(_TO_LANE if told["lane"] else _OUT_OF_LANE)
    return str(SENTENCES["task.moved"])


def _stepped(told: Details) -> str:
    count = told.get("count", 1)
    if told.get("what") == "added" and count > 1:
        place = "%(who)s"  # filled in later, with all other words
        words: str = ngettext(
            "%(who)s added %(num)s step.", "%(who)s added %(num)s steps.", count, who=place
        )
        return words
    return str(_STEPS.get(str(told.get("what")), _UNKNOWN))


def _changed(sentences: dict[tuple[bool, bool], Any]) -> Callable[[Details], str]:
    def say(told: Details) -> str:
        return str(sentences[bool(told.get("added")), bool(told.get("removed"))])

    return say


_SPECIAL: Final[dict[str, Callable[[Details], str]]] = {
    "task.moved": _moved,
    "task.checklist_changed": _stepped,
    "task.assigned": _changed(_OWNERS),
    "task.labelled": _changed(_LABELS),
}


def find_sentence(verb: str, told: Details) -> str:
    """The sentence for what the log tells, in the reader's language, its places still empty."""
    special = _SPECIAL.get(verb)
    return special(told) if special else str(SENTENCES.get(verb, _UNKNOWN))
