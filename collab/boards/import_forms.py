"""The form of an import, and what its preview says."""

from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, TextAreaField, ValidationError

from collab.boards.imports.checking import MAX_TEXT
from collab.boards.imports.plans import MAX_BYTES, Left, Problem, Reading, Reason, Source
from collab.boards.imports.reading import read_tasks, read_upload
from collab.boards.models import Board
from collab.boards.service.checklist import MAX_LENGTH, MAX_STEPS
from collab.boards.service.shape import MAX_NAME
from collab.boards.service.tasks import MAX_TITLE
from collab.core.actor import Actor
from collab.core.fields import clean_line

#: of a whole request: the file, and what surrounds it
MAX_UPLOAD: Final = MAX_BYTES + 100_000

SOURCE_NAMES: Final[dict[str, Any]] = {
    Source.TABLE: _l("Table"),
    Source.KANBOARD: _l("Table of Kanboard"),
    Source.DECK_TABLE: _l("Table of Nextcloud Deck"),
    Source.TRELLO: _l("Board of Trello"),
    Source.DECK: _l("Board of Nextcloud Deck"),
}
_REASONS: Final[dict[str, Any]] = {
    Reason.NO_TITLE: _l("There is no title."),
    Reason.TITLE_TOO_LONG: _l("The title has %(about)s characters; at most %(max)d are possible."),
    Reason.NAME_TOO_LONG: _l("“%(about)s” is too long for a name."),
    Reason.TEXT_TOO_LONG: _l(
        "The description has %(about)s characters; at most %(max)d are possible."
    ),
    Reason.NO_DAY: _l("“%(about)s” is no date. Please write it as 2026-11-24."),
    Reason.DAYS_CROSSED: _l("It begins after it is due."),
    Reason.TOO_MANY_STEPS: _l("The checklist has %(about)s steps; at most %(max)d are possible."),
    Reason.STEP_TOO_LONG: _l("A step of the checklist is too long: “%(about)s”"),
    Reason.TOO_MANY_CELLS: _l("There is something beyond the last column: “%(about)s”"),
    Reason.OPEN_QUOTE: _l("A quotation mark in this line is never closed."),
}
_MOST: Final = {
    Reason.TITLE_TOO_LONG: MAX_TITLE,
    Reason.NAME_TOO_LONG: MAX_NAME,
    Reason.TEXT_TOO_LONG: MAX_TEXT,
    Reason.TOO_MANY_STEPS: MAX_STEPS,
    Reason.STEP_TOO_LONG: MAX_LENGTH,
}


def say_problem(problem: Problem) -> str:
    """Why the line makes no task, in the reader's language."""
    values = {"about": problem.about, "max": _MOST.get(problem.reason, 0)}
    return str(_REASONS[problem.reason]) % values


def say_left(left: str, count: int) -> Any:
    """What is not taken over, in words."""
    if left == Left.ARCHIVED:
        return _ln(
            "%(num)d archived card is left out.", "%(num)d archived cards are left out.", count
        )
    if left == Left.COMMENTS:
        return _ln(
            "%(num)d comment is not taken over.", "%(num)d comments are not taken over.", count
        )
    return _ln(
        "%(num)d attached file is not taken over.",
        "%(num)d attached files are not taken over.",
        count,
    )


class ImportForm(FlaskForm):
    """A file, or the text of one."""

    file = FileField(
        _l("File"),
        description=_l("At most 5,000 tasks and 5 MB."),
    )
    text = TextAreaField(
        _l("Or paste a table"),
        description=_l("With headings in the first line, as copied from a spreadsheet."),
    )

    def validate_text(self, field: Field) -> None:
        """One of both."""
        if not (field.data or "").strip() and not self.file.data:
            raise ValidationError(_l("Please choose a file or paste a table."))

    @property
    def name(self) -> str:
        """What the file is called; "" without one."""
        return clean_line(self.file.data.filename) if self.file.data else ""

    def read(self, actor: Actor, board: Board) -> Reading:
        """The tasks in it; Invalid names the field."""
        if self.file.data:
            return read_upload(self.file.data.read(), actor.timezone, board.language)
        return read_tasks(self.text.data or "", actor.timezone, board.language)
