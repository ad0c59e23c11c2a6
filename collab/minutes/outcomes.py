"""Finds the actions and the mentions in a text, numbered as the page to read numbers them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from collab.texts.nodes import MAX_DEPTH, Node, attrs_of, children_of, is_inline, words_of

#: of each, in one text; more is nonsense
MOST = 2000
MAX_TEXT = 1000
MAX_EXCERPT = 240


@dataclass(frozen=True, slots=True)
class SaidAction:
    """An action as a text says it; whom and when may be nonsense, and then are None."""

    block: UUID
    position: int
    text: str
    assignee: UUID | None
    due: date | None
    is_done: bool


@dataclass(frozen=True, slots=True)
class SaidMention:
    """Somebody named in a block, by the id that the text gives."""

    block: UUID
    position: int
    member: UUID
    excerpt: str


@dataclass(frozen=True, slots=True)
class SaidDecision:
    """A decision as a text says it."""

    block: UUID
    position: int
    text: str


@dataclass(slots=True)
class Outcomes:
    """What a text says that somebody owes, and whom it names."""

    actions: list[SaidAction] = field(default_factory=list)
    mentions: list[SaidMention] = field(default_factory=list)


class _Blocks:
    """Gives each block an id of its own: the text's, unless it has none or has it twice."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def identify(self, node: Node) -> UUID:
        raw = str(attrs_of(node).get("id"))[:64]
        self._seen[raw] += 1
        known = read_id(raw) if self._seen[raw] == 1 else None
        return known or uuid5(NAMESPACE_OID, f"{raw}/{self._seen[raw]}")


def read_id(value: object) -> UUID | None:
    """The id that a text gives; None when it is none."""
    try:
        return UUID(str(value))
    except ValueError:
        return None


def read_day(value: object) -> date | None:
    """The day that a text gives, as 2026-12-04; None when it is none."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def _clean(words: str, most: int) -> str:
    line = " ".join(words.replace("\0", "").split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _walk(node: Node, blocks: _Blocks, depth: int = 0) -> Iterator[tuple[Node, Node, UUID]]:
    """Every decision, action and mention in the order of the text, each with its block and the
    id of that.
    """
    if depth >= MAX_DEPTH:
        return
    own = blocks.identify(node)
    if node.get("type") in ("actionItem", "decision"):
        yield node, node, own
    for child in children_of(node):
        if child.get("type") == "mention":
            yield child, node, own
        elif not is_inline(child):
            yield from _walk(child, blocks, depth + 1)


def read_outcomes(document: Node) -> Outcomes:
    """What the text says, the first of each `MOST`."""
    found, blocks = Outcomes(), _Blocks()
    counts: Counter[Any] = Counter()
    excerpts: dict[UUID, str] = {}
    for node, around, block in _walk(document, blocks):
        kind = node.get("type")
        counts[kind] += 1
        if counts[kind] > MOST:
            continue
        if kind == "actionItem":
            found.actions.append(_read_action(node, block, counts[kind]))
        elif kind == "mention" and (member := read_id(attrs_of(node).get("id"))) is not None:
            if block not in excerpts:
                excerpts[block] = _clean(words_of(around), MAX_EXCERPT)
            found.mentions.append(SaidMention(block, counts[kind], member, excerpts[block]))
    return found


def read_decisions(document: Node) -> list[SaidDecision]:
    """The decisions that the text says, the first `MOST`."""
    found: list[SaidDecision] = []
    for node, _around, block in _walk(document, _Blocks()):
        if node.get("type") == "decision" and len(found) < MOST:
            words = _clean(words_of(node), MAX_EXCERPT)
            found.append(SaidDecision(block, len(found) + 1, words))
    return found


def _read_action(node: Node, block: UUID, position: int) -> SaidAction:
    attrs = attrs_of(node)
    return SaidAction(
        block=block,
        position=position,
        text=_clean(words_of(node), MAX_TEXT),
        assignee=read_id(attrs.get("assignee")),
        due=read_day(attrs.get("due")),
        is_done=attrs.get("done") is True,
    )
