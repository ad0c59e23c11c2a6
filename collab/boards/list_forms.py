"""Which tasks somebody wants to see, as the address of a list says it."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import Length, Optional

from collab.boards.listing import Due, Grouping, Order, State, TaskFilter, Who
from collab.boards.models import Label
from collab.boards.owners import DELEGATION, PERSON, OwnerKey
from collab.boards.service.boards import FoundBoard
from collab.boards.service.people import BoardMember
from collab.cooperations.models import Delegation
from collab.core.fields import clean_line
from collab.core.ids import parse_id

MAX_TEXT = 100
STATES = {
    State.OPEN: _l("Not done"),
    State.CLOSED: _l("Done"),
    State.ALL: _l("Done or not"),
    State.ARCHIVED: _l("Archived"),
}
DUES = {
    Due.OVERDUE: _l("Overdue"),
    Due.TODAY: _l("Today"),
    Due.WEEK: _l("Within 7 days"),
    Due.MONTH: _l("Within 30 days"),
    Due.NONE: _l("Without a due date"),
}
ORDERS = {
    Order.DUE: _l("Due date"),
    Order.NUMBER: _l("Number"),
    Order.TITLE: _l("Title"),
    Order.CREATED: _l("Created"),
    Order.CLOSED: _l("Done on"),
    Order.START: _l("Start"),
}
GROUPINGS = {
    Grouping.NOTHING: _l("No headings"),
    Grouping.DUE: _l("Due date"),
    Grouping.BOARD: _l("Board"),
    Grouping.COLUMN: _l("Column"),
    Grouping.PERSON: _l("Person"),
    Grouping.DELEGATION: _l("Delegation"),
}
WHOS = {
    Who.ME: _l("Me"),
    Who.MY_DELEGATION: _l("My delegation"),
    Who.NOBODY: _l("Nobody yet"),
}


class ListForm(FlaskForm):
    """Which tasks; nothing chosen is all that are not done, those due first at the top."""

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
    state = SelectField(_l("State"), validators=[Optional()])
    owner = SelectField(_l("Owed by"), validators=[Optional()])
    due = SelectField(_l("Due"), validators=[Optional()])
    board = SelectField(_l("Board"), validators=[Optional()])
    label = SelectField(_l("Label"), validators=[Optional()])
    order = SelectField(_l("Sort by"), validators=[Optional()])
    group = SelectField(_l("Headings"), validators=[Optional()])

    def __init__(
        self,
        *args: Any,
        people: Sequence[BoardMember] = (),
        delegations: Sequence[Delegation] = (),
        boards: Sequence[FoundBoard] = (),
        labels: Sequence[Label] = (),
        language: str = "en",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = list(STATES.items())
        self.due.choices = [("", _l("Any time")), *DUES.items()]
        self.order.choices = _both_ways()
        self.group.choices = list(GROUPINGS.items())
        self.board.choices = [
            ("", _l("All boards")),
            *((str(each.id), each.board.name) for each in boards),
        ]
        self.label.choices = [
            ("", _l("Any label")),
            *((str(each.id), each.name_in(language)) for each in labels),
        ]
        self.owner.choices = {
            "": [("", _l("Anybody")), *WHOS.items()],
            _l("Delegations"): [(f"{DELEGATION}:{each.id}", each.name) for each in delegations],
            _l("People"): [(f"{PERSON}:{each.membership_id}", each.name) for each in people],
        }

    @property
    def values(self) -> dict[str, str]:
        """What was chosen, for links to other pages of the same list."""
        return {each.short_name: str(each.data) for each in self if each.data}

    @property
    def query(self) -> str:
        """The same as it stands in an address, to be saved."""
        return urlencode(self.values)

    @property
    def is_narrowed(self) -> bool:
        """Whether it shows less than everything that is not done."""
        given = dict(self.values)
        return any(given.get(name) for name in ("q", "owner", "due", "board", "label")) or (
            given.get("state", State.OPEN) != State.OPEN
        )

    def find(self, board_id: UUID | None = None) -> TaskFilter:
        """What was asked for; a field with nonsense in it does not count."""
        order = self._chosen("order") or Order.DUE
        due = self._chosen("due")
        return TaskFilter(
            text=self._chosen("q") or "",
            state=State(self._chosen("state") or State.OPEN),
            owner=_read_owner(self._chosen("owner") or ""),
            due=Due(due) if due else None,
            label_id=parse_id(self._chosen("label") or ""),
            board_id=board_id or parse_id(self._chosen("board") or ""),
            order=Order(order.removeprefix("-")),
            is_descending=order.startswith("-"),
            grouping=Grouping(self._chosen("group") or Grouping.NOTHING),
        )

    def _chosen(self, name: str) -> Any:
        return None if name not in self or name in self.errors else self[name].data


def _both_ways() -> list[tuple[str, Any]]:
    turned = {
        Order.DUE: _l("Due date, latest first"),
        Order.NUMBER: _l("Number, highest first"),
        Order.CREATED: _l("Created, latest first"),
        Order.CLOSED: _l("Done on, latest first"),
    }
    return [*ORDERS.items(), *((f"-{order}", words) for order, words in turned.items())]


def _read_owner(text: str) -> OwnerKey | Who | None:
    if text in set(Who):
        return Who(text)
    return OwnerKey.parse(text)
