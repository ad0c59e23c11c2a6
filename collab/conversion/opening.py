"""Reading files that strangers sent: in a process of its own, which can do no harm."""

import json
from base64 import b64decode
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from collab.conversion.errors import NotReadable, TextTooLong
from collab.conversion.results import Converted, Format, Loss
from collab.core.child import MIB, ChildFailed, Limits, run_child

_SCRIPT: Final = Path(__file__).with_name("readers.py")
_LIMITS: Final = Limits(memory=1536 * MIB, seconds=30, answer=100 * MIB)
_MEDIA_TYPES: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Format.DOCX,
    "application/vnd.ms-word.document.macroenabled.12": Format.DOCX,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": Format.DOCX,
    "application/vnd.oasis.opendocument.text": Format.ODT,
    "application/vnd.oasis.opendocument.text-template": Format.ODT,
}
_ENDINGS: Final = {
    "docx": Format.DOCX,
    "docm": Format.DOCX,
    "odt": Format.ODT,
    "md": Format.MARKDOWN,
    "markdown": Format.MARKDOWN,
    "txt": Format.MARKDOWN,
    "html": Format.HTML,
    "htm": Format.HTML,
    "xhtml": Format.HTML,
}


def format_of(name: str) -> Format | None:
    """The format that files of this name are read as; None: no page is made of them."""
    return _ENDINGS.get(name.rpartition(".")[2].casefold()) if "." in name else None


def is_office(media_type: str) -> bool:
    """Whether files of this kind can be shown as HTML."""
    return media_type.lower() in _MEDIA_TYPES


def open_text(path: Path, kind: Format, beside: Mapping[str, Path] | None = None) -> Converted:
    """The text of a file that was inspected; NotReadable, TextTooLong.

    `beside` are pictures that came with it, by the names under which its text knows them.
    """
    pairs = [part for name, each in (beside or {}).items() for part in (name, str(each.absolute()))]
    try:
        answer = run_child(_SCRIPT, kind.value, str(path.absolute()), *pairs, limits=_LIMITS)
        said = json.loads(answer)
    except (ChildFailed, ValueError) as error:
        raise NotReadable from error
    if "failure" in said:
        raise TextTooLong
    return Converted(
        content=said["content"],
        images={key: b64decode(each) for key, each in said["images"].items()},
        losses=Counter({Loss(name): count for name, count in said["losses"].items()}),
        title=said["title"],
        language=said["language"],
    )


def office_format(media_type: str) -> Format:
    """The format of an office document of this kind; NotReadable."""
    kind = _MEDIA_TYPES.get(media_type.lower())
    if kind is None:
        raise NotReadable
    return kind
