"""Styles and numbers of a DOCX, as Word and LibreOffice know them."""

from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from collab.conversion.writing.parts import Work
from collab.conversion.writing.wordxml import Xml, add, element_of, make
from collab.core.clock import now
from collab.core.i18n import language_tag

CODE: Final = "Source Code"
CODE_IN_TEXT: Final = "Verbatim Char"
LINK: Final = "Hyperlink"
RULE: Final = "Horizontal Line"
TABLE_HEADING: Final = "Table Heading"
_MONOSPACED: Final = "Consolas"
_LEVELS: Final = 9
_INDENT: Final = 360
_DASHES: Final = "•◦▪"
#: ids that the template of python-docx does not use
_FIRST_ID: Final = 900


def prepare(document: Any, work: Work) -> None:
    """Give the document its styles, title and language."""
    properties = document.core_properties
    properties.title, properties.author, properties.comments = work.title, "", ""
    properties.language = language_tag(work.language)
    properties.created = properties.modified = now().replace(tzinfo=None)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    _say_language(document, language_tag(work.language))
    _add_styles(document.styles)


def _say_language(document: Any, language: str) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    said = next(defaults.iter(qn("w:lang")), None) if defaults is not None else None
    if said is not None:
        said.set(qn("w:val"), language)


def _add_styles(styles: Any) -> None:
    code = styles.add_style(CODE, WD_STYLE_TYPE.PARAGRAPH)
    code.base_style = styles["Normal"]
    code.font.name, code.font.size = _MONOSPACED, Pt(9.5)
    code.paragraph_format.left_indent = Cm(0.5)
    in_text = styles.add_style(CODE_IN_TEXT, WD_STYLE_TYPE.CHARACTER)
    in_text.font.name = _MONOSPACED
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.underline, link.font.color.rgb = True, RGBColor(0x1A, 0x56, 0xA0)
    heading = styles.add_style(TABLE_HEADING, WD_STYLE_TYPE.PARAGRAPH)
    heading.base_style, heading.font.bold = styles["Normal"], True
    rule = styles.add_style(RULE, WD_STYLE_TYPE.PARAGRAPH)
    rule.base_style = styles["Normal"]
    border = add(element_of(rule).get_or_add_pPr(), "pBdr")
    add(border, "bottom", val="single", sz=6, space=1, color="888888")


class Numbering:
    """The lists of one document; each list counts by itself."""

    def __init__(self, document: Any) -> None:
        self._element = document.part.numbering_part.element
        self._ids = {
            "bulletList": self._describe(_FIRST_ID, "bullet"),
            "orderedList": self._describe(_FIRST_ID + 1, "decimal"),
            "taskList": self._describe(_FIRST_ID + 2, "none"),
        }
        self._last = _FIRST_ID

    def begin(self, kind: str, level: int, start: int = 1) -> int:
        """A new list of nodes of that kind; gives the number under which its items know it."""
        self._last += 1
        made = add(self._element, "num", numId=self._last)
        add(made, "abstractNumId", val=self._ids[kind])
        if kind == "orderedList":
            override = add(made, "lvlOverride", ilvl=min(level, _LEVELS - 1))
            add(override, "startOverride", val=start)
        return self._last

    def _describe(self, number: int, kind: str) -> int:
        described = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">'
            f'<w:multiLevelType w:val="hybridMultilevel"/></w:abstractNum>'
        )
        for level in range(_LEVELS):
            described.append(_level(kind, level))
        first = self._element.find(qn("w:num"))
        if first is None:
            self._element.append(described)
        else:
            first.addprevious(described)
        return number


def _level(kind: str, level: int) -> Xml:
    made = make("lvl", ilvl=level)
    texts = {
        "bullet": _DASHES[level % len(_DASHES)],
        "decimal": f"%{level + 1}.",
        "none": "\u200b",
    }
    add(made, "start", val=1)
    add(made, "numFmt", val="decimal" if kind == "decimal" else "bullet")
    add(made, "lvlText", val=texts[kind])
    add(made, "lvlJc", val="left")
    properties = add(made, "pPr")
    add(properties, "ind", left=_INDENT * (level + 1), hanging=_INDENT)
    return made


def set_item(paragraph: Any, number: int, level: int) -> None:
    """Let the paragraph begin an item of the list."""
    properties = element_of(paragraph).get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = min(level, _LEVELS - 1)
    properties.get_or_add_numId().val = number


def set_beside_item(paragraph: Any, level: int) -> None:
    """Let the paragraph stand below the words of an item."""
    paragraph.paragraph_format.left_indent = Pt(_INDENT / 20 * (level + 1))
