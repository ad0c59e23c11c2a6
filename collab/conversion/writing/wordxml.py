"""Parts of a DOCX that python-docx has no words for."""

from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

Xml = Any
"""An element of python-docx; its own types stop here."""

_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_BOX: Final = """
<w:sdt {names} xmlns:w14="{w14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="{value}"/>
<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>
<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>
<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic"
 w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{sign}</w:t></w:r></w:sdtContent></w:sdt>
"""


def element_of(proxy: Any) -> Xml:
    """The XML behind something of python-docx."""
    return proxy._element  # noqa: SLF001 - there is no other way to it


def make(name: str, /, **values: object) -> Xml:
    """An element of this name: `make("tblW", type="auto")`."""
    element = OxmlElement(f"w:{name}")
    for key, value in values.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def add(parent: Xml, name: str, /, **values: object) -> Xml:
    """The same, put at the end of another one."""
    element = make(name, **values)
    parent.append(element)
    return element


def box(*, is_ticked: bool) -> Xml:
    """A box that can be ticked in Word and LibreOffice."""
    sign, value = ("☒", 1) if is_ticked else ("☐", 0)
    return parse_xml(_BOX.format(names=nsdecls("w"), w14=_W14, value=value, sign=sign).strip())


def begin_link(paragraph: Any, address: str) -> Xml:
    """A link in the paragraph, empty yet; an address like "#name" leads to a bookmark."""
    link = add(element_of(paragraph), "hyperlink")
    if address.startswith("#"):
        link.set(qn("w:anchor"), address[1:])
    else:
        relation = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), relation)
    return link


def mark_place(paragraph: Any, name: str, number: int) -> None:
    """Put a bookmark around what stands in the paragraph."""
    element = element_of(paragraph)
    begin = make("bookmarkStart", id=number, name=name)
    properties = element.pPr
    if properties is None:
        element.insert(0, begin)
    else:
        properties.addnext(begin)
    add(element, "bookmarkEnd", id=number)


def begin_field(paragraph: Any, instruction: str) -> None:
    """Begin a field of that instruction; what follows is what it last showed."""
    for kind, text in (("begin", ""), ("", instruction), ("separate", "")):
        run = add(element_of(paragraph), "r")
        if kind:
            add(run, "fldChar", fldCharType=kind)
        else:
            add(run, "instrText").text = text


def end_field(paragraph: Any) -> None:
    """End the field that was begun."""
    add(add(element_of(paragraph), "r"), "fldChar", fldCharType="end")
