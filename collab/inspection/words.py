"""The words in a file, for search."""

import unicodedata
from pathlib import Path
from typing import Final

from collab.core.child import Limits, run_child
from collab.inspection.formats import OFFICES

_SCRIPT: Final = Path(__file__).with_name("wording.py")
_LIMITS: Final = Limits(seconds=20)
_TEXTS: Final = frozenset({"application/json", "application/yaml", "application/geo+json"})
_OFFICES: Final = frozenset(each.media_type for each in OFFICES.values())
_KEPT: Final = "\n\t"


def has_words(media_type: str) -> bool:
    """Whether files of this kind can be read."""
    return bool(_reader_of(media_type))


def read_words(path: Path, media_type: str) -> str:
    """What the file says, as plain text; empty when nothing in it can be read.

    At most 2,000 pages and 2,000,000 letters, and what could be read within 20 seconds. The file
    is opened in a process of its own with little memory, so it cannot do harm.
    """
    reader = _reader_of(media_type)
    if not reader:
        return ""
    answer = run_child(_SCRIPT, reader, str(path.absolute()), limits=_LIMITS, is_part_fine=True)
    return _clean(answer.decode("utf-8", "ignore"))


def _reader_of(media_type: str) -> str:
    if media_type == "application/pdf":
        return "pdf"
    if media_type in _OFFICES:
        return "office"
    if media_type == "text/html":
        return "html"
    return "text" if media_type.startswith("text/") or media_type in _TEXTS else ""


def _clean(text: str) -> str:
    """Without what nobody sees: PostgreSQL refuses some of it."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        one for one in lines if one in _KEPT or unicodedata.category(one) not in {"Cc", "Cs", "Co"}
    ).strip()
