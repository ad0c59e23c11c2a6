"""The forms that arrange a board: itself, its columns, swimlanes and labels."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, NumberRange, Optional

from collab.boards.models import Board, Label, LanesBy
from collab.boards.service import BoardEdit, BoardPlan, ColumnPlan, LabelPlan
from collab.boards.service.boards import MAX_NAME
from collab.boards.service.columns import MAX_LIMIT
from collab.boards.service.shape import MAX_NAME as MAX_PART_NAME
from collab.boards.service.templates import SIMPLE, TEMPLATES
from collab.boards.words import COLOR_NAMES, LANES_NAMES
from collab.core import i18n
from collab.core.fields import at_most, clean_line
from collab.core.ids import parse_id
from collab.groups.models import WorkingGroup

COMMON = "cooperation"
_NAMES = "names-"
_CHOSEN = [InputRequired(_l("Please choose one."))]


def _name(most: int) -> StringField:
    return StringField(
        _l("Name"),
        filters=[clean_line],
        validators=[InputRequired(_l("Please enter a name.")), at_most(most)],
    )


def _choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in pairs]


def _color() -> RadioField:
    return RadioField(_l("Colour"), choices=_choices(COLOR_NAMES.items()), default="grey")


def _languages(kept: str = "") -> list[SelectChoice]:
    offered = i18n.offered_languages()
    also = [kept] if kept and kept not in offered else []
    return _choices((each, i18n.language_name(each)) for each in (*offered, *also))


class NewBoardForm(FlaskForm):
    """A board to be."""

    name = _name(MAX_NAME)
    home = SelectField(_l("Whose board it is"), validators=_CHOSEN)
    language = SelectField(
        _l("Language"),
        description=_l("Columns and labels are named in this language."),
        validators=_CHOSEN,
    )
    template = RadioField(_l("What it begins with"), default=SIMPLE.key)

    def offer(self, is_common: bool, groups: Sequence[WorkingGroup]) -> None:
        """Let the reader choose from these groups, and the cooperation."""
        common = [(COMMON, _l("The whole cooperation"))] if is_common else []
        self.home.choices = _choices(common + [(str(group.id), group.name) for group in groups])
        self.language.choices = _languages()
        self.template.choices = _choices((each, each) for each in TEMPLATES)

    @property
    def plan(self) -> BoardPlan:
        """What the form says; only when it is valid."""
        group_id = parse_id(self.home.data or "")
        return BoardPlan(
            self.name.data or "", self.language.data, group_id, self.template.data or ""
        )


class BoardForm(FlaskForm):
    """A board's name, language and swimlanes."""

    name = _name(MAX_NAME)
    language = SelectField(
        _l("Language"),
        description=_l("Of the names on the board, and of new tasks."),
        validators=_CHOSEN,
    )
    lanes_by = SelectField(
        _l("Swimlanes"), choices=_choices(LANES_NAMES.items()), validators=_CHOSEN
    )

    def offer(self, board: Board) -> None:
        """Let the reader choose from the languages, and keep the board's."""
        self.language.choices = _languages(board.language)

    @property
    def edit(self) -> BoardEdit:
        """What the form says; only when it is valid."""
        return BoardEdit(self.name.data or "", self.language.data, LanesBy(self.lanes_by.data))


class ColumnForm(FlaskForm):
    """What a column is called and what it means."""

    name = _name(MAX_PART_NAME)
    is_done = BooleanField(
        _l("What is in this column is done"),
        description=_l("Tasks that come into it are closed, tasks that leave it are open again."),
    )
    wip_limit = IntegerField(
        _l("At most this many tasks"),
        validators=[
            Optional(),
            NumberRange(
                1, MAX_LIMIT, _l("Please enter a number from 1 to %(max)d.", max=MAX_LIMIT)
            ),
        ],
    )
    is_limit_hard = BooleanField(
        _l("Refuse any task above that number"),
        description=_l("Otherwise the column is only marked as too full."),
    )
    color = _color()

    @property
    def plan(self) -> ColumnPlan:
        """What the form says; only when it is valid."""
        return ColumnPlan(
            name=self.name.data or "",
            color=self.color.data or "",
            wip_limit=self.wip_limit.data,
            is_limit_hard=self.is_limit_hard.data,
            is_done=self.is_done.data,
        )


class LaneForm(FlaskForm):
    """What a swimlane is called."""

    name = _name(MAX_PART_NAME)


class LabelForm(FlaskForm):
    """A label's colour, and its names in the languages of the cooperation."""

    name = _name(MAX_PART_NAME)
    language = SelectField(_l("Language of this name"), validators=_CHOSEN)
    color = _color()

    @property
    def plan(self) -> LabelPlan:
        """What the form says; only when it is valid."""
        names = {
            field.name.removeprefix(_NAMES): field.data or "" for field in self.names_of_languages
        }
        return LabelPlan(self.name.data or "", self.language.data, self.color.data or "", names)

    @property
    def names_of_languages(self) -> list[Any]:
        """The fields for its names in further languages."""
        return [field for field in self if field.name.startswith(_NAMES)]


def label_form(board: Board, languages: Iterable[str], label: Label | None = None) -> LabelForm:
    """The form of a label, as it is kept or was sent, for a cooperation of these languages."""
    of_name = label.language if label else board.language
    known = list(
        dict.fromkeys((of_name, board.language, *languages, *(label.names if label else ())))
    )
    fields = {
        f"{_NAMES}{each}": StringField(
            i18n.language_name(each), filters=[clean_line], validators=[at_most(MAX_PART_NAME)]
        )
        for each in known
        if each != of_name
    }
    values: dict[str, Any] = {"language": of_name}
    if label is not None:
        values |= {"name": label.name, "color": label.color}
        values |= {f"{_NAMES}{each}": name for each, name in label.names.items()}
    form: LabelForm = type("LabelForm", (LabelForm,), fields)(data=values)
    form.language.choices = _choices((each, i18n.language_name(each)) for each in known)
    return form
