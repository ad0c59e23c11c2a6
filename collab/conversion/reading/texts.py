"""Any file that a page can be made of."""

from pathlib import Path

from collab.conversion.reading.blocks import FindPicture
from collab.conversion.reading.markdown import read_markdown
from collab.conversion.reading.opendocument import read_opendocument
from collab.conversion.reading.webpage import read_webpage
from collab.conversion.reading.word import read_word
from collab.conversion.results import Converted, Format


def read_text(path: Path, kind: Format, find_picture: FindPicture | None = None) -> Converted:
    """The text of the file; Unreadable, TooLong. `find_picture` gives those beside it.

    Damaged files may raise anything: this runs in a process of its own, see collab.conversion.
    """
    if kind is Format.DOCX:
        return read_word(str(path))
    if kind is Format.ODT:
        return read_opendocument(str(path))
    data = path.read_bytes()
    if kind is Format.MARKDOWN:
        return read_markdown(data, find_picture)
    return read_webpage(data, find_picture)
