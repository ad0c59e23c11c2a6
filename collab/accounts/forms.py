"""Forms to sign in and about myself."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.validators import DataRequired, Email, EqualTo, InputRequired, Length

from collab.accounts.fields import new_password_field
from collab.accounts.models import Theme
from collab.accounts.service.passkeys import MAX_NAME as MAX_PASSKEY_NAME
from collab.core import i18n
from collab.core.fields import at_most, clean_line
from collab.core.timezones import timezone_choices

MAX_NAME = 120


class SignInForm(FlaskForm):
    """Who, and their secret."""

    email = EmailField(
        _l("E-mail"),
        filters=[clean_line],
        validators=[
            DataRequired(_l("Please enter your e-mail.")),
            Length(max=254, message=_l("This e-mail is too long.")),
        ],
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Please enter your password."))]
    )
    next = HiddenField()


class PreferencesForm(FlaskForm):
    """How I am called and how pages are shown to me."""

    name = StringField(
        _l("Name"),
        description=_l("As others see it, in meetings and in what you write."),
        filters=[clean_line],
        validators=[
            DataRequired(_l("Please enter your name.")),
            at_most(MAX_NAME),
        ],
    )
    language = SelectField(_l("Language"), validators=[InputRequired()])
    timezone = SelectField(
        _l("Time zone"),
        description=_l("Dates and times are shown in this time zone everywhere."),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a time zone."))],
    )
    theme = RadioField(
        _l("Appearance"),
        choices=[
            SelectChoice(Theme.AUTO.value, _l("Like my device")),
            SelectChoice(Theme.LIGHT.value, _l("Light")),
            SelectChoice(Theme.DARK.value, _l("Dark")),
        ],
        validators=[InputRequired(_l("Please choose one."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language.choices = [
            SelectChoice(language, i18n.own_language_name(language))
            for language in i18n.offered_languages()
        ]
        chosen = self.timezone.data if i18n.is_timezone(self.timezone.data or "") else None
        self.timezone.choices = timezone_choices(chosen)

    def validate_timezone(self, field: Field) -> None:
        """Any IANA zone, also one that is not in the list."""
        if not i18n.is_timezone(field.data):
            raise ValidationError(_l("There is no such time zone."))


class NewPasswordForm(FlaskForm):
    """A new password, twice."""

    new = new_password_field(_l("New password"), _l("Please enter a new password."))
    again = PasswordField(
        _l("New password again"),
        validators=[
            InputRequired(_l("Please enter the new password again.")),
            EqualTo("new", _l("The two new passwords are not the same.")),
        ],
    )


class PasswordForm(NewPasswordForm):
    """A new password, and proof that it is me."""

    current = PasswordField(
        _l("Current password"),
        validators=[InputRequired(_l("Please enter your current password."))],
    )


def _email_field(label: Any) -> EmailField:
    return EmailField(
        label,
        filters=[clean_line],
        validators=[
            DataRequired(_l("Please enter your e-mail.")),
            Length(max=254, message=_l("This e-mail is too long.")),
            Email(_l("This is no e-mail address.")),
        ],
    )


class ForgottenForm(FlaskForm):
    """Where to send a link to."""

    email = _email_field(_l("E-mail"))


class EmailForm(FlaskForm):
    """Another e-mail, and proof that it is me."""

    email = _email_field(_l("New e-mail"))
    password = PasswordField(
        _l("Current password"),
        validators=[InputRequired(_l("Please enter your current password."))],
    )


class ProofForm(FlaskForm):
    """Proof that it is me."""

    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Please enter your password."))]
    )
    next = HiddenField()


class SecondStepForm(FlaskForm):
    """A code of the app or on paper, or what a passkey answered."""

    code = StringField(
        _l("Code"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a code."))],
    )
    answer = HiddenField()


class PasskeyAnswerForm(FlaskForm):
    """What a passkey answered, and where to go then."""

    answer = HiddenField()
    next = HiddenField()


class AppCodeForm(FlaskForm):
    """The first code of a new app."""

    code = StringField(
        _l("Code"),
        description=_l("The six digits that the app shows now."),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter the code that the app shows."))],
    )


class PasskeyNameForm(FlaskForm):
    """What I call a passkey."""

    name = StringField(
        _l("Name"),
        description=_l("So that you recognize it in the list, such as “My phone”."),
        filters=[clean_line],
        validators=[
            DataRequired(_l("Please enter a name.")),
            at_most(MAX_PASSKEY_NAME),
        ],
    )


class PasskeyForm(PasskeyNameForm):
    """A new passkey: its name, and what the browser made."""

    answer = HiddenField()


class AppPasswordForm(FlaskForm):
    """What I call a program."""

    name = StringField(
        _l("Name"),
        description=_l("The program or device, such as “Explorer at work”."),
        filters=[clean_line],
        validators=[DataRequired(_l("Please enter a name.")), at_most(MAX_PASSKEY_NAME)],
    )
