"""What the endings of names promise, and what beginnings of files say they are."""

import mimetypes
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

UNKNOWN: Final = "application/octet-stream"
HEAD: Final = 64 * 1024


class Family(StrEnum):
    """What the bytes of a file are, as far as a look at them tells."""

    PDF = "PDF"
    PNG = "PNG"
    JPEG = "JPEG"
    GIF = "GIF"
    WEBP = "WebP"
    TIFF = "TIFF"
    BMP = "BMP"
    ZIP = "ZIP"
    #: doc, xls, ppt, msg: the old format of Microsoft Office
    OLE = "OLE"
    RTF = "RTF"
    HTML = "HTML"
    SVG = "SVG"
    TEXT = "text"
    #: packed, but not as ZIP: nobody here looks into it
    ARCHIVE = "archive"
    PROGRAM = "program"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Office:
    """A document of an office program: a ZIP with parts that it cannot do without."""

    media_type: str
    #: parts; in ODF the text of the part `mimetype` must be the media type
    needed: tuple[str, ...]


_OOXML: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
_MS: Final = "application/vnd.ms-"
_TYPES: Final = "[Content_Types].xml"


def _odf(kind: str) -> Office:
    return Office(f"{_ODF}{kind}", ("mimetype", "content.xml"))


OFFICES: Final = {
    "docx": Office(f"{_OOXML}wordprocessingml.document", (_TYPES, "word/document.xml")),
    "dotx": Office(f"{_OOXML}wordprocessingml.template", (_TYPES, "word/document.xml")),
    "docm": Office(f"{_MS}word.document.macroEnabled.12", (_TYPES, "word/document.xml")),
    "xlsx": Office(f"{_OOXML}spreadsheetml.sheet", (_TYPES, "xl/workbook.xml")),
    "xlsm": Office(f"{_MS}excel.sheet.macroEnabled.12", (_TYPES, "xl/workbook.xml")),
    "pptx": Office(f"{_OOXML}presentationml.presentation", (_TYPES, "ppt/presentation.xml")),
    "pptm": Office(
        f"{_MS}powerpoint.presentation.macroEnabled.12", (_TYPES, "ppt/presentation.xml")
    ),
    "odt": _odf("text"),
    "ott": _odf("text-template"),
    "ods": _odf("spreadsheet"),
    "odp": _odf("presentation"),
    "odg": _odf("graphics"),
}

#: ending: what the content must be, and the media type
EXPECTED: Final = {
    "pdf": (Family.PDF, "application/pdf"),
    "png": (Family.PNG, "image/png"),
    "jpg": (Family.JPEG, "image/jpeg"),
    "jpeg": (Family.JPEG, "image/jpeg"),
    "gif": (Family.GIF, "image/gif"),
    "webp": (Family.WEBP, "image/webp"),
    "tif": (Family.TIFF, "image/tiff"),
    "tiff": (Family.TIFF, "image/tiff"),
    "bmp": (Family.BMP, "image/bmp"),
    "svg": (Family.SVG, "image/svg+xml"),
    "html": (Family.HTML, "text/html"),
    "htm": (Family.HTML, "text/html"),
    "rtf": (Family.RTF, "application/rtf"),
    "doc": (Family.OLE, "application/msword"),
    "xls": (Family.OLE, f"{_MS}excel"),
    "ppt": (Family.OLE, f"{_MS}powerpoint"),
    "msg": (Family.OLE, f"{_MS}outlook"),
    "zip": (Family.ZIP, "application/zip"),
    "kmz": (Family.ZIP, "application/vnd.google-earth.kmz"),
    "epub": (Family.ZIP, "application/epub+zip"),
    "txt": (Family.TEXT, "text/plain"),
    "log": (Family.TEXT, "text/plain"),
    "md": (Family.TEXT, "text/markdown"),
    "markdown": (Family.TEXT, "text/markdown"),
    "csv": (Family.TEXT, "text/csv"),
    "tsv": (Family.TEXT, "text/tab-separated-values"),
    "json": (Family.TEXT, "application/json"),
    "geojson": (Family.TEXT, "application/geo+json"),
    "yaml": (Family.TEXT, "application/yaml"),
    "yml": (Family.TEXT, "application/yaml"),
    "ics": (Family.TEXT, "text/calendar"),
    "vcf": (Family.TEXT, "text/vcard"),
    "tex": (Family.TEXT, "text/x-tex"),
    "bib": (Family.TEXT, "text/x-bibtex"),
    "srt": (Family.TEXT, "text/plain"),
    "xml": (Family.TEXT, "application/xml"),
} | {ending: (Family.ZIP, office.media_type) for ending, office in OFFICES.items()}

#: what else is fine under an ending
ALSO: Final = {
    "md": frozenset({Family.HTML, Family.SVG}),
    "markdown": frozenset({Family.HTML, Family.SVG}),
    "xml": frozenset({Family.HTML, Family.SVG}),
    "html": frozenset({Family.TEXT}),
    "htm": frozenset({Family.TEXT}),
    "svg": frozenset({Family.TEXT}),
    "doc": frozenset({Family.RTF}),
}

#: a double click on them runs what is in them
PROGRAMS: Final = frozenset(
    {
        "apk",
        "app",
        "appx",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "exe",
        "gadget",
        "hta",
        "inf",
        "jar",
        "js",
        "jse",
        "lnk",
        "mjs",
        "msi",
        "msix",
        "msp",
        "pif",
        "ps1",
        "psm1",
        "pyw",
        "reg",
        "scf",
        "scr",
        "sys",
        "vb",
        "vbe",
        "vbs",
        "wsf",
        "wsh",
        "xll",
    }
)

#: of content whose name promises nothing
MEDIA_TYPES: Final = {
    Family.PDF: "application/pdf",
    Family.PNG: "image/png",
    Family.JPEG: "image/jpeg",
    Family.GIF: "image/gif",
    Family.WEBP: "image/webp",
    Family.TIFF: "image/tiff",
    Family.BMP: "image/bmp",
    Family.ZIP: "application/zip",
    Family.RTF: "application/rtf",
    Family.TEXT: "text/plain",
}


#: the same on every machine
_OTHERS: Final = mimetypes.MimeTypes()


def guess_media_type(ending: str) -> str:
    """What the ending means elsewhere; UNKNOWN when nobody knows."""
    return _OTHERS.guess_type(f"x.{ending}")[0] or UNKNOWN
