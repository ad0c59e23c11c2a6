"""What changed between two versions, block by block and word by word."""

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.pages import comparing
from collab.pages.comparing import Change, compare


def said(words, *marks, change=None):
    run = {"type": "text", "text": words}
    if marks:
        run["marks"] = [{"type": mark} for mark in marks]
    return {**run, "change": change} if change else run


def line(key, *content, kind="paragraph", **attrs):
    runs = [said(each) if isinstance(each, str) else each for each in content]
    return {"type": kind, "attrs": {"id": key, **attrs}, "content": runs}


def text(*blocks):
    return {"type": "doc", "content": list(blocks)}


def changes(old, new):
    return [row.change for row in compare(text(*old), text(*new))]


def test_equal_texts_have_no_changes():
    blocks = [line("a", "One"), line("b", "Two")]
    assert changes(blocks, blocks) == [Change.SAME, Change.SAME]


def test_added_and_removed_blocks_stand_alone():
    first, second, third = line("a", "One"), line("b", "Two"), line("c", "Three")
    rows = compare(text(first, second), text(first, third))
    assert [(row.change, row.old, row.new) for row in rows] == [
        (Change.SAME, first, first),
        (Change.REMOVED, second, None),
        (Change.ADDED, None, third),
    ]


def test_a_block_at_another_place_was_moved():
    first, second = line("a", "One"), line("b", "Two")
    found = changes([first, second], [second, first])
    assert sorted(found) == [Change.MOVED, Change.MOVED, Change.SAME]


def test_only_the_words_that_differ_are_marked():
    (row,) = compare(
        text(line("a", "We meet in Lyon on Monday.")),
        text(line("a", "We meet in Milan on Monday.")),
    )
    assert row.change is Change.CHANGED
    assert row.old["content"] == [
        said("We meet in "),
        said("Lyon", change="removed"),
        said(" on Monday."),
    ]
    assert row.new["content"] == [
        said("We meet in "),
        said("Milan", change="added"),
        said(" on Monday."),
    ]


def test_the_order_in_which_parts_are_written_makes_no_difference():
    (row,) = compare(
        text(line("a", {"text": "We meet in Lyon.", "type": "text"})),
        text(line("a", {"type": "text", "text": "We meet in Milan."})),
    )
    assert row.old["content"][0] == said("We meet in ")


def test_a_word_that_became_bold_differs():
    (row,) = compare(text(line("a", "Yes")), text(line("a", said("Yes", "bold"))))
    assert row.new["content"] == [said("Yes", "bold", change="added")]


def test_inside_a_list_the_items_are_compared():
    def item(key, words):
        return {
            "type": "listItem",
            "attrs": {"id": key},
            "content": [line(f"{key}p", words)],
        }

    def bullets(*items):
        return {"type": "bulletList", "attrs": {"id": "l"}, "content": list(items)}

    (row,) = compare(
        text(bullets(item("i", "Stuttgart"), item("j", "Lyon"))),
        text(bullets(item("j", "Lyon 2"), item("k", "Milan"))),
    )
    assert [each.get("change") for each in row.old["content"]] == ["removed", None]
    assert [each.get("change") for each in row.new["content"]] == [None, "added"]
    assert row.new["content"][0]["content"][0]["content"] == [
        said("Lyon"),
        said(" 2", change="added"),
    ]


def test_another_level_of_a_heading_is_a_change_of_the_block():
    (row,) = compare(
        text(line("a", "Aims", kind="heading", level=1)),
        text(line("a", "Aims", kind="heading", level=2)),
    )
    assert (row.change, row.new["change"]) == (Change.CHANGED, "changed")


def test_only_so_many_words_are_compared_one_by_one(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(comparing, "_Budget", partial(comparing._Budget, pairs=9))
    first, second = compare(
        text(line("a", "One two"), line("b", "One two")),
        text(line("a", "One three"), line("b", "One three")),
    )
    assert first.new["content"] == [said("One "), said("three", change="added")]
    assert second.new["content"] == [said("One three", change="added")]
    assert second.old["content"] == [said("One two", change="removed")]


BLOCKS = st.lists(
    st.tuples(st.sampled_from("abcde"), st.text("xy ", max_size=5)),
    unique_by=lambda block: block[0],
).map(lambda blocks: [line(key, words or "-") for key, words in blocks])


@given(BLOCKS, BLOCKS)
def test_both_texts_can_be_read_from_the_comparison(old, new):
    rows = compare(text(*old), text(*new))
    assert [_plain(row.old) for row in rows if row.old] == [_plain(node) for node in old]
    assert [_plain(row.new) for row in rows if row.new] == [_plain(node) for node in new]


def _plain(node):
    return node["attrs"]["id"], "".join(run["text"] for run in node["content"])
