"""Formatted texts as HTML on pages that are not minutes."""

from typing import Any
from uuid import uuid4

import pytest

from collab.texts.rendering import render_text

pytestmark = pytest.mark.usefixtures("english_reader")


def doc(*content: dict[str, Any]) -> dict[str, Any]:
    return {"type": "doc", "content": list(content)}


def block(kind: str, words: str, **attrs: Any) -> dict[str, Any]:
    return {"type": kind, "attrs": attrs, "content": [{"type": "text", "text": words}]}


def test_headings_stand_below_that_of_the_page() -> None:
    text = doc(block("heading", "A", level=1), block("heading", "B", level=4))
    assert render_text(text) == "<h2>A</h2><h5>B</h5>"
    assert render_text(text, 4) == "<h5>A</h5><h6>B</h6>"


def test_members_are_called_what_they_are_called_now() -> None:
    known, unknown = uuid4(), uuid4()
    named = [{"type": "mention", "attrs": {"id": str(i), "label": "Old"}} for i in (known, unknown)]
    shown = str(render_text(doc({"type": "paragraph", "content": named}), 2, {known: "<New>"}))
    assert "@&lt;New&gt;" in shown
    assert shown.count("@Old") == 1


def test_several_texts_of_a_page_have_no_ids_in_common() -> None:
    named = {"type": "mention", "attrs": {"id": "x", "label": "Ana"}}
    assert " id=" not in render_text(doc({"type": "paragraph", "content": [named]}))


def test_what_belongs_to_minutes_loses_its_frame_and_keeps_its_words() -> None:
    text = doc({"type": "decision", "content": [block("paragraph", "<b>Yes</b>")]})
    assert render_text(text) == "<p>&lt;b&gt;Yes&lt;/b&gt;</p>"


def test_no_text_is_nothing() -> None:
    assert render_text(None) == ""
