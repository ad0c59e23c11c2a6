"""Fields about an account that forms of other features have too."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from collab.accounts.passwords import MAX_LENGTH, MIN_LENGTH


def new_password_field(label: Any, missing: Any) -> PasswordField:
    """A password that is being chosen; `missing` is what to say when there is none."""
    return PasswordField(
        label,
        description=_l(
            "At least %(min)d characters. Several words in a row are easy to keep.", min=MIN_LENGTH
        ),
        validators=[
            InputRequired(missing),
            Length(
                min=MIN_LENGTH,
                max=MAX_LENGTH,
                message=_l(
                    "Please use between %(min)d and %(max)d characters.",
                    min=MIN_LENGTH,
                    max=MAX_LENGTH,
                ),
            ),
        ],
    )
