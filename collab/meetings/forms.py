"""Forms to plan a meeting, its agenda and its attendance."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    URLField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from collab.core import i18n
from collab.core.fields import clean_line, clean_lines
from collab.core.ids import parse_id
from collab.core.timezones import timezone_choices
from collab.groups.models import WorkingGroup
from collab.meetings import times
from collab.meetings.models import Meeting
from collab.meetings.service import FoundMeeting, ItemPlan, MeetingPlan

MAX_TITLE = 200
YEARS = range(2000, 2101)
TOO_LONG = _l("Please use at most %(max)d characters.", max=MAX_TITLE)


class LocalTimeField(DateTimeLocalField):
    """A date and a time by the clocks of a place, without seconds."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Understand what the browser sends; what cannot be understood stays in the field."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_l("Please enter a date and a time.")) from error
        if self.data is not None and self.data.year not in YEARS:
            raise ValueError(_l("Please enter a date between 2000 and 2100."))


class MeetingForm(FlaskForm):
    """What, when, where, with whom, in which language."""

    title = StringField(
        _l("Title"),
        filters=[clean_line],
        validators=[
            InputRequired(_l("Please enter a title.")),
            Length(max=MAX_TITLE, message=TOO_LONG),
        ],
    )
    starts_at = LocalTimeField(
        _l("Start"), validators=[InputRequired(_l("Please enter a date and a time."))]
    )
    ends_at = LocalTimeField(
        _l("End"), validators=[InputRequired(_l("Please enter a date and a time."))]
    )
    timezone = SelectField(
        _l("Time zone"),
        description=_l("Start and end are times by the clocks there. Everybody sees their own."),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a time zone."))],
    )
    place = StringField(
        _l("Place"), filters=[clean_line], validators=[Length(max=MAX_TITLE, message=TOO_LONG)]
    )
    link = URLField(
        _l("Link to take part online"),
        filters=[clean_line],
        validators=[Length(max=500, message=_l("This link is too long."))],
    )
    groups = SelectMultipleField(
        _l("Working groups"),
        description=_l("Whoever is in one of them can write the minutes. None: everybody can."),
        validate_choice=False,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    language = SelectField(
        _l("Language"),
        description=_l("The language in which the minutes are written."),
        validate_choice=False,
        validators=[InputRequired(_l("Please choose a language."))],
    )
    version = HiddenField()

    def offer(self, groups: Sequence[WorkingGroup]) -> None:
        """Fill in what can be chosen."""
        zone = self.timezone.data or ""
        self.timezone.choices = timezone_choices(zone if times.is_zone(zone) else None)
        self.groups.choices = [(str(group.id), group.name) for group in groups]
        known = [*i18n.offered_languages()]
        if self.language.data and self.language.data not in known:
            known.append(self.language.data)
        self.language.choices = [(each, i18n.language_name(each)) for each in known]

    def validate_language(self, field: Field) -> None:
        """One of the languages we know, or the one the meeting has."""
        if field.data not in i18n.offered_languages() and field.data != field.object_data:
            raise ValidationError(_l("Please choose a language."))

    @property
    def plan(self) -> MeetingPlan:
        """What the form says; the form has been validated."""
        ids = (parse_id(text) for text in self.groups.data or [])
        return MeetingPlan(
            title=self.title.data or "",
            starts_at=self.starts_at.data or datetime.min,  # noqa: DTZ901 local time
            ends_at=self.ends_at.data or datetime.min,  # noqa: DTZ901 local time
            timezone=self.timezone.data or "",
            place=self.place.data or "",
            link=self.link.data or "",
            language=self.language.data or "",
            groups=frozenset(each for each in ids if each),
        )


class NewMeetingForm(MeetingForm):
    """A meeting that does not exist yet, with its first agenda."""

    agenda = TextAreaField(
        _l("Agenda"),
        description=_l("One item a line. You can add presenters and minutes later."),
        filters=[clean_lines],
        validators=[Length(max=25_000, message=_l("This agenda is too long."))],
    )


def form_values(found: FoundMeeting) -> dict[str, Any]:
    """What the form of this meeting shows before anybody types."""
    meeting: Meeting = found.meeting
    return {
        "title": meeting.title,
        "starts_at": times.to_local(meeting.starts_at, meeting.timezone),
        "ends_at": times.to_local(meeting.ends_at, meeting.timezone),
        "timezone": meeting.timezone,
        "place": meeting.place,
        "link": meeting.link,
        "groups": [str(group.id) for group in found.groups],
        "language": meeting.language,
        "version": str(meeting.version),
    }


class ItemForm(FlaskForm):
    """An agenda item."""

    title = StringField(
        _l("Agenda item"),
        filters=[clean_line],
        validators=[
            InputRequired(_l("Please enter a title.")),
            Length(max=MAX_TITLE, message=TOO_LONG),
        ],
    )
    presenter = SelectField(_l("Presenter"), validate_choice=False)
    minutes = IntegerField(_l("Duration (min)"), validators=[Optional()])

    def validate_minutes(self, field: Field) -> None:
        """A whole number that makes sense."""
        if field.data is not None and not 1 <= field.data <= 24 * 60:
            raise ValidationError(_l("Please enter between 1 and %(max)d minutes.", max=24 * 60))

    @property
    def plan(self) -> ItemPlan:
        """What the form says."""
        presenter = parse_id(self.presenter.data or "")
        return ItemPlan(self.title.data or "", presenter, self.minutes.data)
