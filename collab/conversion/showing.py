"""Office documents as HTML, to look at without the program they come from."""

from pathlib import Path
from typing import Final

from markupsafe import escape

from collab.conversion.opening import office_format, open_text
from collab.conversion.results import Converted
from collab.conversion.writing.parts import Picture, Section
from collab.conversion.writing.webpage import write_excerpt

_SIGNS: Final = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}


def html_of_office(path: Path, media_type: str) -> str:
    """The text of a DOCX or ODT as HTML below a heading of level 1, nothing in it acts or loads.

    Call it outside of units of work, it takes a second; NotReadable, TextTooLong.
    """
    made = open_text(path, office_format(media_type))
    section = Section(made.title, made.language, made.content, find_picture=_Pictures(made).find)
    heading = f"<h2>{escape(made.title)}</h2>" if made.title else ""
    return heading + write_excerpt(section)


class _Pictures:
    """The pictures of one document that browsers show."""

    def __init__(self, made: Converted) -> None:
        self._made = made

    def find(self, key: str) -> Picture | None:
        """The picture of this key; None when browsers do not know its format."""
        data = self._made.images.get(key, b"")
        kinds = [kind for sign, kind in _SIGNS.items() if data.startswith(sign)]
        return Picture(data, kinds[0], 0, 0) if kinds else None
