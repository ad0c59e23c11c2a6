"""Markdown, as CommonMark with tables, strikethrough, boxes and footnotes."""

import re
from typing import Final

from markdown_it import MarkdownIt

from collab.conversion.reading.blocks import FindPicture
from collab.conversion.reading.markup import decode
from collab.conversion.reading.webpage import read_webpage
from collab.conversion.results import Converted

_FRONT: Final = re.compile(
    r"\A---[ \t]*\n(?P<inside>.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL
)
_SAID: Final = re.compile(r"^(title|lang|language):\s*[\"']?(.*?)[\"']?\s*$", re.MULTILINE)
_NOTE: Final = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]+(.*(?:\n(?:[ \t]{2,}).*)*)", re.MULTILINE)
_SIGN: Final = re.compile(r"\[\^([^\]\s]{1,40})\]")


def read_markdown(data: bytes, find_picture: FindPicture | None = None) -> Converted:
    """The text of a Markdown file; TooLong."""
    text = decode(data).replace("\r\n", "\n")
    front = _FRONT.match(text)
    said = dict(_SAID.findall(front["inside"])) if front else {}
    body = text[front.end() :] if front else text
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made = read_webpage(parser.render(body).encode(), find_picture)
    made.title = said.get("title", "")[:200] or made.title
    made.language = said.get("lang", "") or said.get("language", "")
    return made
