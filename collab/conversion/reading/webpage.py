"""HTML of other programs."""

from collections import Counter
from typing import Final

from collab.conversion.reading.assembly import assemble
from collab.conversion.reading.blocks import FindPicture, MarkupReader
from collab.conversion.reading.markup import Element, decode, parse_clean, parse_whole, tag_of
from collab.conversion.results import Converted, Loss

_LOST: Final = {
    **dict.fromkeys(("video", "audio", "iframe", "object", "embed", "canvas"), Loss.OBJECTS),
    **dict.fromkeys(("select", "textarea", "button"), Loss.FORMS),
    "svg": Loss.DRAWINGS,
    "math": Loss.FORMULAS,
}


def read_webpage(
    data: bytes, find_picture: FindPicture | None = None, title: str = ""
) -> Converted:
    """The text of an HTML file; Unreadable, TooLong. `title`: what is known of it already."""
    text = decode(data)
    whole = parse_whole(text)
    reader = MarkupReader({}, find_picture)
    reader.losses += _count(whole)
    made = assemble(reader.read(parse_clean(text)), reader.losses, reader.images, title)
    made.title = made.title or " ".join((whole.findtext(".//title") or "").split())[:200]
    made.language = str(whole.get("lang") or "")
    return made


def _count(whole: Element) -> Counter[Loss]:
    losses: Counter[Loss] = Counter()
    for element in whole.iter():
        tag = tag_of(element)
        is_box = str(element.get("type") or "").lower() in {"checkbox", "hidden"}
        if tag in _LOST:
            losses[_LOST[tag]] += 1
        elif tag == "input" and not is_box:
            losses[Loss.FORMS] += 1
    return losses
