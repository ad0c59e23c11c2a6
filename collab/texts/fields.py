"""Formatted texts in forms: what the editor sends as JSON, and what people type without it.

The template's side is the macro `rich_text` in macros/rich_text.html, the browser's
frontend/editor/rich_text.ts. A form has two controls: `content`, a textarea that works without
JavaScript, and `content_json`, which the editor fills in; the editor switches the textarea off.
"""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field

from collab.core.errors import Invalid
from collab.core.fields import clean_line
from collab.live.schema import SchemaError
from collab.texts.checking import check_text
from collab.texts.nodes import Node
from collab.texts.plain import read_plain, summarise, write_plain

#: of what a form sends, in bytes
MAX_BYTES = 200_000
_TOO_LONG = _l("This text is too long. Please shorten it, or attach it as a file.")
_UNREADABLE = _l("This text could not be read. Please write it again.")
_NO_WORDS = _l("Please write something.")


def read_text(
    values: Mapping[str, str], name: str, old: Node | None = None, *, is_required: bool = False
) -> Node | None:
    """The text of that name in a form, checked; None when it has no words.

    Raises Invalid. Whoever saves `old` without JavaScript and without touching it keeps its form.
    """
    written = values.get(f"{name}_json", "")
    plain = values.get(name, "")
    if max(len(written.encode(errors="replace")), len(plain.encode(errors="replace"))) > MAX_BYTES:
        raise Invalid({name: _TOO_LONG})
    found = _read_json(written, name) if written else _read_words(plain, old)
    if found is None and is_required:
        raise Invalid({name: _NO_WORDS})
    return found


def _read_json(written: str, name: str) -> Node | None:
    try:
        found = check_text(json.loads(written))
    except (ValueError, RecursionError, SchemaError) as error:
        raise Invalid({name: _UNREADABLE}) from error
    return found if summarise(found) else None


def _read_words(plain: str, old: Node | None) -> Node | None:
    words = "\n".join(_clean_end(line) for line in plain.splitlines()).strip("\n")
    if old is not None and words == _comparable(old):
        return old
    return read_plain(words)


def _comparable(old: Node) -> str:
    shown = write_plain(old)
    return "\n".join(_clean_end(line) for line in shown.splitlines()).strip("\n")


def _clean_end(line: str) -> str:
    """The line without what nobody sees; what it is indented by stays."""
    indent = len(line) - len(line.lstrip(" "))
    return " " * indent + clean_line(line)


class RichTextField(Field):
    """A formatted text; `data` is ProseMirror JSON or None."""

    def __init__(self, label: Any = None, *, is_required: bool = False, **options: Any) -> None:
        super().__init__(label, **options)
        self.is_required = is_required
        self._sent: dict[str, str] = {}

    def process(self, formdata: Any, *args: Any, **more: Any) -> None:
        """Read both controls; what cannot be kept stays in the form."""
        super().process(None, *args, **more)
        names = (self.name, f"{self.name}_json")
        if formdata is None or not any(name in formdata for name in names):
            return
        self._sent = {name: formdata.getlist(name)[0] for name in names if name in formdata}
        self.raw_data = [self.plain]
        try:
            self.data = read_text(
                self._sent, self.name, self.object_data, is_required=self.is_required
            )
        except Invalid as error:
            self.data = None
            self.process_errors = list(error.fields.values())

    def take(self, value: Node | None) -> None:
        """Show this text instead of what was sent."""
        self.data, self._sent = value, {}

    @property
    def plain(self) -> str:
        """What the textarea shows."""
        return self._sent.get(self.name) or write_plain(self.data)

    @property
    def written(self) -> str:
        """What the editor begins with, JSON; "" when it begins with the textarea's words."""
        sent = self._sent.get(f"{self.name}_json", "")
        return sent or (json.dumps(self.data) if self.data else "")
