"""HTML of anybody, as a page."""

from pathlib import Path
from typing import Any

import pytest

from collab.conversion.reading.webpage import read_webpage
from collab.conversion.results import Converted, Loss, TooLong
from collab.live.schema import check
from collab.texts.nodes import words_of
from tests.converted import find, headings, links, marked, plain, sketch, table

PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="


def page(markup: str, **more: Any) -> Converted:
    made = read_webpage(markup.encode(), **more)
    check(made.content)
    return made


def test_the_only_heading_of_its_level_in_front_is_the_title() -> None:
    made = page("<h1>The <b>plan</b></h1><h2>One</h2><h3>Deep</h3><p>Words")
    assert made.title == "The plan"
    assert headings(made.content) == [(1, "One"), (2, "Deep")]


def test_several_headings_of_the_first_level_stay_headings() -> None:
    made = page("<title>Named</title><h1>One</h1><p>a</p><h1>Two</h1>")
    assert made.title == "Named"
    assert headings(made.content) == [(1, "One"), (1, "Two")]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<p><img src=x onerror=alert(1)></p>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<p style='background:url(javascript:alert(1))'>x",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    ],
)
def test_nothing_that_acts_gets_into_a_page(markup: str) -> None:
    assert "alert" not in str(page(markup).content)


def test_what_is_lost_is_counted() -> None:
    made = page(
        "<video></video><iframe></iframe><input><select></select><math></math><svg></svg>"
        "<img src=gone.png><a href='file:///x'>x</a><a href='other.html'>y</a><h6>deep</h6>"
    )
    assert made.losses == {
        Loss.OBJECTS: 2,
        Loss.FORMS: 2,
        Loss.FORMULAS: 1,
        Loss.DRAWINGS: 1,
        Loss.PICTURES: 1,
        Loss.LINKS: 2,
        Loss.LEVELS: 1,
    }


def test_lists_nest_however_they_are_written() -> None:
    beside = "<ul><li>a<li>b<ol start=4><li>c</ol></ul>"
    below = "<ul><li>a</li><li>b</li><ol start=4><li>c</li></ol></ul>"
    for markup in (beside, below):
        content = page(markup).content
        assert sketch(find(content, "bulletList")[0]) == ["a", "b", ["c"]]
        assert find(content, "orderedList")[0]["attrs"]["start"] == 4


def test_boxes_make_steps() -> None:
    content = page(
        "<ul><li><input type=checkbox checked> done<li><p>☐ open</p><ul><li>why</ul>"
        "<li>no step</ul><p><input type=checkbox> alone</p>"
    ).content
    first, second = find(content, "taskList")
    assert sketch(first) == ["x done", "o open", ["why"]]
    assert sketch(second) == ["o alone"]
    assert sketch(find(content, "bulletList")[1]) == ["no step"]


def test_rows_that_are_too_short_are_filled() -> None:
    content = page(
        "<table><tr><th>a<th colspan=2>b<tr><td rowspan=9>c<tr><td>d<td>e<td>beyond</table>"
    ).content
    assert table(content["content"][0]) == [
        ["# a", "# b 2x1", ""],
        ["c 1x2", "", "", ""],
        ["d", "e", "beyond"],
    ]


def test_a_table_in_a_list_and_a_picture_in_a_line_stay_in_order() -> None:
    made = page(f"<ul><li>a<table><tr><td>b</table>c</ul><p>d<img src='{PIXEL}' alt='e'>f")
    item = find(made.content, "listItem")[0]
    assert [each["type"] for each in item["content"]] == ["paragraph", "table", "paragraph"]
    kinds = [each["type"] for each in made.content["content"][1:]]
    assert kinds == ["paragraph", "image", "paragraph"]
    assert list(made.images.values()) == [b"GIF89a\x01\x00\x01\x00\x00\x00\x00,"]


def test_a_caption_goes_with_its_picture() -> None:
    made = page(f"<figure><img src='{PIXEL}' alt='A map'><figcaption>The four</figcaption>")
    (image,) = find(made.content, "image")
    assert image["attrs"]["caption"] == "The four"
    assert image["attrs"]["alt"] == "A map"


def test_marks_of_editors_of_the_web_count() -> None:
    content = page(
        "<b style='font-weight:normal'><p><span style='font-weight:700'>bold</span>"
        "<span style='font-style:italic'>it</span> <code>co<b>de</b></code>"
        "<a href='https://x.org/'>l<code>k</code></a> 10<sup>-6</sup>"
    ).content
    assert marked(content) == {
        "bold": ["bold"],
        "italic": ["it"],
        "code": ["code"],
        "link": ["lk"],
    }
    assert links(content) == {"lk": "https://x.org/"}
    assert words_of(content).endswith("10⁻⁶")


def test_spaces_are_those_that_a_browser_shows() -> None:
    made = page("<p>\n a  <b> b</b>\n\tc<br> d&nbsp;e <br></p><pre>\n  x\n\ty</pre>")
    first, second = made.content["content"]
    assert words_of(first) == "a b c d\xa0e"
    assert words_of(second) == "  x\n\ty"


def test_what_is_nested_too_deeply_becomes_plain_words() -> None:
    deep = "<blockquote>" * 60 + "<ul><li>" * 60 + "words"
    assert "words" in words_of(page(deep).content)
    assert "words" in words_of(page("<div>" * 700 + "<span>" * 700 + "words").content)


def test_texts_that_no_editor_opens_are_refused() -> None:
    with pytest.raises(TooLong):
        page("<p>" + "word " * 90_000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("<p>café".encode("latin-1"), "café"),
        ("<p>café".encode("utf-16"), "café"),
        (b"\xef\xbb\xbf<p>caf\xc3\xa9", "café"),
        ('<meta charset="iso-8859-7"><p>Ένα'.encode("iso-8859-7"), "Ένα"),
        (b"<?xml version='1.0' encoding='utf-8'?><p>caf\xc3\xa9</p>", "café"),
        (b"", ""),
        (b"\x00\x01<p>a\x0bb", "ab"),
    ],
)
def test_every_encoding_is_read(data: bytes, words: str) -> None:
    made = read_webpage(data)
    check(made.content)
    assert words_of(made.content) == words


def test_pictures_beside_the_file_are_found_by_name(tmp_path: Path) -> None:
    made = page("<img src='images/a%20b.png'>", find_picture={"images/a%20b.png": b"x"}.get)
    assert made.images == {"image-1": b"x"}
    assert not made.losses


def test_an_empty_file_is_an_empty_page() -> None:
    assert plain(page("<!-- nothing -->").content) == {
        "type": "doc",
        "content": [{"type": "paragraph"}],
    }
