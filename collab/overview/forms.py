"""Forms of one's own membership: deputies, and a successor."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired

from collab.cooperations.service import Member

_DAY = _l("Please choose a day.")
_MEMBER = _l("Please choose a member.")


def _choices(people: list[Member]) -> list[tuple[str, Any]]:
    return [("", _l("Please choose")), *((str(each.membership_id), each.name) for each in people)]


class DeputyForm(FlaskForm):
    """Who stands in, and from when to when."""

    member = SelectField(_l("Member"), validators=[InputRequired(_MEMBER)])
    starts_on = DateField(_l("First day"), validators=[InputRequired(_DAY)])
    ends_on = DateField(
        _l("Last day"),
        validators=[InputRequired(_DAY)],
        description=_l("At most one year. Their rights end by themselves after that day."),
    )

    def __init__(self, people: list[Member], **options: Any) -> None:
        super().__init__(prefix="deputy", **options)
        self.member.choices = _choices(people)

    @property
    def days(self) -> tuple[date, date]:
        """First and last day; for a form that is valid."""
        first, last = self.starts_on.data, self.ends_on.data
        assert first is not None
        assert last is not None
        return first, last


class SuccessorForm(FlaskForm):
    """Who becomes a coordinator too, and whether the actor goes on being one."""

    member = SelectField(_l("New coordinator"), validators=[InputRequired(_MEMBER)])
    steps_back = BooleanField(_l("I step back and become a member"))

    def __init__(self, people: list[Member], **options: Any) -> None:
        super().__init__(prefix="successor", **options)
        self.member.choices = _choices(people)
