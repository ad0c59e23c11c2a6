"""HTML of unknown origin, made harmless: what is no text, structure or picture is gone."""

import re
from collections.abc import Callable
from typing import Any, Final

import nh3
from lxml import etree, html

from collab.conversion.results import Unreadable
from collab.texts.nodes import Node

Element = Any
"""An element of lxml, whose stubs know less than it can."""
ReadIn = Callable[[Element], list[Node]]
"""Gives the blocks in an element."""

_NAMES: Final = """
a abbr b br cite code del dfn em font i img input ins kbd label mark q s samp small span strike
strong sub sup tt u var
address article aside blockquote caption center dd details div dl dt figcaption figure footer
h1 h2 h3 h4 h5 h6 header hr li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
TAGS: Final = frozenset(_NAMES.split())
_ATTRIBUTES: Final = {
    "*": {"style", "class"},
    "a": {"href", "id"},
    "img": {"src", "alt", "width"},
    "input": {"type", "checked"},
    "li": {"id"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_STYLES: Final = {"font-weight", "font-style", "text-decoration", "text-decoration-line"}
#: of pictures that a reader of ours put aside
ASIDE: Final = "aside"
#: the last two are taken out later, where they are counted
_SCHEMES: Final = {"http", "https", "mailto", "data", ASIDE, "file", "ftp"}
_GONE: Final = {"script", "style", "title", "template", "noscript", "svg", "math", "head"}
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
#: what no text has; XML refuses it
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DECLARATION: Final = re.compile(r"^\s*<\?xml[^>]*\?>")
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """The text of a file: by its mark, by what it says of itself, as UTF-8, else as Windows did."""
    marked = [name for mark, name in _MARKS if data.startswith(mark)]
    said = _CHARSET.search(data[:4096])
    named = [said[1].decode("ascii")] if said else []
    for name in (*marked, "utf-8", *named):
        try:
            return _CONTROL.sub("", data.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    return _CONTROL.sub("", data.decode("cp1252", "replace"))


def parse_whole(text: str) -> Element:
    """The root of the page as it came, to look at and never to show; Unreadable."""
    plain = _DECLARATION.sub("", text)
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    try:
        return html.document_fromstring(plain.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # there is nothing in it
        return html.Element("html")
    except etree.XMLSyntaxError as error:
        raise Unreadable(str(error)) from error


def parse_clean(text: str) -> Element:
    """An element around what is left of the text once everything that acts is gone."""
    clean = nh3.clean(
        text,
        tags=set(TAGS),
        clean_content_tags=set(_GONE),
        attributes={name: set(each) for name, each in _ATTRIBUTES.items()},
        attribute_filter=_keep,
        filter_style_properties=set(_STYLES),
        url_schemes=set(_SCHEMES),
        link_rel=None,
    )
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.fragment_fromstring(clean.encode(), create_parent="div", parser=parser)


def _keep(tag: str, name: str, value: str) -> str | None:
    if value.lstrip().lower().startswith("data:") and (tag, name) != ("img", "src"):
        return None
    return value


def tag_of(element: Element) -> str:
    """Its name; "" of comments and the like."""
    return element.tag if isinstance(element.tag, str) else ""


def classes_of(element: Element) -> list[str]:
    """Its classes."""
    return str(element.get("class") or "").split()
