"""Texts that come in by forms: what the editor may write is kept, nothing else is."""

import json
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from collab.core.errors import Invalid
from collab.texts.checking import check_text
from collab.texts.fields import MAX_BYTES, RichTextField, read_text
from collab.texts.mentions import list_mentions
from collab.texts.plain import is_same, read_plain, summarise, write_plain

ANA = str(uuid4())


def text(words: str, *marks: dict[str, Any]) -> dict[str, Any]:
    return {"type": "text", "text": words, "marks": list(marks)}


def node(kind: str, *content: dict[str, Any], **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def paragraph(words: str) -> dict[str, Any]:
    return node("paragraph", text(words))


def doc(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def send(document: Any) -> dict[str, Any] | None:
    return read_text({"text": "", "text_json": json.dumps(document)}, "text")


RICH = doc(
    node("heading", text("Plan"), level=2),
    node("bulletList", node("listItem", paragraph("one")), node("listItem", paragraph("two"))),
    node("taskList", node("taskItem", paragraph("three"), checked=True)),
    node("paragraph", {"type": "mention", "attrs": {"id": ANA, "label": "Ana Puig"}}),
    node("table", node("tableRow", node("tableCell", paragraph("a"), colwidth=[120]))),
)


def test_what_the_editor_writes_is_kept() -> None:
    kept = send(RICH)
    assert kept is not None
    assert [each["type"] for each in kept["content"]] == [
        "heading",
        "bulletList",
        "taskList",
        "paragraph",
        "table",
    ]
    assert kept["content"][0]["attrs"]["level"] == 2
    assert kept["content"][2]["content"][0]["attrs"]["checked"] is True
    assert summarise(kept) == "Plan one two three @Ana Puig a"


def test_blocks_get_ids_of_their_own() -> None:
    same = str(uuid4())
    first, second = (node("paragraph", text("x"), id=same) for _ in range(2))
    kept = send(doc(first, second, node("paragraph", text("y"), id="<script>")))
    assert kept is not None
    ids = [each["attrs"]["id"] for each in kept["content"]]
    assert ids[0] == same
    assert len(set(ids)) == 3


def test_dangerous_addresses_and_unknown_attributes_are_left_away() -> None:
    mark = {"type": "link", "attrs": {"href": "javascript:alert(1)", "onclick": "x"}}
    good = {"type": "link", "attrs": {"href": "https://collab.example", "class": "x"}}
    kept = send(doc(node("paragraph", text("a", mark), text("b", good), style="color:red")))
    assert kept is not None
    words = kept["content"][0]["content"]
    assert "marks" not in words[0]
    assert words[1]["marks"] == [{"type": "link", "attrs": {"href": "https://collab.example"}}]
    assert set(kept["content"][0]["attrs"]) == {"id"}


def deep(levels: int) -> dict[str, Any]:
    inside = paragraph("x")
    for _ in range(levels):
        inside = node("blockquote", inside)
    return doc(inside)


@pytest.mark.parametrize(
    "document",
    [
        [],
        "words",
        7,
        {"type": "paragraph"},
        doc(),
        doc({"type": "script"}),
        doc({"type": ["list"]}),
        doc(node("decision", paragraph("x"))),
        doc(node("agendaItem", paragraph("x"))),
        doc(node("listItem", paragraph("x"))),
        doc(node("paragraph", text("x", {"type": "blink"}))),
        doc(node("paragraph", {"type": "text", "text": 5})),
        doc(node("paragraph", {"type": "mention", "attrs": {"id": "me", "label": "x"}})),
        doc({"type": "paragraph", "content": "words"}),
        deep(60),
    ],
)
def test_what_no_editor_writes_is_refused(document: Any) -> None:
    with pytest.raises(Invalid) as caught:
        send(document)
    assert "could not be read" in str(caught.value.fields["text"])


@pytest.mark.parametrize("written", ["{", "[" * 100_000, '{"type": "doc"', "NaN"])
def test_what_is_no_json_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        read_text({"text_json": written}, "text")


def test_texts_have_a_limit() -> None:
    with pytest.raises(Invalid) as caught:
        read_text({"text": "é" * (MAX_BYTES // 2 + 1)}, "text")
    assert "too long" in str(caught.value.fields["text"])
    assert read_text({"text": "é" * (MAX_BYTES // 2)}, "text") is not None


def test_a_text_without_words_is_none_or_refused() -> None:
    assert send(doc(node("paragraph"))) is None
    assert read_text({"text": " \r\n\r\n "}, "text") is None
    with pytest.raises(Invalid) as caught:
        read_text({"text": "\0"}, "text", is_required=True)
    assert "write something" in str(caught.value.fields["text"])


def test_plain_words_become_paragraphs_and_lines() -> None:
    found = read_text({"text": "One\r\ntwo\r\n\r\n<b>three</b>\x07"}, "text")
    assert found is not None
    assert [len(each["content"]) for each in found["content"]] == [3, 1]
    assert found["content"][1]["content"][0]["text"] == "<b>three</b>"
    check_text(found)


def test_without_javascript_an_untouched_text_keeps_its_form() -> None:
    old = send(RICH)
    shown = write_plain(old)
    assert "- one\n- two" in shown
    assert read_text({"text": shown.replace("\n", "\r\n")}, "text", old) is old
    changed = read_text({"text": f"{shown}\nmore"}, "text", old)
    assert changed is not None
    assert changed is not old


def test_plain_words_come_back_as_they_were_typed() -> None:
    typed = "One\n  two\n\nthree"
    assert write_plain(read_plain(typed)) == typed


def test_texts_are_compared_without_the_ids_of_their_blocks() -> None:
    assert is_same(read_plain("One"), read_plain("One"))
    assert not is_same(read_plain("One"), read_plain("Two"))
    assert not is_same(read_plain("One"), None)
    assert is_same(None, None)


def test_mentions_are_listed_once_in_their_order() -> None:
    other = str(uuid4())
    named = [{"type": "mention", "attrs": {"id": each}} for each in (other, ANA, other, "x")]
    assert [str(each) for each in list_mentions(doc(node("paragraph", *named)))] == [other, ANA]
    assert list_mentions(None) == []


class Comment(Form):
    content = RichTextField("Comment", is_required=True)


def test_a_form_keeps_what_was_refused() -> None:
    form = Comment(MultiDict({"content": "x" * (MAX_BYTES + 1)}))
    assert not form.validate()
    assert "too long" in str(form.content.errors[0])
    assert form.content.plain == "x" * (MAX_BYTES + 1)


def test_a_form_reads_json_before_words() -> None:
    form = Comment(MultiDict({"content": "old", "content_json": json.dumps(doc(paragraph("new")))}))
    assert form.validate()
    assert summarise(form.content.data) == "new"
    assert json.loads(form.content.written)["content"][0]["content"][0]["text"] == "new"


def test_a_form_that_was_not_sent_shows_what_there_is() -> None:
    form = Comment(data={"content": read_plain("kept")})
    assert form.content.plain == "kept"
    assert summarise(form.content.data) == "kept"
