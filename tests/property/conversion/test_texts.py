"""Whatever somebody typed comes back out of a file as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collab.conversion.reading.markdown import read_markdown
from collab.conversion.reading.webpage import read_webpage
from collab.conversion.writing.markdown import write_markdown
from collab.conversion.writing.parts import Section, Work
from collab.conversion.writing.webpage import write_webpage
from collab.live.schema import check, complete
from collab.texts.nodes import words_of
from tests.converted import plain

pytestmark = pytest.mark.usefixtures("english_reader")

SIGNS = "ab1 .,:;!?-+*_~`#>|[]()<>&\"'\\/=^{}$@é中"
words = st.text(SIGNS, min_size=1, max_size=12).map(lambda each: " ".join(each.split()))
marks = st.sets(st.sampled_from(["bold", "italic", "strike", "underline"]), max_size=2)
runs = st.lists(st.tuples(words.filter(bool), marks), min_size=1, max_size=3)


def paragraph(parts: list[tuple[str, set[str]]]) -> dict[str, Any]:
    """Runs with a space between them, so that no two are one."""
    made = []
    for text, names in parts:
        marked = {"marks": [{"type": name} for name in sorted(names)]} if names else {}
        made += [{"type": "text", "text": text, **marked}, {"type": "text", "text": " "}]
    return {"type": "paragraph", "content": made[:-1]}


def listed(paragraphs: list[dict[str, Any]]) -> dict[str, Any]:
    items = [{"type": "listItem", "content": [each]} for each in paragraphs]
    return {"type": "bulletList", "content": items}


paragraphs = runs.map(paragraph)
blocks = st.one_of(paragraphs, st.lists(paragraphs, min_size=1, max_size=3).map(listed))
pages = st.lists(blocks, min_size=1, max_size=4).map(
    lambda each: complete({"type": "doc", "content": each})
)


@settings(max_examples=120, deadline=None)
@given(pages)
def test_through_markdown(content: dict[str, Any]) -> None:
    text, _pictures = write_markdown(Work([Section("T", "en", content)]), "images")
    made = read_markdown(text.encode())
    check(made.content)
    assert " ".join(words_of(made.content).split()) == " ".join(words_of(content).split())


@settings(max_examples=80, deadline=None)
@given(pages)
def test_through_a_webpage(content: dict[str, Any]) -> None:
    made = read_webpage(write_webpage(Work([Section("T", "en", content)])).encode())
    assert " ".join(words_of(made.content).split()) == " ".join(words_of(content).split())
    assert [each["type"] for each in plain(made.content)["content"]] == _kinds(content)


def _kinds(content: dict[str, Any]) -> list[str]:
    return [each["type"] for each in content["content"]]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_every_file_is_a_page_or_is_refused(data: str | bytes) -> None:
    given_bytes = data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
    for read in (read_markdown, read_webpage):
        check(read(given_bytes).content)
