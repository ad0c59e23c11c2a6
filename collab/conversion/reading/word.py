"""DOCX, by mammoth; what it passes over in silence is counted here."""

import zipfile
from typing import Any, Final

import mammoth

from collab.conversion.reading.assembly import assemble
from collab.conversion.reading.blocks import MarkupReader
from collab.conversion.reading.markup import ASIDE, parse_clean
from collab.conversion.reading.notes import settle_notes
from collab.conversion.reading.packed import open_package, read_xml
from collab.conversion.reading.wordly import count_losses, list_heading_styles, read_language
from collab.conversion.results import MAX_PICTURE_BYTES, MAX_PICTURES, Converted, Unreadable

#: names that Word, LibreOffice and pandoc give to the styles that mean something
_STYLES: Final = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name^='toc '] => !
p[style-name^='contents '] => !
p[style-name='TOC Heading'] => !
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Image Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Horizontal Line'] => hr
r[style-name='Verbatim Char'] => code
r[style-name='Source Text'] => code
r[style-name='HTML Code'] => code
r[style-name='Emphasis'] => em
u => u
strike => s
"""
_SHOWN: Final = ("image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp", "image/bmp")
_ALSO_SHOWN: Final = ("image/tiff", "image/x-ms-bmp")


class _Pictures:
    """Puts the pictures of one document aside; what no browser shows gets no bytes."""

    def __init__(self) -> None:
        self.found: dict[str, bytes] = {}
        self._left = MAX_PICTURE_BYTES

    def take(self, image: Any) -> dict[str, str]:
        """The address under which the text names the picture."""
        address = f"{ASIDE}:{len(self.found) + 1}"
        is_shown = (image.content_type or "").lower() in (*_SHOWN, *_ALSO_SHOWN)
        data = self._read(image) if is_shown and len(self.found) < MAX_PICTURES else b""
        self.found[address] = data
        self._left -= len(data)
        return {"src": address}

    def _read(self, image: Any) -> bytes:
        try:
            with image.open() as file:
                data: bytes = file.read(self._left + 1)
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            return b""
        return data if len(data) <= self._left else b""


def read_word(path: str) -> Converted:
    """The text of a DOCX file; Unreadable, TooLong."""
    with open_package(path) as package:
        document = read_xml(package, "word/document.xml")
        if document is None:
            raise Unreadable(path)
        styles = read_xml(package, "word/styles.xml")
        losses = count_losses(package, document)
    headings = list_heading_styles(styles) if styles is not None else []
    pictures = _Pictures()
    root = parse_clean(_markup(path, pictures, headings))
    settle_notes(root)
    reader = MarkupReader(pictures.found)
    reader.losses += losses
    made = assemble(reader.read(root), reader.losses, reader.images)
    made.language = read_language(styles) if styles is not None else ""
    return made


def _markup(path: str, pictures: _Pictures, headings: list[tuple[str, int]]) -> str:
    more = "\n".join(f"p[style-name='{name}'] => h{level}:fresh" for name, level in headings)
    with open(path, "rb") as file:  # noqa: PTH123 - mammoth looks at the name of what it is given
        result = mammoth.convert_to_html(
            file,
            style_map=_STYLES + more,
            convert_image=mammoth.images.img_element(pictures.take),
            external_file_access=False,
        )
    return str(result.value)
