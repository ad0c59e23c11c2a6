"""The mark of a thread of comments: it comes to the words, wherever they have gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, XmlText

from collab.live.content import fragment_of, read_content
from collab.live.edits import apply_operation
from collab.live.formats import format_name
from collab.live.schema import ATOM, SchemaError

THREAD = "0198f3a4-0000-7000-8000-00000000000a"
OTHER = "0198f3a4-0000-7000-8000-00000000000b"


def said(words, *marks):
    run = {"type": "text", "text": words}
    return {**run, "marks": [{"type": mark} for mark in marks]} if marks else run


def block(*content, key="a", kind="paragraph"):
    runs = [said(each) if isinstance(each, str) else each for each in content]
    return {"type": kind, "attrs": {"id": key}, "content": runs}


def mention(label="Ana"):
    return {"type": "mention", "attrs": {"id": "m", "label": label}}


@pytest.fixture
def doc():
    return Doc()


def apply(doc, **operation):
    with doc.transaction():
        apply_operation(fragment_of(doc), operation)
    return read_content(doc)


def put(doc, *content):
    return apply(doc, op="write", content=list(content))


def units(words):
    return len(words.encode("utf-16-le")) // 2


def comment(doc, before, quote, *, key="a", thread=THREAD):
    """Comment on the quote where it stood behind the words `before`."""
    start = units(before)
    place = {"start": start, "end": start + units(quote), "quote": quote}
    return apply(doc, op="comment", thread=thread, block=key, **place)


def marked(node, thread=THREAD):
    """The runs that carry the thread."""
    if node["type"] == "text":
        marks = node.get("marks", ())
        mine = {"type": "comment", "attrs": {"thread": thread}}
        return [node["text"]] if mine in marks else []
    return [each for child in node.get("content", ()) for each in marked(child, thread)]


def test_a_format_is_named_as_the_editor_names_it():
    mark = {"type": "comment", "attrs": {"thread": THREAD}}
    assert format_name(mark) == "comment--2AW1+3C3"
    long = {"type": "comment", "attrs": {"thread": f"é{'x' * 200}"}}
    assert format_name(long) == "comment--yV5ElmN2"
    assert format_name({"type": "bold"}) == "bold"


def test_the_words_carry_the_thread(doc):
    put(doc, block("We meet in Lyon in May."))
    assert marked(comment(doc, "We meet in ", "Lyon")) == ["Lyon"]


def test_letters_count_as_in_the_browser(doc):
    put(doc, block("😀 Müller 会议 😀 Lyon"))
    assert marked(comment(doc, "😀 Müller 会议 😀 ", "Lyon")) == ["Lyon"]


def test_other_marks_stay_and_mentions_carry_nothing(doc):
    put(doc, block("Ask ", mention(), said(" for ", "bold"), "it"))
    content = comment(doc, "", f"Ask {ATOM} for ")
    assert marked(content) == ["Ask ", " for "]
    assert {"type": "bold"} in content["content"][0]["content"][2]["marks"]


def test_two_threads_lie_over_each_other(doc):
    put(doc, block("We meet in Lyon"))
    comment(doc, "We ", "meet in")
    content = comment(doc, "We meet ", "in Lyon", thread=OTHER)
    assert "".join(marked(content)) == "meet in"
    assert "".join(marked(content, OTHER)) == "in Lyon"


def test_the_same_comment_twice_changes_nothing(doc):
    put(doc, block("We meet in Lyon"))
    comment(doc, "We meet in ", "Lyon")
    before = doc.get_update()
    comment(doc, "We meet in ", "Lyon")
    assert doc.get_update() == before


def test_what_was_written_again_with_its_marks_is_named_the_same(doc):
    put(doc, block("We meet in Lyon"))
    content = comment(doc, "We meet in ", "Lyon")
    before = formats(doc)
    put(doc, *content["content"])
    assert formats(doc) == before


def formats(doc):
    (text,) = fragment_of(doc).children[0].children
    assert isinstance(text, XmlText)
    return [given for _words, given in text.diff()]


def test_words_that_moved_in_their_block_are_found_nearest_to_where_they_were(doc):
    put(doc, block("Lyon, and then once more: Lyon"))
    content = comment(doc, "and then: ", "Lyon")
    assert marked(content) == ["Lyon"]
    assert content["content"][0]["content"][0] == {
        "type": "text",
        "text": "Lyon",
        "marks": [{"type": "comment", "attrs": {"thread": THREAD}}],
    }


def test_words_that_moved_to_another_block_are_found_there(doc):
    put(doc, block("far: Lyon", key="x"), block("We meet", key="a"), block("in Lyon", key="b"))
    content = comment(doc, "We meet in ", "Lyon")
    assert [marked(each) for each in content["content"]] == [[], [], ["Lyon"]]


def test_words_that_were_split_carry_it_on_both_sides(doc):
    put(doc, block("We meet in"), block(" Lyon in May", key="b"))
    assert marked(comment(doc, "We ", "meet in Lyon")) == ["meet in", " Lyon"]


def test_words_in_lists_tables_and_code_are_found(doc):
    item = {"type": "listItem", "attrs": {"id": "i"}, "content": [block("one"), block("Lyon")]}
    put(doc, {"type": "bulletList", "attrs": {"id": "l"}, "content": [item]})
    assert marked(comment(doc, "", "Lyon")) == ["Lyon"]
    put(doc, block("print()", kind="codeBlock"))
    assert marked(comment(doc, "", "print")) == ["print"]


def test_nothing_happens_when_nobody_says_it_any_more(doc):
    put(doc, block("We meet in Milan"))
    before = doc.get_update()
    comment(doc, "We meet in ", "Lyon")
    comment(doc, "", " ")
    comment(doc, "", ATOM)
    assert doc.get_update() == before


def test_places_beyond_the_text_are_nowhere(doc):
    put(doc, block("Lyon"))
    content = apply(doc, op="comment", thread=THREAD, block="a", start=-5, end=10**9, quote="Milan")
    assert marked(content) == []


def test_a_thread_is_taken_away_and_others_stay(doc):
    put(doc, block("We meet in Lyon"))
    comment(doc, "We ", "meet in")
    comment(doc, "We meet ", "in Lyon", thread=OTHER)
    content = apply(doc, op="uncomment", thread=THREAD)
    assert marked(content) == []
    assert "".join(marked(content, OTHER)) == "in Lyon"


@pytest.mark.parametrize("more", [{}, {"thread": THREAD}, {"thread": THREAD, "block": "a"}])
def test_a_comment_without_a_place_is_refused(doc, more):
    put(doc, block("Lyon"))
    with pytest.raises(SchemaError):
        apply(doc, op="comment", **more)


@given(
    st.lists(st.text("aé😀 ", max_size=6), min_size=1, max_size=4),
    st.integers(0, 3),
    st.integers(0, 8),
    st.text("aé😀 ", min_size=1, max_size=6),
)
def test_only_words_that_read_like_the_quote_carry_it(lines, home, before, quote):
    doc = Doc()
    put(doc, *(block(*([words] if words else []), key=str(at)) for at, words in enumerate(lines)))
    place = {"start": before, "end": before + units(quote), "quote": quote}
    content = apply(doc, op="comment", thread=THREAD, block=str(home), **place)
    assert "".join(marked(content)) in ("", quote)
    if quote.strip() and any(quote in words for words in lines):
        assert "".join(marked(content)) == quote
    assert marked(apply(doc, op="uncomment", thread=THREAD)) == []
