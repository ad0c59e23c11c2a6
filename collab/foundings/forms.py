"""The steps in which a cooperation is written down.

What is right is decided by `collab.foundings.plans`: a draft keeps whatever was typed.
"""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    EmailField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, ListWidget

from collab.cooperations.models import DelegationKind
from collab.core import i18n
from collab.core.countries import list_countries
from collab.core.fields import clean_line, clean_lines
from collab.foundings.plans import MONTHS, Faults, Partner

KINDS = [
    SelectChoice(DelegationKind.REGION.value, _l("Region")),
    SelectChoice(DelegationKind.COUNTRY.value, _l("Country")),
    SelectChoice(DelegationKind.ORGANISATION.value, _l("Organisation")),
]


class Needed:
    """Says that a field may not stay empty; what is right is checked elsewhere."""

    field_flags: ClassVar[dict[str, Any]] = {"required": True}

    def __call__(self, form: BaseForm, field: Field) -> None:
        """A draft keeps whatever was typed."""


def _languages() -> list[SelectChoice]:
    return [SelectChoice(each, i18n.language_name(each)) for each in i18n.offered_languages()]


def _countries() -> list[SelectChoice]:
    return [SelectChoice("", ""), *(SelectChoice(*each) for each in list_countries())]


def _select(label: Any, choices: Any, default: str = "", **more: Any) -> SelectField:
    return SelectField(
        label,
        choices=choices,
        default=default,
        validate_choice=False,
        validators=[Needed()],
        **more,
    )


def _language(label: Any, **more: Any) -> SelectField:
    return _select(label, _languages, i18n.DEFAULT_LANGUAGE, **more)


def _line(label: Any, **more: Any) -> StringField:
    return StringField(label, filters=[clean_line], **more)


def _needed(label: Any, **more: Any) -> StringField:
    return _line(label, validators=[Needed()], **more)


def _email() -> EmailField:
    return EmailField(_l("E-mail of the coordinator"), filters=[clean_line], validators=[Needed()])


def _text(label: Any, **more: Any) -> TextAreaField:
    return TextAreaField(label, filters=[clean_lines], **more)


class TextForm(Form):
    """Name and description in one more language."""

    language = _language(_l("Language"))
    name = _needed(_l("Name"))
    description = _text(_l("Description"))


class PartnerForm(Form):
    """One partner, and who is asked for it."""

    kind = _select(_l("What it is"), KINDS, DelegationKind.REGION)
    name = _needed(_l("Name"))
    short = _needed(_l("A few letters for it"), description=_l("Such as BW."))
    country = _select(_l("Country"), _countries)
    language = _language(_l("Language of the name"))
    is_own = BooleanField(_l("This is my own delegation; I am its coordinator"))
    contact = _line(_l("Name of the coordinator"))
    email = _email()
    mail_language = _language(_l("Language of the invitation"))


class GroupForm(Form):
    """A working group to begin with."""

    name = _needed(_l("Name"))
    description = _text(_l("What it works on"))


class StepForm(FlaskForm):
    """A step; `faults` are what is wrong, each with where to go and what it is called."""

    faults: list[tuple[str, Any, Any]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.faults = []

    @property
    def typed(self) -> dict[str, Any]:
        """What was typed, to be kept in the draft."""
        return {name: value for name, value in self.data.items() if name != "csrf_token"}

    def note(self, faults: Faults) -> None:
        """Put what is wrong beside its fields."""
        for path, words in faults.items():
            field, place = self._find(path)
            field.errors = [words]
            label = field.label.text
            self.faults.append((field.id, f"{place} – {label}" if place else label, words))

    def _find(self, path: str) -> tuple[Field, str]:
        name, _dash, rest = path.partition("-")
        field = self[name]
        if not rest:
            return field, ""
        number, _dash, inner = rest.partition("-")
        return field[int(number)].form[inner], f"{field.label.text} {int(number) + 1}"


class BasicsForm(StepForm):
    """What the cooperation is called, and in which languages it works."""

    name = _needed(_l("Name of the cooperation"))
    description = _text(_l("What it is for"))
    language = _language(
        _l("Language of this text"), description=_l("Working groups are named in it, too.")
    )
    texts = FieldList(FormField(TextForm), label=_l("Text"))
    languages = SelectMultipleField(
        _l("Working languages"),
        choices=_languages,
        validate_choice=False,
        validators=[Needed()],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class PartnersForm(StepForm):
    """Who founds it."""

    partners = FieldList(FormField(PartnerForm), label=_l("Partner"))


class StartForm(StepForm):
    """With what it begins once all founders agreed."""

    groups = FieldList(FormField(GroupForm), label=_l("Working group"))
    presides = _select(
        _l("Who presides first"),
        [],
        description=_l("Its term begins on the day when the cooperation opens."),
    )
    months = _select(
        _l("For how long"),
        [SelectChoice(str(months), str(months)) for months in MONTHS],
        default="12",
    )
    slug = _needed(
        _l("Address"), description=_l("Its place on this site. It does not change afterwards.")
    )


class ContactForm(FlaskForm):
    """Who is asked for a partner instead."""

    contact = _line(_l("Name of the coordinator"))
    email = _email()
    mail_language = _language(_l("Language of the invitation"))

    def as_partner(self, name: str) -> Partner:
        """The contact of the partner with that name; the rest of it stays as it is."""
        return Partner(
            name=name,
            short="",
            country="",
            language="",
            email=self.email.data or "",
            contact=self.contact.data or "",
            mail_language=self.mail_language.data or "",
        )


class EmblemForm(FlaskForm):
    """The image to show for a delegation."""

    emblem = FileField(
        _l("Image"), description=_l("PNG, JPEG or WebP, at most 1 MB."), validators=[Needed()]
    )


#: the steps, in their order
STEPS: dict[str, type[StepForm]] = {
    "basics": BasicsForm,
    "partners": PartnersForm,
    "start": StartForm,
}
