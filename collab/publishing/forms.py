"""The forms of public links."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from collab.publishing.service import LinkPlan

_DAYS = {
    "7": _l("A week"),
    "30": _l("30 days"),
    "90": _l("90 days"),
    "365": _l("A year"),
    "0": _l("Until it is revoked"),
}


class LinkForm(FlaskForm):
    """A public link to be."""

    days = SelectField(
        _l("How long it works"),
        choices=[SelectChoice(value, label) for value, label in _DAYS.items()],
        default="30",
        validators=[InputRequired(_l("Please choose one."))],
    )
    password = PasswordField(
        _l("Password"),
        description=_l("Whoever opens the link is asked for it. Send it on another way."),
    )

    @property
    def plan(self) -> LinkPlan:
        """What the form says; only when it is valid."""
        return LinkPlan(int(self.days.data) or None, self.password.data or "")


class PasswordForm(FlaskForm):
    """The password of a public link."""

    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Please enter the password."))]
    )
