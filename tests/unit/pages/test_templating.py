"""What new pages begin with."""

import pytest

from collab.live import schema
from collab.pages.service.templating import TEMPLATES, find_template, read_pattern
from collab.texts.nodes import words_of

LANGUAGES = ("en", "de", "fr", "it", "es", "ca")
WRITTEN = [each.key for each in TEMPLATES if each.key != "empty"]


def shape(node):
    return [node["type"], *(shape(child) for child in node.get("content", []))]


@pytest.mark.parametrize("key", WRITTEN)
def test_a_template_says_the_same_in_each_language_in_its_own_words(key: str) -> None:
    made = [find_template(key).write(language) for language in LANGUAGES]
    for content in made:
        schema.check({"type": "doc", "content": content})
    assert len({str([shape(node) for node in content]) for content in made}) == 1
    words = {" ".join(map(words_of, content)) for content in made}
    assert len(words) == len(LANGUAGES)
    assert all(len(each) > 100 for each in words)


def test_a_language_that_nobody_wrote_for_gets_english() -> None:
    template = find_template("trip_report")
    assert words_of(template.write("nl")[1]) == words_of(template.write("en-GB")[1]) == "In brief"


def test_an_unknown_template_is_an_empty_page() -> None:
    assert find_template("../../etc/passwd").write("en") == []


def test_a_pattern_is_read_line_by_line() -> None:
    made = read_pattern("# Head\n\ntwo\nlines\n\n| A | B |\n| 1 |  |\n\n= Who | Ana\n\n[ ] do it")
    assert [shape(node)[0] for node in made] == [
        "heading",
        "paragraph",
        "table",
        "table",
        "taskList",
    ]
    assert words_of(made[1]) == "two lines"
    heads = [[cell["type"] for cell in row["content"]] for row in made[2]["content"]]
    assert heads == [["tableHeader", "tableHeader"], ["tableCell", "tableCell"]]
    assert [cell["type"] for cell in made[3]["content"][0]["content"]] == [
        "tableHeader",
        "tableCell",
    ]
