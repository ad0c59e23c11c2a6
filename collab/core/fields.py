"""What people type into forms: cleaned before it is kept, and errors put beside it."""

import unicodedata

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Length

from collab.core.errors import DomainError, Invalid


def clean_line(text: str | None) -> str:
    """One line without characters that nobody sees; PostgreSQL refuses some of them."""
    line = "".join(" " if letter.isspace() else letter for letter in text or "")
    return "".join(one for one in line if unicodedata.category(one) not in ("Cc", "Cs")).strip()


def clean_lines(text: str | None) -> str:
    """Several lines, each cleaned."""
    return "\n".join(clean_line(line) for line in (text or "").splitlines()).strip()


def at_most(number: int) -> Length:
    """No more characters than that."""
    return Length(max=number, message=_l("Please use at most %(max)d characters.", max=number))


def note_errors(form: FlaskForm, error: Invalid) -> None:
    """Put what a service found wrong beside its fields; what has no field, above the form."""
    for name, words in error.fields.items():
        field = form._fields.get(name)
        if field is None:
            form.form_errors.append(words)
        elif not field.errors:
            field.errors = [words]


def note_refusal(form: FlaskForm, error: DomainError) -> int:
    """Say in the form why it was refused; the status of the answer."""
    if isinstance(error, Invalid):
        note_errors(form, error)
    else:
        form.form_errors.append(error.message)
    return error.status
