"""What was written into a file comes back out of it."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from PIL import Image

from collab.conversion.files import write_file
from collab.conversion.results import Converted, Format
from collab.conversion.writing.parts import Picture, Section, Work
from collab.live.schema import complete
from collab.texts.nodes import Node
from tests.converted import find, links, plain, read, read_office

pytestmark = pytest.mark.usefixtures("english_reader")

KINDS = [Format.DOCX, Format.HTML, Format.MARKDOWN, Format.ODT]


def work(content: Node, images: dict[str, bytes], *more: Section) -> Work:
    def find_picture(image: str) -> Picture | None:
        return Picture(images[image], "image/png", 8, 8) if image in images else None

    first = Section("Report & <plan>", "fr", content, find_picture=find_picture)
    return Work([first, *more])


def there_and_back(tmp_path: Path, kind: Format, content: Node, images: dict) -> Converted:
    written = write_file(work(content, images), kind)
    if not written.name.endswith(".zip"):
        return read(tmp_path, kind, written.data)
    with ZipFile(BytesIO(written.data)) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    (name,) = (each for each in inside if each.endswith(".md"))
    return read(tmp_path, kind, inside[name], find_picture=inside.get)


def node(kind: str, *content: Node | str, **attrs: Any) -> Node:
    inside = [text(each) if isinstance(each, str) else each for each in content]
    made: Node = {"type": kind, "content": inside}
    return made | ({"attrs": attrs} if attrs else {})


def text(words: str, *marks: str | tuple[str, str]) -> Node:
    made = [
        {"type": each} if isinstance(each, str) else {"type": each[0], "attrs": {"href": each[1]}}
        for each in marks
    ]
    return {"type": "text", "text": words} | ({"marks": made} if made else {})


def picture() -> bytes:
    sink = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(sink, "PNG")
    return sink.getvalue()


def item(*content: Node | str, kind: str = "listItem", **attrs: Any) -> Node:
    first, *rest = content
    return node(kind, node("paragraph", first), *rest, **attrs)


def cell(*words: str, kind: str = "tableCell", **spans: int) -> Node:
    return node(kind, *(node("paragraph", each) for each in words), **spans)


HEAD = {"kind": "tableHeader"}
RICH = node(
    "doc",
    node("heading", "Begin: 1. Lists", level=1),
    node(
        "paragraph",
        text("bold", "bold"),
        " and ",
        text("both", "bold", "italic"),
        " and ",
        text("gone", "strike"),
        " and ",
        text("under", "underline"),
        ", ",
        text("code()", "code"),
        ", ",
        text("a link", ("link", "https://example.org/?a=1&b=(2)")),
        ".",
    ),
    node("paragraph", "one", node("hardBreak"), "two"),
    node("paragraph", "1. no list, # no heading, *no* <b>mark</b> & [no](link) `code` a_b_c \\ ~"),
    node(
        "bulletList",
        item("a", node("bulletList", item("b", node("orderedList", item("c"), item("d"))))),
        item("e"),
    ),
    node("orderedList", item("first"), item("second", node("bulletList", item("below")))),
    node(
        "taskList",
        item("open", kind="taskItem", checked=False),
        item("done", kind="taskItem", checked=True),
    ),
    node("heading", "Deeper", level=2),
    node("blockquote", node("paragraph", "Said."), node("paragraph", "Twice.")),
    node("codeBlock", "if a < b:\n    `go`\n\nend"),
    node("horizontalRule"),
    node(
        "table",
        node("tableRow", cell("A", **HEAD), cell("B", **HEAD)),
        node("tableRow", cell("1 | 2"), cell("3")),
    ),
    node(
        "table",
        node("tableRow", cell("A", **HEAD, rowspan=2), cell("B", **HEAD, colspan=2)),
        node("tableRow", cell("C", **HEAD), cell("D", **HEAD)),
        node("tableRow", cell("x", colspan=2), cell("y", rowspan=2)),
        node("tableRow", cell("z", "zz"), cell("w")),
    ),
    node("image", image="image-1", alt="A map of “all”", caption=""),
    node("paragraph", "The end: 你好, γειά, مرحبا."),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_comes_back_as_it_was(tmp_path: Path, kind: Format) -> None:
    made = there_and_back(tmp_path, kind, complete(RICH), {"image-1": picture()})
    wanted, got = plain(complete(RICH))["content"], plain(made.content)["content"]
    for index, block in enumerate(wanted):
        assert got[index] == block
    assert len(got) == len(wanted)
    assert made.title == "Report & <plan>"
    assert list(made.images) == ["image-1"]
    assert not made.losses


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["report-pandoc.odt", "spans.odt", "languages.docx"])
def test_documents_of_offices_stay_the_same_on_the_way_through(
    tmp_path: Path, kind: Format, name: str
) -> None:
    first = read_office(name)
    made = there_and_back(tmp_path, kind, first.content, first.images)
    left = (
        {"orderedList"} if kind is Format.DOCX else set()
    )  # mammoth does not say where they begin
    for each in ("heading", "bulletList", "orderedList", "taskList", "table", "codeBlock"):
        if each not in left:
            wanted = [plain(one) for one in find(first.content, each)]
            assert [plain(one) for one in find(made.content, each)] == wanted
    assert links(made.content) == links(first.content)
    assert list(made.images.values()) == list(first.images.values())


def test_word_says_what_screen_readers_need() -> None:
    written = write_file(work(complete(RICH), {"image-1": picture()}), Format.DOCX)
    with ZipFile(BytesIO(written.data)) as archive:
        body = archive.read("word/document.xml").decode()
        styles = archive.read("word/styles.xml").decode()
    assert body.count("<w:tblHeader/>") == 3
    assert 'descr="A map of “all”"' in body
    assert 'w:lang w:val="fr"' in styles
    opened = Document(BytesIO(written.data))
    assert opened.core_properties.title == "Report & <plan>"
    assert opened.core_properties.author == ""
    assert [each.style.name for each in opened.paragraphs[:2]] == ["Title", "Heading 1"]


@pytest.mark.parametrize("kind", KINDS)
def test_several_pages_are_one_document(tmp_path: Path, kind: Format) -> None:
    inside = complete(node("doc", node("heading", "In it", level=1), node("paragraph", "Words")))
    more = Section("Chapter", "de", inside, 1), Section("Part", "de", inside, 2)
    written = write_file(work(inside, {}, *more), kind)
    made = read(tmp_path, kind, written.data)
    levels = [
        (each["attrs"]["level"], "".join(one["text"] for one in each["content"]))
        for each in find(made.content, "heading")
    ]
    wanted = [(1, "In it"), (1, "Chapter"), (2, "In it"), (2, "Part"), (3, "In it")]
    assert [each for each in levels if each[1] != "Contents"] == wanted
    assert made.title == "Report & <plan>"


def test_the_table_of_contents_leads_to_every_heading() -> None:
    inside = complete(node("doc", node("heading", "In it", level=1)))
    several = work(inside, {}, Section("Chapter", "de", inside, 1))
    html = write_file(several, Format.HTML).data.decode()
    for anchor in ("p1-1", "p2", "p2-1"):
        assert f'href="#{anchor}"' in html
        assert html.count(f'id="{anchor}"') == 1
    docx = write_file(several, Format.DOCX).data
    with ZipFile(BytesIO(docx)) as archive:
        body = archive.read("word/document.xml").decode()
    assert 'w:anchor="_Toc3"' in body
    assert 'w:name="_Toc3"' in body
    assert "TOC \\o" in body


def test_names_of_files_are_safe() -> None:
    several = work(complete(node("doc", node("paragraph"))), {})
    assert write_file(several, Format.HTML).name == "Report & plan.html"
    dots = Work([Section("../\u202etxt.\x00", "en", several.sections[0].content)])
    assert write_file(dots, Format.HTML).name == "txt.html"
    nothing = Work([Section("///", "en", several.sections[0].content)])
    assert write_file(nothing, Format.MARKDOWN).name == "page.md"
