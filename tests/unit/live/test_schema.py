import pytest

from collab.live.schema import SchemaError, check, complete


def text(words="words", *marks):
    return {"type": "text", "text": words, "marks": [{"type": mark} for mark in marks]}


def block(name="paragraph", *content, **attrs):
    return {"type": name, "attrs": attrs, "content": list(content)}


def document(*content):
    return complete({"type": "doc", "content": list(content)})


@pytest.mark.parametrize(
    "content",
    [
        [block()],
        [block("agendaItem", block(), agendaId="1", title="Budget", minutes=5)],
        [block("heading", text("A", "bold"), level=3)],
        [
            block(
                "bulletList",
                block("listItem", block(), block("bulletList", block("listItem", block()))),
            )
        ],
        [block("taskList", block("taskItem", block(), checked=True))],
        [
            block(
                "table",
                block("tableRow", block("tableHeader", block()), block("tableCell", block())),
            )
        ],
        [block("decision", block("paragraph", text("Agreed.")))],
        [
            block(
                "actionItem",
                text("Write"),
                {"type": "mention", "attrs": {"id": "5"}},
                due="2026-12-01",
            )
        ],
        [block("codeBlock", text("x = 1"))],
        [block("horizontalRule")],
        [block("image", image="5", alt="A chart", caption="", width=50)],
        [block("embed", kind="task", task=12, label="Pay")],
        [block("blockquote", block("image", image="5"))],
        [block("paragraph", {"type": "documentLink", "attrs": {"document": "5", "label": "A"}})],
        [block("paragraph", text("a", "comment", "comment", "bold"))],
        [block("paragraph", text("a", "code", "comment"))],
        [block("codeBlock", text("a", "comment"))],
        [block("paragraph", text("a"), {"type": "hardBreak"}, text("b"))],
    ],
)
def test_what_an_editor_writes_fits(content):
    check(document(*content))


@pytest.mark.parametrize(
    "content",
    [
        [],
        [text()],
        [block("agendaItem")],
        [block("blockquote", block("agendaItem", block()))],
        [block("decision", block("heading"))],
        [block("bulletList", block())],
        [block("listItem", block())],
        [block("heading", level=5)],
        [block("paragraph", align="left")],
        [block("paragraph", {"type": "text", "text": ""})],
        [block("paragraph", text("a", "blink"))],
        [block("paragraph", text("a", "code", "bold"))],
        [block("codeBlock", text("a", "bold"))],
        [block("paragraph", text("a", "bold", "bold"))],
        [block("image", block("paragraph"))],
        [block("paragraph", block("image"))],
        [{"type": "documentLink", "attrs": {"document": "5"}}],
        [block("embed", html="<b>")],
        [block("paragraph", attrs={"x": {}})],
    ],
)
def test_what_an_editor_would_delete_does_not(content):
    with pytest.raises(SchemaError):
        check(document(*content))


def test_an_unknown_node_does_not_fit():
    with pytest.raises(SchemaError):
        complete({"type": "picture"})


def test_every_block_gets_an_id_of_its_own_and_keeps_the_one_it_has():
    made = document(block("bulletList", block("listItem", block(id="mine"))), block())
    item = made["content"][0]["content"][0]
    assert item["content"][0]["attrs"]["id"] == "mine"
    ids = [
        made["content"][0]["attrs"]["id"],
        item["attrs"]["id"],
        made["content"][1]["attrs"]["id"],
    ]
    assert len(set(ids)) == 3


def test_inline_nodes_get_none():
    made = document(block("paragraph", {"type": "hardBreak"}))
    assert "attrs" not in made["content"][0]["content"][0]


def test_a_block_without_an_id_does_not_fit():
    with pytest.raises(SchemaError):
        check({"type": "doc", "content": [{"type": "paragraph"}]})
