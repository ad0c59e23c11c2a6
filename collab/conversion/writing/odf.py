"""The parts of an ODT around its text: names, styles, the package."""

from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from markupsafe import Markup, escape

MEDIA_TYPE: Final = "application/vnd.oasis.opendocument.text"
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES: Final = {
    "office": f"{_OASIS}:office:1.0",
    "style": f"{_OASIS}:style:1.0",
    "text": f"{_OASIS}:text:1.0",
    "table": f"{_OASIS}:table:1.0",
    "draw": f"{_OASIS}:drawing:1.0",
    "fo": f"{_OASIS}:xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}:svg-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": f"{_OASIS}:meta:1.0",
    "manifest": f"{_OASIS}:manifest:1.0",
}
_NAMES: Final = Path(__file__).with_name("opendocument.xml").read_text(encoding="utf-8")
_FONTS: Final = {"Body": "Noto Sans", "Mono": "DejaVu Sans Mono"}
_LEVELS: Final = 10
_DASHES: Final = "•◦▪"
EMPTY: Final = Markup()
#: lists by the type of their node
LISTS: Final = {"bulletList": "Dashes", "orderedList": "Numbers", "taskList": "Steps"}


def el(name: str, inside: Markup = EMPTY, /, **attributes: object) -> Markup:
    """An element: `el("text:p", …, text_style_name="Title")`; None leaves an attribute away."""
    told = "".join(
        f' {_qualified(key)}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{told}>{inside}</{name}>")  # noqa: S704 - parts are escaped or Markup


def _qualified(key: str) -> str:
    space, _underscore, name = key.partition("_")
    return f"{space}:{name.replace('_', '-')}"


def automatic_styles(texts: Markup) -> Markup:
    """The styles of lists and tables, and those of runs of text."""
    lists = EMPTY.join(_list_style(name) for name in LISTS.values())
    border = {"fo_border": "0.5pt solid #888888", "fo_padding": "0.1cm"}
    cell = el("style:table-cell-properties", **border)
    table = el("style:table-properties", style_rel_width="100%", table_align="margins")
    cells = el("style:style", cell, style_name="Cell", style_family="table-cell")
    tables = el("style:style", table, style_name="Table", style_family="table")
    return el("office:automatic-styles", texts + lists + tables + cells)


def _list_style(name: str) -> Markup:
    inside = EMPTY.join(_level(name, level) for level in range(1, _LEVELS + 1))
    return el("text:list-style", inside, style_name=name)


def _level(name: str, level: int) -> Markup:
    place = el(
        "style:list-level-label-alignment",
        text_label_followed_by="listtab",
        fo_text_indent="-0.6cm",
        fo_margin_left=f"{0.6 * level:.1f}cm",
    )
    mode = {"text_list_level_position_and_space_mode": "label-alignment"}
    room = el("style:list-level-properties", place, **mode)
    if name == "Numbers":
        number = {"style_num_format": "1", "style_num_suffix": "."}
        return el("text:list-level-style-number", room, text_level=level, **number)
    sign = _DASHES[(level - 1) % len(_DASHES)] if name == "Dashes" else "\u200b"
    return el("text:list-level-style-bullet", room, text_level=level, text_bullet_char=sign)


def pack(body: Markup, texts: Markup, title: str, tag: str, pictures: dict[str, bytes]) -> bytes:
    """The file: its text, the styles of its runs, what it is called, and its pictures by name."""
    language, _dash, country = tag.partition("-")
    named = Markup(_NAMES) % {"language": language, "country": country or "none"}  # noqa: S704
    content = automatic_styles(texts) + el("office:body", el("office:text", body))
    about = el("dc:title", escape(title)) + el("dc:language", escape(tag))
    layout = el("style:page-layout", _paper(), style_name="Page")
    master = el("style:master-page", style_name="Standard", style_page_layout_name="Page")
    styles = el("office:styles", named) + el("office:automatic-styles", layout)
    styles += el("office:master-styles", master)
    parts = {
        "content.xml": _document("office:document-content", _fonts() + content),
        "styles.xml": _document("office:document-styles", _fonts() + styles),
        "meta.xml": _document("office:document-meta", el("office:meta", about)),
    }
    sink = BytesIO()
    with ZipFile(sink, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MEDIA_TYPE, compress_type=ZIP_STORED)
        for name, part in parts.items():
            archive.writestr(name, part)
        for name, data in pictures.items():
            archive.writestr(name, data, compress_type=ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", _manifest([*parts, *pictures]))
    return sink.getvalue()


def _paper() -> Markup:
    size = {"fo_page_width": "21cm", "fo_page_height": "29.7cm", "fo_margin": "2.2cm"}
    return el("style:page-layout-properties", **size)


def _fonts() -> Markup:
    faces = EMPTY.join(
        el("style:font-face", style_name=name, svg_font_family=f"'{font}'")
        for name, font in _FONTS.items()
    )
    return el("office:font-face-decls", faces)


def _document(name: str, inside: Markup) -> str:
    spaces = "".join(f' xmlns:{key}="{value}"' for key, value in _SPACES.items())
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f'{head}<{name}{spaces} office:version="1.3">{inside}</{name}>'


def _manifest(names: list[str]) -> str:
    kinds = {"xml": "text/xml", "png": "image/png", "jpg": "image/jpeg"}
    files = el("manifest:file-entry", manifest_full_path="/", manifest_media_type=MEDIA_TYPE)
    for name in names:
        kind = kinds.get(name.rpartition(".")[2], "application/octet-stream")
        files += el("manifest:file-entry", manifest_full_path=name, manifest_media_type=kind)
    space = f'xmlns:manifest="{_SPACES["manifest"]}" manifest:version="1.3"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    return f"{head}<manifest:manifest {space}>{files}</manifest:manifest>"
