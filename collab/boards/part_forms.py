"""The forms of what hangs on a task: steps, comments, what it waits for."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from collab.boards.models import TaskComment
from collab.boards.service.checklist import MAX_LENGTH
from collab.core import i18n
from collab.core.fields import at_most, clean_line
from collab.texts.fields import RichTextField

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


class CommentForm(FlaskForm):
    """What somebody says about a task."""

    content = RichTextField(_l("Comment"), is_required=True)
    language = SelectField(
        _l("Language of the comment"),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a language."))],
    )

    def offer(self, reader: str, comment: TaskComment | None = None) -> None:
        """Fill in what can be chosen; a new comment is in the reader's language."""
        known = list(i18n.offered_languages())
        if comment is not None and comment.language not in known:
            known.append(comment.language)
        self.language.choices = [(each, i18n.language_name(each)) for each in known]
        if not self.language.data:
            self.language.data = comment.language if comment else reader


def comment_form(reader: str, comment: TaskComment | None = None, **options: Any) -> CommentForm:
    """The form of a comment, with what it says now."""
    form = CommentForm(obj=comment, **options)
    form.offer(reader, comment)
    return form


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
