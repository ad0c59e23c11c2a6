"""The forms that bring files."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import (  # type: ignore[attr-defined]
    SelectChoice,
    SelectField,
    StringField,
)

from collab.core.fields import at_most, clean_line
from collab.files.service.adding import MAX_NOTE
from collab.files.service.bringing import OnTaken


class UploadForm(FlaskForm):
    """Files for a place."""

    files = MultipleFileField(_l("Files"), validators=[FileRequired(_l("Please choose a file."))])
    on_taken = SelectField(
        _l("If a file of this name is here already"),
        choices=[
            SelectChoice(OnTaken.VERSION.value, _l("Make it a new version of that file")),
            SelectChoice(OnTaken.BOTH.value, _l("Keep both")),
        ],
        default=OnTaken.VERSION.value,
    )


class VersionForm(FlaskForm):
    """A new version of a file."""

    file = FileField(_l("New file"), validators=[FileRequired(_l("Please choose a file."))])
    note = StringField(
        _l("What is new"),
        description=_l("Shown in the list of versions."),
        filters=[clean_line],
        validators=[at_most(MAX_NOTE)],
    )
