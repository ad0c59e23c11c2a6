"""The server's restore of what a document said before: only what differs is touched."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc

from collab.live import lines
from collab.live.content import fragment_of, read_content
from collab.live.edits import apply_operation
from collab.live.schema import SchemaError


def said(words, *marks):
    run = {"type": "text", "text": words}
    return {**run, "marks": [{"type": mark} for mark in marks]} if marks else run


def line(key, *content, kind="paragraph", **attrs):
    runs = [said(each) if isinstance(each, str) else each for each in content]
    node = {"type": kind, "attrs": {"id": key, **attrs}}
    return {**node, "content": runs} if runs else node


def item(key, *content):
    return {"type": "listItem", "attrs": {"id": key}, "content": list(content)}


def bullets(key, *items):
    return {"type": "bulletList", "attrs": {"id": key}, "content": list(items)}


ANA = {"type": "mention", "attrs": {"id": "m", "label": "Ana", "mentionSuggestionChar": "@"}}


@pytest.fixture
def doc():
    return Doc()


def apply(doc, **operation):
    with doc.transaction():
        apply_operation(fragment_of(doc), operation)
    return read_content(doc)["content"]


def put(doc, *content):
    return apply(doc, op="write", content=list(content))


def restore(doc, was, content):
    return apply(doc, op="restore", was=was, content=content)


def colleague_of(doc):
    """Somebody who has the document open and has not seen what comes next."""
    other = Doc()
    other.apply_update(doc.get_update())
    return other


OLD = [
    line("h", "Joint declaration", kind="heading", level=1),
    line("a", "We agree on ", said("hydrogen", "bold"), " corridors."),
    bullets("l", item("i", line("p", "Stuttgart")), item("j", line("q", "Lyon"))),
    line("z", "Done in Milan."),
]
NEW = [
    line("h", "Position", kind="heading", level=2),
    line("z", "Done in Barcelona."),
    line("n", "A new paragraph."),
    bullets("l", item("j", line("q", "Lyon and Grenoble"))),
]


def test_the_document_says_what_it_said(doc):
    was = put(doc, *NEW)
    assert restore(doc, was, OLD) == OLD


def test_a_document_is_emptied_and_filled_again(doc):
    empty = put(doc, line("e"))
    assert restore(doc, empty, OLD) == OLD
    assert restore(doc, OLD, [line("e")]) == [line("e")]


def test_restoring_what_is_there_makes_no_change(doc):
    was = put(doc, *OLD)
    updates = []
    doc.observe(lambda event: updates.append(event.update))
    assert restore(doc, was, OLD) == OLD
    assert updates == []


def test_words_typed_beside_a_change_at_the_same_time_stay(doc):
    was = put(doc, line("a", "We agree on batteries."))
    other = colleague_of(doc)
    text = fragment_of(other).children[0].children[0]
    text.insert(len(text), " Signed by Ana.")
    restore(doc, was, [line("a", "We agree on hydrogen.")])
    doc.apply_update(other.get_update())
    (node,) = read_content(doc)["content"]
    assert node["content"][0]["text"] == "We agree on hydrogen. Signed by Ana."


def test_a_paragraph_that_somebody_wrote_in_meanwhile_stays_as_it_is(doc):
    was = put(doc, line("a", "One"), line("b", "Two"), line("c", "Three"))
    text = fragment_of(doc).children[1].children[0]
    text.insert(len(text), " and more")
    content = restore(doc, was, [line("a", "One, before"), line("b", "Two, before")])
    assert content == [line("a", "One, before"), line("b", "Two and more")]


def test_a_paragraph_to_be_deleted_stays_when_somebody_wrote_in_it_meanwhile(doc):
    was = put(doc, line("a", "One"), line("b", "Two"))
    text = fragment_of(doc).children[1].children[0]
    text.insert(0, "Not ")
    assert restore(doc, was, [line("a", "One")]) == [line("a", "One"), line("b", "Not Two")]


def test_a_paragraph_that_came_meanwhile_stays(doc):
    was = put(doc, line("a", "One"))
    put(doc, line("a", "One"), line("x", "Came later"))
    content = restore(doc, was, [line("a", "Before")])
    assert [node["attrs"]["id"] for node in content] == ["a", "x"]
    assert content[0] == line("a", "Before")


def test_mentions_and_marks_come_back(doc):
    was = put(doc, line("a", "Ask her"))
    wanted = [line("a", "Ask ", ANA, " in ", said("Lyon", "bold", "italic"), ".")]
    assert restore(doc, was, wanted) == wanted


def test_text_after_a_bold_word_does_not_become_bold(doc):
    was = put(doc, line("a", said("Yes", "bold")))
    wanted = [line("a", said("Yes", "bold"), " and no")]
    assert restore(doc, was, wanted) == wanted


def test_letters_of_more_than_one_byte_are_counted_right(doc):
    was = put(doc, line("a", "Çà et là, 10 € pour 日本 😀 fin"))
    wanted = [line("a", "Çà et lá, 20 € pour 日 😀😀 fin")]
    assert restore(doc, was, wanted) == wanted


def test_widths_of_columns_come_back(doc):
    def table(width):
        cell = {
            "type": "tableCell",
            "attrs": {"id": "c", "colspan": 1, "rowspan": 1, "colwidth": [width]},
            "content": [line("p", "x")],
        }
        row = {"type": "tableRow", "attrs": {"id": "r"}, "content": [cell]}
        return [{"type": "table", "attrs": {"id": "t"}, "content": [row]}]

    was = put(doc, *table(100))
    assert restore(doc, was, table(250)) == table(250)


def test_what_does_not_fit_the_schema_is_refused_and_nothing_changes(doc):
    was = put(doc, *OLD)
    with pytest.raises(SchemaError):
        restore(doc, was, [{"type": "marquee"}])
    assert read_content(doc)["content"] == OLD


def test_a_long_text_comes_back_without_a_search_for_each_letter(doc, monkeypatch):
    monkeypatch.setattr(lines.Patience.__init__, "__defaults__", (10,))
    was = put(doc, line("a", "abcdefgh"), line("b", "abc"))
    wanted = [line("a", "hgfedcba"), line("b", "acb")]
    assert restore(doc, was, wanted) == wanted


WORDS = st.text("abc é日", max_size=6)
RUN = st.tuples(WORDS.filter(bool), st.sampled_from([(), ("bold",), ("bold", "italic")]))
PARAGRAPH = st.lists(
    st.one_of(RUN.map(lambda run: said(run[0], *run[1])), st.just(ANA)), max_size=4
)


def merged(runs):
    """Neighbours with the same marks are one run, as a document reads."""
    made = []
    for run in copy.deepcopy(runs):
        last = made[-1] if made else {}
        is_text = run["type"] == last.get("type") == "text"
        if is_text and run.get("marks") == last.get("marks"):
            last["text"] += run["text"]
        else:
            made.append(run)
    return made


@st.composite
def texts(draw):
    keys = draw(st.lists(st.sampled_from("abcdefg"), unique=True, min_size=1))
    return [line(key, *merged(draw(PARAGRAPH))) for key in keys]


@given(texts(), texts())
def test_any_text_comes_back_from_any_other(now, before):
    doc = Doc()
    was = put(doc, *now)
    assert restore(doc, was, before) == before
