"""Forms of the presidency."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from collab.cooperations.models import Delegation
from collab.cooperations.service.presidency import MAX_NOTE
from collab.core.fields import clean_lines

_DAY = _l("Please choose a day.")


def _day(label: Any) -> DateField:
    return DateField(label, validators=[InputRequired(_DAY)])


def _chosen(field: DateField) -> date:
    if field.data is None:
        raise ValueError("a valid form names the day")
    return field.data


class FirstTermForm(FlaskForm):
    """Who presides from today on."""

    delegation = SelectField(_l("Delegation"))
    ends_on = _day(_l("Last day"))

    def __init__(self, *args: Any, delegations: Iterable[Delegation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegation.choices = [(str(each.id), each.name) for each in delegations]
        for field in self:
            if isinstance(field, DateField) and field.process_errors:
                field.process_errors = [_DAY]

    @property
    def delegation_id(self) -> UUID:
        """The chosen delegation."""
        return UUID(str(self.delegation.data))

    @property
    def last_day(self) -> date:
        """The last day, included."""
        return _chosen(self.ends_on)


class TermForm(FirstTermForm):
    """Who presides when."""

    starts_on = _day(_l("First day"))

    @property
    def first_day(self) -> date:
        """The first day, included."""
        return _chosen(self.starts_on)


class HandoverForm(FlaskForm):
    """A word for the next presidency."""

    term = HiddenField()
    note = TextAreaField(
        _l("Note for the next presidency"),
        description=_l("What is under way, what was promised, whom to ask."),
        filters=[clean_lines],
        validators=[
            Length(max=MAX_NOTE, message=_l("Please use at most %(max)d characters.", max=MAX_NOTE))
        ],
    )
