"""What hangs in frames in an ODT: pictures, boxes with text, objects of other programs."""

from collections import Counter
from collections.abc import Callable
from typing import Final

from lxml import etree, html

from collab.conversion.reading.markup import ASIDE, Element
from collab.conversion.results import MAX_PICTURE_BYTES, MAX_PICTURES, Loss

_XLINK: Final = "http://www.w3.org/1999/xlink"
_SVG: Final = "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
_DRAW: Final = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
_SHOWN: Final = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_MATH: Final = b"http://www.w3.org/1998/Math/MathML"


class FrameReader:
    """Writes frames; `aside` fills with the bytes of pictures, by their address in the text."""

    def __init__(
        self,
        read: Callable[[str], bytes | None],
        losses: Counter[Loss],
        write_children: Callable[[Element, Element], None],
    ) -> None:
        self.aside: dict[str, bytes] = {}
        self._read = read
        self._losses = losses
        self._write_children = write_children
        self._left = MAX_PICTURE_BYTES

    def write(self, into: Element, frame: Element) -> None:
        """The frame into the text; what a page does not have is counted."""
        parts = {etree.QName(each).localname: each for each in frame if isinstance(each.tag, str)}
        if "text-box" in parts:
            box = html.Element("div")
            into.append(box)
            self._write_children(box, parts["text-box"])
        elif "object" in parts or "object-ole" in parts:
            self._losses[self._tell(parts.get("object"))] += 1
        elif "image" in parts:
            into.append(self._image(frame, parts["image"]))
        else:
            self._losses[Loss.OBJECTS] += 1

    def _tell(self, element: Element | None) -> Loss:
        """A formula, or something of another program."""
        address = str(element.get(f"{{{_XLINK}}}href") or "") if element is not None else ""
        inner = self._read(f"{address.removeprefix('./').rstrip('/')}/content.xml") or b""
        return Loss.FORMULAS if _MATH in inner[:2000] else Loss.OBJECTS

    def _image(self, frame: Element, image: Element) -> Element:
        address = f"{ASIDE}:{len(self.aside) + 1}"
        name = str(image.get(f"{{{_XLINK}}}href") or "").removeprefix("./")
        data = self._bytes(name)
        self.aside[address] = data
        self._left -= len(data)
        words = [frame.findtext(f"{{{_SVG}}}{part}") for part in ("desc", "title")]
        alt = next((each for each in words if each and each.strip()), "")
        return html.Element("img", {"src": address, "alt": alt})

    def _bytes(self, name: str) -> bytes:
        if not name.lower().endswith(_SHOWN) or len(self.aside) >= MAX_PICTURES:
            return b""
        data = self._read(name) or b""
        return data if len(data) <= self._left else b""
