"""The names of marks in Yjs are those that the editor in the browser gives them."""

import pytest
from pycrdt import Doc

from collab.live.building import insert_node
from collab.live.content import fragment_of, read_content
from collab.live.formats import format_name


@pytest.mark.parametrize(
    ("mark", "name"),
    [
        ({"type": "bold"}, "bold"),
        ({"type": "link", "attrs": {"href": "https://x.example"}}, "link"),
        # as y-prosemirror 1.3 writes them
        ({"type": "comment", "attrs": {"thread": "0199"}}, "comment--dE0DlmfA"),
        ({"type": "comment", "attrs": {"thread": None}}, "comment--Zr+Fo/zH"),
    ],
)
def test_marks_that_may_lie_on_each_other_are_told_apart_by_a_hash(mark, name: str) -> None:
    assert format_name(mark) == name


def test_two_comments_on_the_same_words_are_written_and_read() -> None:
    marks = [{"type": "comment", "attrs": {"thread": name}} for name in ("one", "two")]
    content = [{"type": "text", "text": "words", "marks": marks}]
    document: Doc = Doc()
    insert_node(fragment_of(document), 0, {"type": "paragraph", "content": content})
    (paragraph,) = read_content(document)["content"]
    read = paragraph["content"][0]["marks"]
    assert sorted(mark["attrs"]["thread"] for mark in read) == ["one", "two"]
    assert {mark["type"] for mark in read} == {"comment"}
