"""Markdown as others write it, as a page."""

from collab.conversion.reading.markdown import read_markdown
from collab.conversion.results import Converted, Loss
from collab.texts.nodes import words_of
from tests.converted import find, headings, links, marked, sketch, table


def page(text: str) -> Converted:
    return read_markdown(text.encode())


def test_what_stands_in_front_names_page_and_language() -> None:
    made = page('---\ntitle: "The plan"\nlang: fr-FR\n---\n# One\n\nWords\n\n# Two\n')
    assert (made.title, made.language) == ("The plan", "fr-FR")
    assert headings(made.content) == [(1, "One"), (1, "Two")]


def test_a_heading_that_says_the_same_as_the_title_is_not_said_twice() -> None:
    made = page("---\ntitle: The plan\n---\n# The plan\n\n## One\n")
    assert made.title == "The plan"
    assert headings(made.content) == [(1, "One")]


def test_footnotes_go_to_the_end_and_code_keeps_what_looks_like_one() -> None:
    made = page("A[^n] `[^n]`[^gone]\n\n```\n[^n]: code\n```\n\n[^n]: The *note*\n    goes on.\n")
    assert made.losses == {Loss.FOOTNOTES: 1}
    words = words_of(made.content)
    assert words.startswith("A[1] [^n][^gone]")
    assert "[^n]: code" in words
    assert sketch(find(made.content, "orderedList")[0]) == ["The note goes on."]


def test_tables_steps_and_struck_words_are_understood() -> None:
    made = page("| a | b |\n|---|--:|\n| `x` | 1<br>2 |\n\n- [ ] o\n- [X] x\n  1. deep\n\n~~no~~\n")
    content = made.content
    assert table(find(content, "table")[0]) == [["# a", "# b"], ["x", "1 2"]]
    assert sketch(find(content, "taskList")[0]) == ["o o", "x x", ["deep"]]
    assert marked(content)["strike"] == ["no"]


def test_markup_in_markdown_is_as_harmless_as_any() -> None:
    made = page("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b onclick=alert(1)>b</b>")
    assert "alert(" not in str(made.content).replace("[x](javascript:alert(1))", "")
    assert links(made.content) == {}
