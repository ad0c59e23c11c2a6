"""Forms of the settings: what the cooperation is called, its languages, its end."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from collab.cooperations.service.settings import MAX_DESCRIPTION, MAX_NAME, PARTS, Settings
from collab.core import i18n
from collab.core.fields import at_most, clean_line, clean_lines


def _languages() -> list[tuple[str, str]]:
    return [(each, i18n.language_name(each)) for each in i18n.offered_languages()]


class SettingsForm(FlaskForm):
    """What the cooperation is called, and whether it asks for two factors."""

    name = StringField(
        _l("Name"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a name.")), at_most(MAX_NAME)],
    )
    description = TextAreaField(
        _l("What it is about"), filters=[clean_lines], validators=[at_most(MAX_DESCRIPTION)]
    )
    language = SelectField(
        _l("Language"), description=_l("The language in which name and description are written.")
    )
    requires_two_factor = BooleanField(
        _l("Everybody needs a second factor"),
        description=_l("Members without one have to set it up before they come in again."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = _languages()


class LanguagesForm(FlaskForm):
    """The languages that the cooperation works in."""

    languages = SelectMultipleField(
        _l("Working languages"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validators=[InputRequired(_l("Please choose at least one language."))],
    )
    first = SelectField(
        _l("First language"), description=_l("It comes first in lists and for new things.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages.choices = self.first.choices = _languages()

    def validate_first(self, field: SelectField) -> None:
        """Only a working language can be the first one."""
        if self.languages.data and field.data not in self.languages.data:
            raise ValidationError(_l("Please choose one of the working languages."))

    @property
    def order(self) -> tuple[str, ...]:
        """The chosen languages, the first one first."""
        chosen = list(self.languages.data or ())
        return (str(self.first.data), *(each for each in chosen if each != self.first.data))


def texts_form(settings: Settings, **options: Any) -> FlaskForm:
    """A form with name and description in each working language but the original."""
    fields: dict[str, Any] = {}
    for language in settings.languages:
        if language == settings.language:
            continue
        given = settings.texts.get(language, {})
        fields[f"texts-{language}-name"] = StringField(
            _l("Name"),
            filters=[clean_line],
            validators=[at_most(PARTS["name"])],
            default=given.get("name", ""),
        )
        fields[f"texts-{language}-description"] = TextAreaField(
            _l("What it is about"),
            filters=[clean_lines],
            validators=[at_most(PARTS["description"])],
            default=given.get("description", ""),
        )
    made: FlaskForm = type("TextsForm", (FlaskForm,), fields)(**options)
    return made


class DeletionForm(FlaskForm):
    """The name of the cooperation, typed by whoever wants to delete it."""

    name = StringField(_l("Name of the cooperation"), filters=[clean_line])

    def __init__(self, *args: Any, names: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = {clean_line(each) for each in names}
        self.name.flags.required = True

    def validate_name(self, field: StringField) -> None:
        """It is the name, in any of its languages."""
        if field.data not in self._names:
            raise ValidationError(_l("This is not the name of the cooperation."))
