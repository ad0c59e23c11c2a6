"""What new boards begin with: columns and labels, named in the language of the board."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from collab.boards.models import BoardColumn, Color, Label, LanesBy
from collab.core.db import new_id, session
from collab.core.i18n import DEFAULT_LANGUAGE
from collab.core.phrases import phrase as _l
from collab.core.phrases import translate
from collab.core.ranks import spread


@dataclass(frozen=True, slots=True)
class ColumnPattern:
    """A column to be; the name is English."""

    name: str
    color: Color = Color.GREY
    wip_limit: int | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class BoardTemplate:
    """What a kind of work usually needs; all words are English, see `translate`."""

    key: str
    name: str
    description: str
    columns: tuple[ColumnPattern, ...]
    labels: tuple[tuple[str, Color], ...] = ()
    lanes_by: LanesBy = LanesBy.NOTHING


_DONE = ColumnPattern(_l("Done"), Color.GREEN, is_done=True)

SIMPLE: Final = BoardTemplate(
    "simple",
    _l("Simple"),
    _l("What is to do, what is in progress, what is done."),
    (
        ColumnPattern(_l("To do")),
        ColumnPattern(_l("In progress"), Color.BLUE),
        _DONE,
    ),
)
DECISIONS: Final = BoardTemplate(
    "decisions",
    _l("Decision follow-up"),
    _l("From a decision to its implementation, with a swimlane for each delegation."),
    (
        ColumnPattern(_l("Decided")),
        ColumnPattern(_l("Being implemented"), Color.BLUE),
        ColumnPattern(_l("Waiting for others"), Color.YELLOW),
        ColumnPattern(_l("To be confirmed"), Color.PURPLE),
        ColumnPattern(_l("Implemented"), Color.GREEN, is_done=True),
    ),
    (
        (_l("Needs a decision"), Color.RED),
        (_l("Legal question"), Color.PURPLE),
        (_l("Budget"), Color.YELLOW),
        (_l("Communication"), Color.BLUE),
    ),
    LanesBy.DELEGATION,
)
EVENT: Final = BoardTemplate(
    "event",
    _l("Event preparation"),
    _l("Everything that has to happen before, during and after an event."),
    (
        ColumnPattern(_l("Ideas")),
        ColumnPattern(_l("To do"), Color.TEAL),
        ColumnPattern(_l("In progress"), Color.BLUE, 5),
        ColumnPattern(_l("Waiting for an answer"), Color.YELLOW),
        _DONE,
    ),
    (
        (_l("Programme"), Color.PURPLE),
        (_l("Speakers"), Color.BLUE),
        (_l("Venue"), Color.ORANGE),
        (_l("Travel"), Color.TEAL),
        (_l("Interpreting"), Color.YELLOW),
        (_l("Communication"), Color.GREEN),
        (_l("Budget"), Color.RED),
    ),
)
FUNDING: Final = BoardTemplate(
    "funding",
    _l("Funding application"),
    _l("A joint application from the first idea to the submission."),
    (
        ColumnPattern(_l("Collected")),
        ColumnPattern(_l("Drafting"), Color.BLUE, 4),
        ColumnPattern(_l("Reviewed by partners"), Color.PURPLE, 4),
        ColumnPattern(_l("Ready to submit"), Color.TEAL),
        ColumnPattern(_l("Submitted"), Color.GREEN, is_done=True),
    ),
    (
        (_l("Budget"), Color.YELLOW),
        (_l("Letter of intent"), Color.BLUE),
        (_l("Work package"), Color.TEAL),
        (_l("Annex"), Color.GREY),
        (_l("Deadline of the funder"), Color.RED),
    ),
    LanesBy.DELEGATION,
)

TEMPLATES: Final = {each.key: each for each in (SIMPLE, DECISIONS, EVENT, FUNDING)}


def furnish(
    board_id: UUID, template: BoardTemplate, language: str, languages: Iterable[str]
) -> None:
    """Give a new board the template's columns and labels.

    They are named in `language`; labels get a name in each of the cooperation's `languages` too.
    """
    ranks = spread(len(template.columns))
    session().add_all(
        BoardColumn(
            id=new_id(),
            board_id=board_id,
            name=translate(each.name, language),
            rank=rank,
            color=each.color,
            wip_limit=each.wip_limit,
            is_done=each.is_done,
        )
        for each, rank in zip(template.columns, ranks, strict=True)
    )
    others = [each for each in languages if each != language]
    session().add_all(
        Label(
            id=new_id(),
            board_id=board_id,
            name=translate(name, language),
            language=language,
            names=_name_in(name, others),
            color=color,
            position=place,
        )
        for place, (name, color) in enumerate(template.labels)
    )
    session().flush()  # tasks refer to them


def _name_in(name: str, languages: Iterable[str]) -> dict[str, str]:
    """The name in those of the languages that have one."""
    named = {language: translate(name, language) for language in languages}
    return {each: text for each, text in named.items() if text != name or each == DEFAULT_LANGUAGE}
