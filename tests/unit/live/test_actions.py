"""The server's edit of one action: only what differs is touched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc

from collab.live.content import fragment_of, read_content
from collab.live.edits import apply_operation
from collab.live.merging import bring, find_change
from collab.live.schema import SchemaError


def said(words, *marks):
    run = {"type": "text", "text": words}
    return {**run, "marks": [{"type": mark} for mark in marks]} if marks else run


def mention(label="Ana"):
    return {"type": "mention", "attrs": {"id": "m", "label": label}}


BREAK = {"type": "hardBreak"}


def action(*content, block="a", **attrs):
    node = {"type": "actionItem", "attrs": {"id": block, **attrs}}
    return {**node, "content": list(content)} if content else node


@pytest.fixture
def doc():
    return Doc()


def apply(doc, **operation):
    with doc.transaction():
        apply_operation(fragment_of(doc), operation)
    return read_content(doc)["content"]


def put(doc, *content):
    return apply(doc, op="write", content=list(content))


def change(doc, *, block="a", attrs=None, **more):
    return apply(doc, op="set_action", block=block, attrs=attrs or {}, **more)


def words(content):
    return "".join(each.get("text", "") for each in content[0].get("content", ()))


def test_attributes_change_and_the_text_stays(doc):
    put(doc, action(said("Book "), said("the room", "bold"), due="2026-12-01"))
    (node,) = change(doc, attrs={"done": True, "due": None, "assignee": "m"})
    assert node == action(said("Book "), said("the room", "bold"), done=True, assignee="m")


def test_the_same_again_changes_nothing(doc):
    put(doc, action(said("Book the room"), done=True))
    before = doc.get_update()
    change(doc, attrs={"done": True, "due": None}, text="Book the room", was="Book the room")
    assert doc.get_update() == before


def test_an_action_that_is_gone_is_nobodys(doc):
    content = put(doc, action(said("Book the room")))
    assert change(doc, block="b", attrs={"done": True}, text="x") == content


def test_actions_deep_in_the_text_are_found(doc):
    item = {"id": "i", "agendaId": "1"}
    put(doc, {"type": "agendaItem", "attrs": item, "content": [action(said("old"))]})
    (node,) = change(doc, text="new")
    assert node["content"] == [action(said("new"))]


def test_other_attributes_are_not_for_tasks(doc):
    put(doc, action(said("Book")))
    with pytest.raises(SchemaError):
        change(doc, attrs={"id": "b"})


def test_a_new_name_keeps_marks_and_mentions(doc):
    put(doc, action(said("Ask "), mention(), said(" for "), said("the", "bold"), said(" room")))
    (node,) = change(doc, text="Ask @Ana for the big room", was="Ask @Ana for the room")
    bold = said("the", "bold")
    assert node["content"] == [said("Ask "), mention(), said(" for "), bold, said(" big room")]


@pytest.mark.parametrize(
    ("text", "was"),
    [("Ask @Anna now", "Ask @Ana now"), ("Ask Ana now", "Ask @Ana now"), ("Ask", "Ask @Ana now")],
)
def test_a_mention_that_is_changed_becomes_words(doc, text, was):
    put(doc, action(said("Ask "), mention(), said(" now")))
    assert words(change(doc, text=text, was=was)) == text


def test_mentions_beside_each_other_go_one_by_one(doc):
    put(doc, action(mention("Ana"), mention("Léa"), BREAK, said("ask")))
    (node,) = change(doc, text="@Ana ask", was="@Ana@Léa ask")
    assert node["content"][0] == mention("Ana")
    assert {"type": "mention", "attrs": {"id": "m", "label": "Léa"}} not in node["content"]


def test_words_come_into_an_action_without_any(doc):
    put(doc, action())
    assert words(change(doc, text="Book 会议 😀", was="")) == "Book 会议 😀"
    assert words(change(doc, text="Book 会 😀!", was="Book 会议 😀")) == "Book 会 😀!"


def test_words_come_between_two_mentions(doc):
    put(doc, action(mention("Ana"), mention("Léa")))
    (node,) = change(doc, text="@Ana and @Léa", was="@Ana@Léa")
    assert node["content"] == [mention("Ana"), said(" and "), mention("Léa")]


def test_what_was_typed_meanwhile_stays(doc):
    put(doc, action(said("Book the room and the hall")))
    node = change(doc, text="Book the big room", was="Book the room")
    assert words(node) == "Book the big room and the hall"


def test_a_name_that_was_cut_short_leaves_the_rest(doc):
    long = "Book the room " * 40
    put(doc, action(said(long.strip())))
    cut = f"{long[:299].rstrip()}…"
    node = change(doc, text=cut.replace("Book", "Reserve", 1), was=cut)
    assert words(node) == long.strip().replace("Book", "Reserve", 1)


def test_spaces_count_once(doc):
    put(doc, action(said("  Book   the "), BREAK, said(" room ")))
    (node,) = change(doc, text="Book the room now", was="Book the room")
    assert node["content"][-1] == said(" room now ")


def test_where_both_changed_the_same_words_the_new_name_stays():
    wanted = bring("Book the room", "Book the hall", "Book the rume")
    assert wanted == (9, 13, "hall")


@given(st.text("ab ", max_size=8), st.text("ab ", max_size=8))
def test_a_change_makes_the_new_out_of_the_old(old, new):
    start, end, inserted = find_change(old, new)
    assert old[:start] + inserted + old[end:] == new
    assert bring(old, new, old) == find_change(old, new)


LETTERS = "ab é😀"


@given(
    st.lists(st.one_of(st.text(LETTERS, min_size=1, max_size=4), st.none()), max_size=4),
    st.text(LETTERS, max_size=8),
)
def test_any_line_can_become_any_other(line, new):
    doc = Doc()
    put(doc, action(*(mention() if each is None else said(each) for each in line)))
    (node,) = change(doc, text=new)
    content = node.get("content", [])
    found = "".join(
        f"@{each['attrs']['label']}" if each["type"] == "mention" else each["text"]
        for each in content
    )
    assert " ".join(found.split()) == " ".join(new.split())
