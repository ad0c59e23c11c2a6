"""The meetings of the demonstration, read from `content/<cooperation>/*.txt`.

A file has a header of `key: value` lines up to `---`, then notes in the notation of
`collab.demo.notation`, where `== title | presenter | minutes` begins an agenda item.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class DemoItem:
    """An agenda item and the lines noted under it."""

    title: str
    #: handle
    presenter: str
    minutes: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DemoMeeting:
    """A meeting with everything that is known about it; people are named by their handles."""

    #: names the meeting in its cooperation
    key: str
    title: str
    language: str
    #: slugs; none for a plenary
    groups: tuple[str, ...]
    #: for `Calendar.period`
    when: str
    timezone: str
    place: str
    link: str
    created_by: str
    excused: tuple[str, ...]
    absent: tuple[str, ...]
    #: who did not come → who came instead
    represented: dict[str, str]
    is_cancelled: bool
    #: lines before the first item
    opening: tuple[str, ...]
    items: tuple[DemoItem, ...]

    @property
    def is_past(self) -> bool:
        """Whether it was held before the demonstration is loaded."""
        return self.when.startswith("-")

    @property
    def has_notes(self) -> bool:
        """Whether somebody has written minutes already."""
        return any(line for item in self.items for line in item.lines)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _header(lines: list[str]) -> dict[str, str]:
    pairs = (line.partition(":") for line in lines)
    return {key.strip(): value.strip() for key, _colon, value in pairs}


def _items(lines: list[str]) -> Iterator[DemoItem]:
    starts = [n for n, line in enumerate(lines) if line.startswith("== ")]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        title, presenter, minutes = lines[start].removeprefix("== ").split(" | ")
        yield DemoItem(title, presenter, int(minutes), tuple(lines[start + 1 : end]))


def read_meeting(key: str, text: str) -> DemoMeeting:
    """The meeting that a file's text describes."""
    lines = [line.strip() for line in text.splitlines()]
    cut = lines.index("---")
    head, body = _header(lines[:cut]), lines[cut + 1 :]
    first = next(n for n, line in enumerate(body) if line.startswith("== "))
    replaced = (pair.split(" by ") for pair in _names(head.get("represented", "")))
    return DemoMeeting(
        key=key,
        title=head["title"],
        language=head["language"],
        groups=_names(head["groups"]),
        when=head["when"],
        timezone=head["timezone"],
        place=head["place"],
        link=head["link"],
        created_by=head["by"],
        excused=_names(head.get("excused", "")),
        absent=_names(head.get("absent", "")),
        represented=dict(replaced),
        is_cancelled=head.get("cancelled") == "yes",
        opening=tuple(line for line in body[:first] if line),
        items=tuple(_items(body)),
    )


def read_meetings(slug: str) -> list[DemoMeeting]:
    """The meetings of a cooperation, by key."""
    folder = files("collab.demo").joinpath("content", slug)
    found = sorted(folder.iterdir(), key=lambda each: each.name)
    return [
        read_meeting(each.name.removesuffix(".txt"), each.read_text(encoding="utf-8"))
        for each in found
        if each.name.endswith(".txt")
    ]
