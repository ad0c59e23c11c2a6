"""ODT, read part by part into HTML and from there like everything else."""

from typing import Final

from lxml import html

from collab.conversion.reading.assembly import assemble
from collab.conversion.reading.blocks import MarkupReader
from collab.conversion.reading.markup import Element, parse_clean
from collab.conversion.reading.odfbody import BodyWriter
from collab.conversion.reading.odfstyles import OFFICE, Styles, find_margins, read_language
from collab.conversion.reading.packed import open_package, read_part, read_xml
from collab.conversion.results import Converted, Loss, Unreadable

_BODY: Final = f"{{{OFFICE}}}body/{{{OFFICE}}}text"


def read_opendocument(path: str) -> Converted:
    """The text of an ODT file; Unreadable, TooLong."""
    with open_package(path) as package:
        content = read_xml(package, "content.xml")
        common = read_xml(package, "styles.xml")
        body = content.find(_BODY) if content is not None else None
        if body is None:
            raise Unreadable(path)
        writer = BodyWriter(Styles(content, common), lambda name: read_part(package, name))
        root = writer.write(body)
    reader = MarkupReader(writer.aside)
    reader.losses += writer.losses
    if common is not None and find_margins(common):
        reader.losses[Loss.MARGINS] += 1
    made = assemble(reader.read(parse_clean(_markup(root))), reader.losses, reader.images)
    made.language = read_language(common) if common is not None else ""
    return made


def _markup(root: Element) -> str:
    return str(html.tostring(root, encoding="unicode"))
