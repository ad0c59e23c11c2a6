"""Attributes can be anything: whoever may write into a text can send what no editor writes."""

import json
from importlib.resources import files
from typing import Any

import pytest

from collab.conversion.files import write_file
from collab.conversion.results import Format
from collab.conversion.writing.parts import Section, Work
from collab.live.content import read_words
from collab.minutes.outcomes import read_decisions, read_outcomes
from collab.minutes.render import render
from collab.pages.comparing import compare
from collab.texts.mentions import list_mentions
from collab.texts.nodes import Node
from collab.texts.plain import write_plain
from collab.texts.references import Shown, Surroundings, render_document

pytestmark = pytest.mark.usefixtures("english_reader")

_SCHEMA = json.loads(files("collab.live").joinpath("schema.json").read_text("utf-8"))
NODES: dict[str, Any] = _SCHEMA["nodes"]
MARKS: dict[str, Any] = _SCHEMA["marks"]
KINDS = [Format.HTML, Format.DOCX, Format.ODT, Format.MARKDOWN]
EVIL = ["javascript:alert(1)", "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>']
VALUES: list[Any] = [
    True,
    0,
    -1,
    10**30,
    0.5,
    1e300,
    "",
    "x" * 5000,
    "a\0b\x0b\x1b\u202e",
    "2026-13",
]
VALUES += [*EVIL, {}, {"a": 1}, [], [1], [[None]], [10**9]]


class Around(Surroundings):
    """Has everything that a text can refer to."""

    def find_image(self, image: str) -> str | None:
        return "/image"

    def find_document(self, document: str) -> Shown | None:
        return Shown("Budget", "/d/1", "de")

    def find_embed(self, attrs: Node) -> Shown | None:
        return Shown("Order it", "/t/1", "en", "Task 1")


def words(value: Any) -> Node:
    """Words with all marks that there are."""
    marks = [
        {"type": kind, "attrs": dict.fromkeys(each.get("attrs", {}), value)}
        for kind, each in MARKS.items()
    ]
    return {"type": "text", "text": "words\x0b", "marks": marks}


def odd(value: Any) -> Node:
    """Every node there is, all in each other, with this value for each attribute."""
    inside = [words(value)]
    for kind in [*NODES, *reversed(NODES)]:
        if kind not in ("doc", "text"):
            attrs = dict.fromkeys(NODES[kind]["attrs"], value)
            inside = [{"type": kind, "attrs": attrs, "content": inside}, words(value)]
    alone = [
        {"type": kind, "attrs": dict.fromkeys(each["attrs"], value)}
        for kind, each in NODES.items()
        if kind not in ("doc", "text")
    ]
    row = {"type": "tableCell", "attrs": dict.fromkeys(NODES["tableCell"]["attrs"], value)}
    table = {"type": "table", "content": [{"type": "tableRow", "content": [row, row]}]}
    return {"type": "doc", "content": [*inside, *alone, table]}


@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_odd_values_are_shown_and_read(value: Any) -> None:
    text, plain = odd(value), {"type": "doc", "content": [{"type": "paragraph"}]}
    for html in (str(render(text).body), str(render_document(text, Around()).body)):
        assert "<script" not in html
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
    assert read_words(text)
    assert write_plain(text)
    assert read_outcomes(text).actions
    assert read_decisions(text)
    assert list_mentions(text) == []
    assert compare(text, plain)
    assert compare(plain, text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", VALUES, ids=lambda value: repr(value)[:20])
def test_odd_values_are_written_into_files(value: Any, kind: Format) -> None:
    written = write_file(Work([Section("Odd", "en", odd(value), around=Around())]), kind).data
    assert written
    assert b"<script>alert" not in written
