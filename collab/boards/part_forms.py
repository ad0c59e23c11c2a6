"""The forms of what hangs on a task: steps, files, what it waits for."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired

from collab.boards.service.checklist import MAX_LENGTH
from collab.core.fields import at_most, clean_line

#: "#12", "12", "#12 Book the room"
_NUMBER = re.compile(r"^#?([0-9]{1,9})(?!\w)")


class StepsForm(FlaskForm):
    """New steps, one in each line."""

    steps = TextAreaField(
        _l("New steps"),
        description=_l("One in each line; a list can be pasted."),
        validators=[InputRequired(_l("Please enter a step."))],
    )


class StepForm(FlaskForm):
    """What a step says."""

    text = StringField(
        _l("Step"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a step.")), at_most(MAX_LENGTH)],
    )


class FileForm(FlaskForm):
    """A file to be added."""

    file = FileField(
        _l("New file"),
        description=_l("At most 25 MB."),
        validators=[FileRequired(_l("Please choose a file."))],
    )


class BlockerForm(FlaskForm):
    """Which task has to be closed first."""

    blocker = StringField(
        _l("Waits for the task"),
        description=_l("Its number, such as #12"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter the number of a task."))],
    )

    @property
    def number(self) -> int | None:
        """The number that was entered; None when it is none."""
        found = _NUMBER.match(self.blocker.data or "")
        return int(found[1]) if found else None
