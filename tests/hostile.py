"""Files that somebody who means harm would send, made as small as they can be."""

import io
import stat
import struct
import zipfile
from pathlib import Path

from PIL import Image

DOCX_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"/>'
)
DOCX_TEXT = (
    '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/'
    '2006/main"><w:body><w:p><w:r><w:t>Harmless words</w:t></w:r></w:p></w:body></w:document>'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_TEXT = (
    '<?xml version="1.0"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:h>Heading</text:h><text:p>Zwei<text:s/>Wörter</text:p>"
    "</office:text></office:body></office:document>"
)
ENTITIES = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = "<!doctype html><script>alert(document.cookie)</script>"


def packed(entries: dict[str, str | bytes]) -> bytes:
    """A ZIP of these."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return sink.getvalue()


def docx(text: str = DOCX_TEXT, **more: str | bytes) -> bytes:
    """A Word document with that part, and others."""
    return packed({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": text} | more)


def odt(text: str = ODT_TEXT, media_type: str = ODT_TYPE, **more: str | bytes) -> bytes:
    """An OpenDocument text with that content, and other parts."""
    return packed({"mimetype": media_type, "content.xml": text} | more)


def image(kind: str = "PNG") -> bytes:
    """A small image."""
    sink = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(sink, kind)
    return sink.getvalue()


def pdf(pages: int = 1, words: str = "") -> bytes:
    """A PDF with so many pages, each of which says the words."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (pages, b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    shown = f"BT /F 12 Tf 20 100 Td ({words}) Tj ET".encode()
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 3 0 R>>>>>>"
    )
    objects += [page] * pages
    return _numbered(objects)


def _numbered(objects: list[bytes]) -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, each in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s\nendobj\n" % (number, each)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(made)


def write_bomb(path: Path, unpacked: int) -> None:
    """A ZIP out of which so many bytes come; it takes a thousandth of them."""
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros", "w", force_zip64=True) as entry,
    ):
        for _ in range(unpacked // 2**20):
            entry.write(bytes(2**20))


def liar(declared: int = 10) -> bytes:
    """A ZIP that says that less comes out of it than does."""
    honest = packed({"zeros": bytes(2**22)})
    size = struct.pack("<L", 2**22)
    return honest.replace(size, struct.pack("<L", declared))


def link_out() -> bytes:
    """A ZIP with a symbolic link out of its folder."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        entry = zipfile.ZipInfo("inside")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc")
    return sink.getvalue()


def locked() -> bytes:
    """A ZIP that says that it needs a password."""
    plain = bytearray(packed({"a.txt": "words"}))
    plain[6] |= 1
    plain[plain.index(b"PK\x01\x02") + 8] |= 1
    return bytes(plain)


def nested(depth: int) -> bytes:
    """A ZIP in a ZIP in a ZIP …"""
    content = packed({"a.txt": "words"})
    for _ in range(depth - 1):
        content = packed({"a.zip": content})
    return content
