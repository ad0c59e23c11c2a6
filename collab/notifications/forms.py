"""How somebody wants to be told."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired

from collab.notifications.models import Kind, Pace
from collab.notifications.words import KINDS, PACES

_PACES = [SelectChoice(pace.value, words) for pace, words in PACES.items()]


def _field(kind: Kind) -> RadioField:
    chosen = InputRequired(_l("Please choose how soon."))
    return RadioField(KINDS[kind], choices=_PACES, validators=[chosen])


class ChoicesForm(FlaskForm):
    """When a mail says it, for each kind."""

    assigned = _field(Kind.ASSIGNED)
    mentioned = _field(Kind.MENTIONED)
    due_tomorrow = _field(Kind.DUE_TOMORROW)
    overdue = _field(Kind.OVERDUE)
    freed = _field(Kind.FREED)
    commented = _field(Kind.COMMENTED)

    def __init__(self, paces: Mapping[Kind, Pace], **options: Any) -> None:
        super().__init__(data={kind.value: pace.value for kind, pace in paces.items()}, **options)

    @property
    def kinds(self) -> list[RadioField]:
        """A field for each kind, in their order."""
        return [self[kind.value] for kind in Kind]

    @property
    def paces(self) -> dict[Kind, Pace]:
        """What was chosen."""
        return {kind: Pace(self[kind.value].data) for kind in Kind}
