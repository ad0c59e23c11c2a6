"""Bar charts as numbers for SVG: rows of bars, told apart by pattern and words, not by colour."""

from collections.abc import Sequence
from dataclasses import dataclass

ROW = 44
BAR_TOP = 22
#: how the parts of a bar are filled; the first ones first
FILLS = ("solid", "hatched", "dotted", "plain")
#: a part of at least this many per cent is drawn, so that a small number is not nothing
LEAST = 0.75


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar: where it begins and how wide it is, in per cent; how it is filled."""

    x: float
    width: float
    fill: str


@dataclass(frozen=True, slots=True)
class Line:
    """A label, a bar below it and what it says in words; positions in pixels from the top."""

    label: str
    language: str | None
    text: str
    parts: tuple[Part, ...]
    text_y: int
    bar_y: int


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing of bars, `height` pixels high and as wide as its place."""

    height: int
    lines: tuple[Line, ...]
    #: names of the parts with their fill; empty when there is only one
    legend: tuple[tuple[str, str], ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What a line shows."""

    label: str
    values: tuple[int, ...]
    text: str
    language: str | None = None


def _parts(values: Sequence[int], most: int) -> tuple[Part, ...]:
    parts, x = [], 0.0
    for value, fill in zip(values, FILLS, strict=False):
        if value <= 0:
            continue
        width = max(100 * value / most, LEAST)
        parts.append(Part(round(x, 2), round(width, 2), fill))
        x += width
    return tuple(parts)


def draw(rows: Sequence[Row], names: Sequence[str] = ()) -> Plot:
    """The rows as bars, the longest as wide as the drawing."""
    most = max((sum(row.values) for row in rows), default=0)
    lines = tuple(
        Line(
            row.label,
            row.language,
            row.text,
            _parts(row.values, most),
            number * ROW + BAR_TOP - 7,
            number * ROW + BAR_TOP,
        )
        for number, row in enumerate(rows)
    )
    return Plot(len(rows) * ROW, lines, tuple(zip(names, FILLS, strict=False)), most == 0)
