"""The forms of documents: names, places, who sees them."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from collab.core.fields import at_most, clean_line
from collab.core.ids import parse_id
from collab.documents.models import Audience
from collab.documents.service import Rules, Spot
from collab.documents.service.placing import MAX_TITLE
from collab.documents.words import AUDIENCE_NAMES

#: the cooperation's own library, where a group's short name could stand
COMMON = "common"
#: the choice of what is inherited, beside those of Audience
INHERITED = "inherited"
_CHOSEN = [InputRequired(_l("Please choose one."))]


class NameForm(FlaskForm):
    """What a folder, page or file is called."""

    title = StringField(
        _l("Name"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a name.")), at_most(MAX_TITLE)],
    )


class FolderForm(NameForm):
    """A folder to be; `parent` and `group` say where."""

    parent = HiddenField()
    #: id of the group; empty: the cooperation's own
    group = HiddenField()

    @property
    def spot(self) -> Spot:
        """Where it goes."""
        return Spot(parse_id(self.group.data or ""), parse_id(self.parent.data or ""))


def key_of_spot(spot: Spot) -> str:
    """How a spot is called in a form: "in:<document>", "top:<group>" or "top:"."""
    return f"in:{spot.parent_id}" if spot.parent_id else f"top:{spot.group_id or ''}"


def read_spot(key: str) -> Spot | None:
    """The spot of that name; None when it says nothing."""
    kind, _colon, name = key.partition(":")
    found = parse_id(name)
    if kind == "in" and found:
        return Spot(parent_id=found)
    return Spot(group_id=found) if kind == "top" and (found or not name) else None


class SharingForm(FlaskForm):
    """Who sees a document."""

    audience = RadioField(_l("Who sees it"), validators=_CHOSEN)
    is_for_guests = BooleanField(
        _l("Guests among them see it, too"),
        description=_l("Guests read and comment; they never change anything."),
    )

    def offer(self, *, can_inherit: bool, is_common: bool) -> None:
        """Name the choices that there are for it."""
        choices: list[tuple[str, Any]] = []
        if can_inherit:
            choices.append((INHERITED, _l("Whoever sees what it lies in")))
        if is_common:
            choices.append((Audience.COOPERATION, AUDIENCE_NAMES[Audience.COOPERATION]))
        else:
            choices += AUDIENCE_NAMES.items()
        self.audience.choices = [SelectChoice(value, label) for value, label in choices]

    def read_rules(self, rights: dict[UUID, str]) -> Rules:
        """What the form says; `rights` are "read" or "write" by group, empty for none."""
        inherits = self.audience.data == INHERITED
        return Rules(
            inherits=inherits,
            audience=Audience.GROUP if inherits else Audience(self.audience.data),
            is_for_guests=bool(self.is_for_guests.data),
            shares={each: how == "write" for each, how in rights.items() if how},
        )
