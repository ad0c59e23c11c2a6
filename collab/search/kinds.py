"""What can be found."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """What a result is."""

    MEETING = "meeting"
    MINUTES = "minutes"
    DECISION = "decision"
    PAGE = "page"
    FILE = "file"
    FOLDER = "folder"
    TASK = "task"
    COMMENT = "comment"
    PERSON = "person"


LABELS: dict[Kind, LazyString] = {
    Kind.MEETING: _l("Meetings"),
    Kind.MINUTES: _l("Minutes"),
    Kind.DECISION: _l("Decisions"),
    Kind.PAGE: _l("Pages"),
    Kind.FILE: _l("Files"),
    Kind.FOLDER: _l("Folders"),
    Kind.TASK: _l("Tasks"),
    Kind.COMMENT: _l("Comments"),
    Kind.PERSON: _l("People"),
}
#: of which each passage is a result by itself; of the others all passages of a subject are one
SINGLE = frozenset({Kind.DECISION, Kind.COMMENT})
