"""The form of a working group."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired

from collab.core import i18n
from collab.core.fields import at_most, clean_line, clean_lines
from collab.groups.service import MAX_DESCRIPTION, MAX_NAME, GroupPlan


class GroupForm(FlaskForm):
    """What a group is called and does."""

    name = StringField(
        _l("Name"),
        filters=[clean_line],
        validators=[
            InputRequired(_l("Please enter a name.")),
            at_most(MAX_NAME),
        ],
    )
    description = TextAreaField(
        _l("What it works on"),
        filters=[clean_lines],
        validators=[at_most(MAX_DESCRIPTION)],
    )
    language = SelectField(
        _l("Language"),
        description=_l("The language in which name and description are written."),
        validate_choice=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [
            (each, i18n.language_name(each)) for each in i18n.offered_languages()
        ]

    @property
    def plan(self) -> GroupPlan:
        """What the form says."""
        return GroupPlan(
            self.name.data or "", self.description.data or "", self.language.data or ""
        )
