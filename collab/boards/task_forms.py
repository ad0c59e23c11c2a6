"""The form of a task."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from collab.boards.models import Label, Task
from collab.boards.owners import OwnerKey
from collab.boards.service.editing import TaskEdit
from collab.boards.service.tasks import MAX_TITLE
from collab.core import i18n
from collab.core.fields import clean_line
from collab.core.ids import parse_id
from collab.texts.fields import RichTextField


class DayField(DateField):
    """A day of the calendar, or none."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, validators=[Optional()], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Understand what the browser sends; what cannot be understood stays in the field."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Please enter a date.")) from error


def _choices(label: Any, description: Any = "") -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class TaskForm(FlaskForm):
    """What is to be done, by whom and by when."""

    title = StringField(
        _l("Title"),
        filters=[clean_line],
        validators=[
            InputRequired(_l("Please enter a title.")),
            Length(max=MAX_TITLE, message=_l("Please use at most %(max)d characters.", max=300)),
        ],
    )
    description = RichTextField(_l("Description"))
    owners = _choices(_l("Who owes it"))
    starts_on = DayField(_l("Start"))
    due_on = DayField(_l("Due"))
    labels = _choices(_l("Labels"))
    language = SelectField(
        _l("Language"),
        description=_l("The language in which title and description are written."),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a language."))],
    )
    revision = HiddenField()
    #: what the form showed at first, see collab.boards.rivalry
    seen = HiddenField()

    def offer(self, labels: Sequence[Label], reader: str) -> None:
        """Fill in what can be chosen; `reader` is the reader's language."""
        self.labels.choices = [(str(label.id), label.name_in(reader)) for label in labels]
        known = [*i18n.offered_languages()]
        if self.language.data and self.language.data not in known:
            known.append(self.language.data)
        self.language.choices = [(each, i18n.language_name(each)) for each in known]

    def validate_language(self, field: Field) -> None:
        """One of the languages we know, or the one the task has."""
        if field.data not in i18n.offered_languages() and field.data != field.object_data:
            raise ValidationError(_l("Please choose a language."))

    @property
    def owner_keys(self) -> tuple[OwnerKey, ...]:
        """Who is chosen; what is no key is left away."""
        found = (OwnerKey.parse(text) for text in self.owners.data or [])
        return tuple(dict.fromkeys(key for key in found if key is not None))

    @property
    def edit(self) -> TaskEdit:
        """What the form says."""
        ids = (parse_id(text) for text in self.labels.data or [])
        return TaskEdit(
            title=self.title.data or "",
            language=self.language.data or "",
            description=self.description.data,
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
            owners=self.owner_keys,
            labels=frozenset(each for each in ids if each),
        )


def form_values(task: Task, owners: Iterable[OwnerKey], labels: Iterable[Any]) -> dict[str, Any]:
    """What the form of this task shows before anybody types; `labels` are ids."""
    return {
        "title": task.title,
        "description": task.description,
        "owners": [str(key) for key in owners],
        "starts_on": task.starts_on,
        "due_on": task.due_on,
        "labels": [str(each) for each in labels],
        "language": task.language,
    }
