"""The text in an uploaded file, whatever program wrote it."""

import codecs

from flask_babel import lazy_gettext as _l

from collab.core.errors import Invalid

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _guess(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:400]
    # Latin letters in UTF-16 have a zero in every other byte
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def read_text(data: bytes) -> str:
    """What the file says: UTF-8, UTF-16 or Windows-1252; Invalid when it is no text."""
    text = data.decode(_guess(data), errors="replace")
    if any(letter < " " and letter not in "\t\r\n\f" for letter in text):
        raise Invalid(
            {"file": _l("This file is no list. Please save the table as CSV and choose that file.")}
        )
    return text.removeprefix("\ufeff")
