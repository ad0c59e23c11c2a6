"""The forms of data protection."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from flask_wtf import FlaskForm
from wtforms import Field, Form, PasswordField, SelectField
from wtforms.validators import InputRequired

from collab.privacy.periods import EXPLANATIONS, NAMES, PERIODS, Kind


class PasswordAgainForm(FlaskForm):
    """The password, before something that cannot be taken back at once."""

    password = PasswordField(
        _l("Your password"), validators=[InputRequired(_l("Please enter your password."))]
    )


def _label(months: int) -> Any:
    if months % 12 == 0:
        return _ln("%(num)d year", "%(num)d years", months // 12)
    return _ln("%(num)d month", "%(num)d months", months)


def _choices() -> list[tuple[int, Any]]:
    return [(0, _l("Keep")), *((months, _label(months)) for months in PERIODS)]


class _Always:
    """A choice that is made from the start; nothing to check."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        """Whatever is chosen is fine."""


class RetentionForm(FlaskForm):
    """A period for each kind of things; 0 keeps them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in Kind:
            self[kind].choices = _choices()

    @property
    def periods(self) -> dict[Kind, int]:
        """What was chosen."""
        return {kind: self[kind].data for kind in Kind if self[kind].data}


for _kind in Kind:
    setattr(
        RetentionForm,
        _kind,
        SelectField(
            NAMES[_kind],
            description=EXPLANATIONS[_kind],
            coerce=int,
            default=0,
            validators=[_Always()],
        ),
    )
