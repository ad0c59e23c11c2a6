"""Minutes as HTML for reading and printing: a text with agenda items, decisions and actions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from markupsafe import Markup, escape

from collab.core.formats import short_day
from collab.minutes.outcomes import read_day
from collab.texts.nodes import Node, attrs_of, words_of
from collab.texts.rendering import EMPTY, Renderer, ours, tag, write_mention


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision or an action in the text; `anchor` leads to it."""

    anchor: str
    number: int
    words: str
    assignee: str = ""
    due: date | None = None
    is_done: bool = False


@dataclass(slots=True)
class Rendered:
    """The text as HTML, and what was decided and agreed in it."""

    body: Markup = EMPTY
    decisions: list[Entry] = field(default_factory=list)
    actions: list[Entry] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read yet."""
        return not self.body.striptags().strip()


#: number of an action → the link to the task that it is, with how that stands now
DrawTask = Callable[[int], Markup]


class MinutesRenderer(Renderer):
    """Writes one text; numbers its decisions and actions in their order."""

    def __init__(self, draw_task: DrawTask) -> None:
        super().__init__()
        self.rendered = Rendered()
        self._draw_task = draw_task
        self._items = 0
        self._mentions = 0
        self._writers |= {
            "agendaItem": self._agenda_item,
            "decision": self._decision,
            "actionItem": self._action,
        }

    def render(self, document: Node) -> Rendered:
        """The whole document."""
        self.rendered.body = self.write(document)
        return self.rendered

    def _mention(self, node: Node) -> Markup:
        self._mentions += 1
        return write_mention(node, f"mention-{self._mentions}")

    def _agenda_item(self, node: Node) -> Markup:
        attrs = attrs_of(node)
        title = escape(str(attrs.get("title") or ""))
        if attrs.get("withdrawn") is not True:
            self._items += 1
            title = escape(f"{self._items}. ") + title
        else:
            off = _("taken off the agenda")  # by itself: the extractor sees no call in an f-string
            title += Markup(" ") + ours(f"({off})", "text-secondary")
        self._level = 2
        inside = self._inside(node)
        self._level = 1
        if not inside:
            inside = tag("p", ours(_("Nothing noted.")), class_="text-secondary")
        presenter = attrs.get("presenter")
        told = tag("p", escape(str(presenter)), class_="presenter") if presenter else EMPTY
        return tag("section", tag("h2", title) + told + inside, class_="agenda-item")

    def _decision(self, node: Node) -> Markup:
        number = len(self.rendered.decisions) + 1
        entry = Entry(f"decision-{number}", number, words_of(node).strip())
        self.rendered.decisions.append(entry)
        label = tag("p", ours(_("Decision %(number)d", number=number)), class_="entry-label")
        return tag("div", label + self._inside(node), class_="decision", id=entry.anchor)

    def _action(self, node: Node) -> Markup:
        attrs, number = attrs_of(node), len(self.rendered.actions) + 1
        entry = Entry(
            anchor=f"action-{number}",
            number=number,
            words=words_of(node).strip(),
            assignee=str(attrs.get("assigneeLabel") or ""),
            due=read_day(attrs.get("due")),
            is_done=attrs.get("done") is True,
        )
        self.rendered.actions.append(entry)
        label = tag("p", ours(_("Action %(number)d", number=number)), class_="entry-label")
        told = tag("p", ours(describe_action(entry)), class_="entry-detail")
        inside = label + tag("p", self._inside(node)) + told + self._draw_task(number)
        return tag("div", inside, class_="action-item", id=entry.anchor)


def describe_action(entry: Entry) -> str:
    """Who does it and by when, in the reader's words: "Ana Puig · due Fri, 4 Dec 2026 · done"."""
    parts = [entry.assignee or _("nobody named yet")]
    if entry.due is not None:
        parts.append(_("due %(day)s", day=short_day(entry.due)))
    parts.append(_("done") if entry.is_done else _("open"))
    return " · ".join(parts)


def _no_task(_number: int) -> Markup:
    return EMPTY


def render(document: Node, draw_task: DrawTask = _no_task) -> Rendered:
    """The document as HTML, with its decisions and actions, and beside those their tasks."""
    return MinutesRenderer(draw_task).render(document)
