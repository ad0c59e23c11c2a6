"""Minutes as HTML: what is known gets out, nothing else does."""

import pytest

from collab.minutes.render import Rendered, render
from collab.texts.rendering import safe_address

pytestmark = pytest.mark.usefixtures("english_reader")


def text(words: str, *marks: dict) -> dict:
    return {"type": "text", "text": words, "marks": list(marks)}


def node(kind: str, *content: dict, **attrs: object) -> dict:
    return {"type": kind, "attrs": attrs, "content": list(content)}


def paragraph(words: str) -> dict:
    return node("paragraph", text(words))


def html(*content: dict) -> str:
    return str(render(node("doc", *content)).body)


def rendered(*content: dict) -> Rendered:
    return render(node("doc", *content))


def test_text_is_escaped() -> None:
    assert html(paragraph("<script>alert('x')</script> & more")) == (
        "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</p>"
    )


def test_marks_become_tags() -> None:
    marked = text("now", {"type": "bold"}, {"type": "italic"}, {"type": "evil"})
    assert html(node("paragraph", marked)) == "<p><em><strong>now</strong></em></p>"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "java\nscript:alert(1)",
        "//elsewhere.example",
        "/relative",
        "",
        None,
        "http://[broken",
    ],
)
def test_dangerous_addresses_are_no_links(address: str | None) -> None:
    link = text("here", {"type": "link", "attrs": {"href": address}})
    assert html(node("paragraph", link)) == "<p>here</p>"


@pytest.mark.parametrize("address", ["https://a.example/?a=1&b=2", "mailto:a@b.example"])
def test_safe_addresses_are_links(address: str) -> None:
    assert safe_address(address) == address
    link = text("here", {"type": "link", "attrs": {"href": address}})
    assert 'rel="noopener noreferrer nofollow">here</a>' in html(node("paragraph", link))


def test_quotes_in_an_address_stay_inside_of_it() -> None:
    link = text("here", {"type": "link", "attrs": {"href": 'https://a.example/"onclick="x'}})
    assert 'onclick="' not in html(node("paragraph", link))


def test_unknown_nodes_leave_their_text() -> None:
    assert html(node("iframe", paragraph("kept"), src="https://evil.example")) == "<p>kept</p>"


def test_headings_lie_below_the_agenda_item_they_are_in() -> None:
    item = node("agendaItem", node("heading", text("Exchange"), level=1), title="Research")
    page = html(node("heading", text("Before"), level=1), item)
    assert "<h2>Before</h2>" in page
    assert "<h2>1. Research</h2><h3>Exchange</h3>" in page


def test_agenda_items_are_numbered_and_withdrawn_ones_say_so() -> None:
    page = html(
        node("agendaItem", paragraph("a"), title="First", presenter="Ana Puig"),
        node("agendaItem", paragraph("b"), title="Gone", withdrawn=True),
        node("agendaItem", node("paragraph"), title="Second"),
    )
    assert "<h2>1. First</h2>" in page
    assert "Ana Puig" in page
    assert "taken off the agenda" in page
    assert "<h2>2. Second</h2>" in page
    assert "Nothing noted." in page


def test_a_decision_is_named_in_words_and_listed() -> None:
    found = rendered(node("decision", paragraph("We meet"), paragraph("in Lyon.")))
    assert "Decision 1" in found.body
    assert 'id="decision-1"' in found.body
    assert found.decisions[0].words == "We meet in Lyon."


def test_an_action_says_who_when_and_whether_it_is_done() -> None:
    found = rendered(
        node("actionItem", text("Write to Milan"), assigneeLabel="Ana", due="2026-12-04"),
        node("actionItem", text("Book"), due="soon", done=True),
    )
    first, second = found.actions
    assert (first.assignee, str(first.due), first.is_done) == ("Ana", "2026-12-04", False)
    assert (second.due, second.is_done) == (None, True)
    assert "Ana · due Fri, 4 Dec 2026 · open" in found.body
    assert "nobody named yet · done" in found.body


def test_table_headers_say_of_what() -> None:
    head = node("tableRow", *(node("tableHeader", paragraph(w)) for w in ("Region", "Votes")))
    row = node(
        "tableRow",
        node("tableHeader", paragraph("BW")),
        node("tableCell", paragraph("3"), colspan=2),
    )
    page = html(node("table", head, row))
    assert page.count('scope="col"') == 2
    assert '<th scope="row"><p>BW</p></th><td colspan="2"><p>3</p></td>' in page
    assert page.index("<thead>") < page.index("<tbody>")


def test_spans_that_make_no_sense_are_left_away() -> None:
    cell = node("tableCell", paragraph("x"), colspan=10_000, rowspan="9")
    assert "<td><p>x</p></td>" in html(node("table", node("tableRow", cell)))


def test_tasks_say_in_words_whether_they_are_done() -> None:
    tasks = node(
        "taskList",
        node("taskItem", paragraph("book"), checked=True),
        node("taskItem", paragraph("pay")),
    )
    page = html(tasks)
    assert "Done:" in page
    assert "To do:" in page


def test_lists_quotes_code_and_breaks() -> None:
    page = html(
        node("orderedList", node("listItem", paragraph("three")), start=3),
        node("blockquote", paragraph("said")),
        node("codeBlock", text("a < b")),
        node("horizontalRule"),
        node("paragraph", text("one"), node("hardBreak"), node("mention", label="Ana")),
    )
    assert '<ol start="3"><li><p>three</p></li></ol>' in page
    assert "<blockquote><p>said</p></blockquote>" in page
    assert "<pre><code>a &lt; b</code></pre>" in page
    assert "<hr>" in page
    assert 'one<br><span class="mention" translate="no" id="mention-1">@Ana</span>' in page


def test_empty_paragraphs_leave_no_holes() -> None:
    found = rendered(node("paragraph"), node("paragraph"))
    assert found.is_empty


def test_nesting_beyond_reason_comes_to_an_end() -> None:
    deep = paragraph("bottom")
    for _step in range(500):
        deep = node("blockquote", deep)
    assert html(deep).count("<blockquote>") <= 41


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"type": "doc", "content": "text"},
        {"type": "doc", "content": [1, None, {"type": None}, {"attrs": []}]},
        {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text"}]}]},
        {"type": "doc", "content": [{"type": "heading", "attrs": {"level": "x"}, "content": []}]},
        {"type": "doc", "content": [{"type": "text", "text": 3, "marks": [1, {"type": "link"}]}]},
    ],
)
def test_broken_documents_break_nothing(broken: dict) -> None:
    assert render(broken) is not None
