"""Markdown, as CommonMark with tables, struck text, boxes and footnotes."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from collab.conversion.reading.blocks import FindPicture
from collab.conversion.reading.markup import decode
from collab.conversion.reading.webpage import read_webpage
from collab.conversion.results import Converted, Loss

_FRONT: Final = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_SAID: Final = re.compile(r"^(title|lang|language):[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)
_NOTE: Final = re.compile(r"^\[\^([^\]\s]{1,40})\]:[ \t]*(.*(?:\n[ \t]{2,}\S.*)*)", re.MULTILINE)
_SIGN: Final = re.compile(r"\[\^([^\]\s]{1,40})\]")
_BOX: Final = re.compile(r"\[([ xX])\](?:\s|$)")
_FENCED: Final = re.compile(r"^(```+|~~~+).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)


def read_markdown(data: bytes, find_picture: FindPicture | None = None) -> Converted:
    """The text of a Markdown file; TooLong."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    front = _FRONT.match(text)
    said = dict(_SAID.findall(front[1])) if front else {}
    body, notes = _take_notes(text[front.end() :] if front else text)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = parser.parse(body)
    _number_signs(tokens, notes)
    _set_boxes(tokens)
    markup = parser.renderer.render(tokens, parser.options, {})
    if notes:
        items = "".join(f"<li>{parser.render(note)}</li>" for note in notes.values())
        markup += f"<hr><ol>{items}</ol>"
    made = read_webpage(markup.encode(), find_picture, title=said.get("title", ""))
    if notes:
        made.losses[Loss.FOOTNOTES] += len(notes)
    made.language = said.get("lang", "") or said.get("language", "")
    return made


def _take_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without its footnotes, and these by their signs; code keeps what looks like one."""
    fences = [match.span() for match in _FENCED.finditer(text)]
    notes: dict[str, str] = {}

    def take(note: re.Match[str]) -> str:
        if any(start <= note.start() < end for start, end in fences) or note[1] in notes:
            return note[0]
        notes[note[1]] = note[2]
        return ""

    return _NOTE.sub(take, text), notes


def _number_signs(tokens: list[Token], notes: dict[str, str]) -> None:
    numbers = {name: index for index, name in enumerate(notes, start=1)}

    def number(sign: re.Match[str]) -> str:
        return f"[{numbers[sign[1]]}]" if sign[1] in numbers else sign[0]

    for token in _texts(tokens):
        token.content = _SIGN.sub(number, token.content)


def _set_boxes(tokens: list[Token]) -> None:
    """Let steps begin with a box; brackets with a backslash in front are brackets."""
    for item, _paragraph, line in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_first = item.type == "list_item_open" and line.type == "inline"
        box = _BOX.match(line.content) if is_first else None
        children = line.children or []
        if box and children and children[0].type == "text":
            children[0].content = children[0].content[len(box[0]) :]
            checked = "" if box[1] == " " else " checked"
            markup = f'<input type="checkbox"{checked}> '
            children.insert(0, Token("html_inline", "", 0, content=markup))


def _texts(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "text":
                yield child
