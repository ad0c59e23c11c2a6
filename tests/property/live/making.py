"""Updates that somebody made up: well-formed, and about a document that is there."""

from functools import cache

from hypothesis import strategies as st
from pycrdt import Doc, XmlElement, XmlText

from collab.live.content import fragment_of
from collab.live.contents import DELETED, FORMAT, GC, SKIP, STRING, TYPE, VALUES
from collab.live.guard import read_update
from collab.live.lib0 import write_bytes, write_varuint
from collab.live.roles import FRAGMENT

WORDS = ["", "a", "abc", "é", "😀", "\0", "a😀b"]
JSON = ["null", "true", "1e5", "1e400", '"x"', '"\\ud83d"', "{}", "[]", '{"a":1}', "[1", "", "NaN"]
VALUE = [b"\x7f", b"\x7e", b"\x7d\x05", b"\x7d" + b"\xff" * 9 + b"\x01", b"\x7c\x7f\xc0\0\0"]
VALUE += [b"\x7b\x7f\xf8" + bytes(6), b"\x7a" + bytes(8), b"\x78", b"\x77\1x", b"\x76\1\1a\x7f"]
VALUE += [b"\x75\1\x78", b"\x74\2ab"]
#: one client id that fits into each width which somebody somewhere uses for it
CLIENTS = [7, 2**31, 2**32 + 5, 2**53 - 1]


@cache
def text():
    """The journal of a document as an editor writes it, and its clocks."""
    updates = []
    doc = Doc(client_id=11)
    doc.observe(lambda event: updates.append(event.update))
    children = fragment_of(doc).children
    for number in range(3):
        children.append(XmlElement("paragraph", {"id": f"b{number}"}, [XmlText("")]))
        words = children[number].children[0]
        words += f"words {number} 😀"
        words.format(0, 3, {"bold": {}})
    item = XmlElement("listItem", {}, [XmlElement("paragraph", {}, [XmlText("in")])])
    children.append(XmlElement("bulletList", {}, [item]))
    children[0].attributes["id"] = "other"
    del children[1]
    return updates, {11: _end_of(doc)}


def _end_of(doc):
    return sum(each.length for each in read_update(doc.get_update()).structs)


def number(*values):
    out = bytearray()
    for each in values:
        write_varuint(out, each)
    return bytes(out)


def string(words):
    out = bytearray()
    write_bytes(out, words.encode() if isinstance(words, str) else words)
    return bytes(out)


words = st.sampled_from(WORDS).map(string)
json = st.sampled_from(JSON).map(string)
a_value = st.sampled_from(VALUE)
names = st.sampled_from(["paragraph", "listItem", "evil", ""]).map(string)
CONTENTS = {
    DELETED: st.integers(0, 3).map(number),
    3: st.binary(max_size=4).map(string),
    STRING: words,
    5: json,
    FORMAT: st.tuples(st.sampled_from(["bold", "", "comment--x"]).map(string), json).map(b"".join),
    TYPE: st.sampled_from([0, 1, 2, 4, 6, 6]).map(number) | names.map(lambda name: b"\3" + name),
    VALUES: st.lists(a_value, max_size=2).map(lambda each: number(len(each)) + b"".join(each)),
}


@st.composite
def structs(draw, clocks, client, clock):
    """One struct, which hangs on what may be there."""
    kind = draw(st.sampled_from([GC, SKIP, *CONTENTS, TYPE, STRING]))
    if kind in (GC, SKIP):
        return number(kind, 2)
    place = st.sampled_from([(each, at) for each, end in clocks.items() for at in range(end)])
    own = st.tuples(st.just(client), st.integers(0, max(clock - 1, 0)))
    places = (place | own if clock else place).map(lambda each: number(*each))
    origin, right = draw(st.none() | places), draw(st.none() | places)
    is_value = draw(st.booleans())
    info = kind | (128 if origin else 0) | (64 if right else 0)
    out = [origin or b"", right or b""]
    if not (origin or right):
        info |= 32 if is_value else 0
        root = st.sampled_from([FRAGMENT, "elsewhere"]).map(lambda name: b"\1" + string(name))
        out.append(draw(root | places.map(lambda each: b"\0" + each)))
        out.append(string("id") if is_value else b"")
    return bytes([info]) + b"".join(out) + draw(CONTENTS[kind])


@st.composite
def updates(draw, clocks):
    """A few structs of a new client, and perhaps a deletion."""
    client = draw(st.sampled_from(CLIENTS))
    count = draw(st.integers(0, 4))
    made = b"".join(draw(structs(clocks, client, index)) for index in range(count))
    deleted = b"\0"
    if not count or draw(st.booleans()):
        whose, end = draw(st.sampled_from(list(clocks.items())))
        deleted = number(1, whose, 1, draw(st.integers(0, end - 1)), draw(st.integers(0, 3)))
    return (number(1, count, client, 0) + made if count else b"\0") + deleted
