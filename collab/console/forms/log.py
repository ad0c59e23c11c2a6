"""Which part of the activity log somebody wants to see."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SelectField, StringField
from wtforms.validators import Length, Optional

from collab.activity.log import LogFilter
from collab.console.doings import Doing
from collab.console.verbs import DOINGS, KINDS, Kind, find_nouns, find_verbs
from collab.cooperations.models import Delegation
from collab.core.fields import clean_line
from collab.core.ids import parse_id

MAX_TEXT = 100
_DAY = _l("Please choose a day.")


class LogForm(FlaskForm):
    """Which part of the activity log; nothing chosen is all of it."""

    class Meta:
        """It only asks, so it needs no token."""

        csrf = False

    q = StringField(
        _l("Search"),
        filters=[clean_line],
        validators=[
            Length(max=MAX_TEXT, message=_l("Please use at most %(max)d characters.", max=MAX_TEXT))
        ],
    )
    kind = SelectField(_l("About"), validators=[Optional()])
    doing = SelectField(_l("What happened"), validators=[Optional()])
    delegation = SelectField(_l("Delegation of whoever did it"), validators=[Optional()])
    since = DateField(_l("From"), validators=[Optional()], default=None)
    until = DateField(_l("To"), validators=[Optional()], default=None)
    person = HiddenField(filters=[clean_line])
    subject = HiddenField(filters=[clean_line])

    def __init__(self, *args: Any, delegations: list[Delegation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind.choices = [("", _l("Everything")), *KINDS.items()]
        self.doing.choices = [("", _l("Anything")), *DOINGS.items()]
        self.delegation.choices = [
            ("", _l("All delegations")),
            *((str(each.id), each.name) for each in delegations),
        ]
        for each in (self.since, self.until):
            if each.process_errors:
                each.process_errors = [_DAY]

    @property
    def person_id(self) -> UUID | None:
        """Whose lines, when one person was chosen."""
        return parse_id(self.person.data or "")

    @property
    def values(self) -> dict[str, str]:
        """What was chosen, for links to other pages of the same part."""
        return {each.short_name: str(each.data) for each in self if each.data}

    def find(self, zone: ZoneInfo) -> LogFilter:
        """What was asked for, by days of the reader's calendar; wrong fields do not count."""
        kind, doing = self._chosen("kind"), self._chosen("doing")
        return LogFilter(
            text=self._chosen("q") or "",
            person_id=self.person_id,
            subject_id=parse_id(self.subject.data or ""),
            delegation_id=parse_id(self._chosen("delegation") or ""),
            nouns=find_nouns(Kind(kind)) if kind else None,
            verbs=find_verbs(Doing(doing)) if doing else None,
            since=_midnight(self._chosen("since"), zone),
            until=_midnight(self._chosen("until"), zone, days=1),
        )

    def _chosen(self, name: str) -> Any:
        field = self[name]
        return None if field.errors else field.data


def _midnight(day: date | None, zone: ZoneInfo, *, days: int = 0) -> datetime | None:
    """When the day begins, or one some days later; None beyond the calendar."""
    if day is None or day.year in (date.min.year, date.max.year):
        return None
    return datetime.combine(day + timedelta(days=days), time(), zone)
