import pytest
from pycrdt import Doc

from collab.live.arrangement import choose_kept
from collab.live.content import fragment_of, read_content, read_words
from collab.live.edits import apply_operation
from collab.live.schema import SchemaError


def paragraph(words=""):
    content = [{"type": "text", "text": words}] if words else []
    return {"type": "paragraph", "attrs": {"id": words or "empty"}, "content": content}


def item(key, title, *content, **attrs):
    attrs = {"id": f"block {key}", "agendaId": key, "title": title, **attrs}
    return {"type": "agendaItem", "attrs": attrs, "content": list(content) or [paragraph()]}


@pytest.fixture
def doc():
    return Doc()


def apply(doc, **operation):
    with doc.transaction():
        apply_operation(fragment_of(doc), operation)
    return read_content(doc)["content"]


def write(doc, *content):
    return apply(doc, op="write", content=list(content))


def arrange(doc, *nodes):
    return apply(doc, op="arrange", type="agendaItem", key="agendaId", nodes=list(nodes))


def titles(content):
    return [node.get("attrs", {}).get("title", node["type"]) for node in content]


def test_what_is_written_reads_the_same(doc):
    link = {"type": "link", "attrs": {"href": "https://collab.example/"}}
    content = [
        {
            "type": "heading",
            "attrs": {"id": "1", "level": 2},
            "content": [{"type": "text", "text": "Résumé 会议 😀"}],
        },
        {
            "type": "paragraph",
            "attrs": {"id": "2"},
            "content": [
                {"type": "text", "text": "see "},
                {"type": "text", "text": "here", "marks": [{"type": "bold"}, link]},
                {"type": "hardBreak"},
                {"type": "mention", "attrs": {"id": "m", "label": "Ana"}},
                {"type": "text", "text": " too"},
            ],
        },
        {
            "type": "actionItem",
            "attrs": {"id": "3", "due": "2026-12-01", "done": True},
            "content": [{"type": "text", "text": "Write"}],
        },
    ]
    assert write(doc, *content) == content
    assert read_words(read_content(doc)) == "Résumé 会议 😀\nsee here @Ana too\nWrite"


def test_writing_again_replaces_everything(doc):
    write(doc, paragraph("a"), paragraph("b"))
    assert write(doc, paragraph("c")) == [paragraph("c")]


def test_an_agenda_comes_into_an_empty_document(doc):
    content = arrange(doc, item("1", "Opening", minutes=5), item("2", "Budget"))
    assert titles(content) == ["Opening", "Budget"]
    assert content[0]["attrs"]["minutes"] == 5


def test_an_agenda_comes_after_what_is_there(doc):
    write(doc, paragraph("notes"))
    assert titles(arrange(doc, item("1", "Opening"))) == ["paragraph", "Opening"]


def test_attributes_change_in_place(doc):
    arrange(doc, item("1", "Opening", paragraph("text"), minutes=5, presenter="Ana"))
    (node,) = arrange(doc, item("1", "Welcome", minutes=10))
    assert node["attrs"] == {
        "id": "block 1",
        "agendaId": "1",
        "title": "Welcome",
        "minutes": 10,
    }
    assert node["content"] == [paragraph("text")]


def test_the_same_agenda_again_changes_nothing(doc):
    nodes = [item("1", "Opening", minutes=5), item("2", "Budget")]
    arrange(doc, *nodes)
    before = doc.get_update()
    arrange(doc, *nodes)
    assert doc.get_update() == before


def test_new_items_come_behind_the_one_before_them(doc):
    arrange(doc, item("1", "A"), item("3", "C"))
    assert titles(arrange(doc, item("1", "A"), item("2", "B"), item("3", "C"))) == ["A", "B", "C"]


def test_what_moves_is_what_has_least_text(doc):
    arrange(doc, item("1", "A", paragraph("a long story")), item("2", "B"))
    long = fragment_of(doc).children[0]
    assert titles(arrange(doc, item("2", "B"), item("1", "A"))) == ["B", "A"]
    assert fragment_of(doc).children[1] == long  # the very same element


def test_what_moves_keeps_its_text_and_its_id(doc):
    arrange(doc, item("1", "A", paragraph("one two")), item("2", "B", paragraph("three four five")))
    content = arrange(doc, item("2", "B"), {**item("1", "A"), "attrs": {"agendaId": "1"}})
    assert [node["attrs"]["id"] for node in content] == ["block 2", "block 1"]
    assert content[1]["content"] == [paragraph("one two")]


def test_an_empty_item_goes_and_a_written_one_is_withdrawn(doc):
    arrange(doc, item("1", "A"), item("2", "B", paragraph("said")), item("3", "C"))
    content = arrange(doc, item("3", "C"))
    assert titles(content) == ["B", "C"]
    assert content[0]["attrs"]["withdrawn"] is True
    assert "withdrawn" not in content[1]["attrs"]


def test_a_withdrawn_item_can_come_back(doc):
    arrange(doc, item("1", "A", paragraph("said")))
    arrange(doc)
    (node,) = arrange(doc, item("1", "A"))
    assert "withdrawn" not in node["attrs"]
    assert node["content"] == [paragraph("said")]


def test_an_item_with_a_decision_is_not_empty(doc):
    decision = {"type": "decision", "attrs": {"id": "d"}, "content": [paragraph()]}
    arrange(doc, item("1", "A", decision))
    assert titles(arrange(doc)) == ["A"]


def test_a_copy_of_an_item_is_withdrawn_or_goes(doc):
    write(doc, item("1", "A"), item("1", "A", paragraph("said twice")), item("1", "A"))
    content = arrange(doc, item("1", "A"))
    assert [node["attrs"].get("withdrawn", False) for node in content] == [False, True]
    assert "agendaId" not in content[1]["attrs"]


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "dance"},
        {"op": "write"},
        {"op": "write", "content": [{"type": "picture"}]},
        {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": [item("", "A")]},
        {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": [paragraph()]},
        {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": [item("1", "A")] * 2},
    ],
)
def test_what_does_not_fit_changes_nothing(doc, operation):
    write(doc, paragraph("a"))
    with pytest.raises(SchemaError):
        apply(doc, **operation)
    assert read_content(doc)["content"] == [paragraph("a")]


@pytest.mark.parametrize(
    ("order", "weights", "kept"),
    [
        ([], [], set()),
        ([0, 1, 2], [1, 1, 1], {0, 1, 2}),
        ([1, 0], [1, 5], {1}),
        ([1, 0], [5, 1], {0}),
        ([2, 0, 1], [1, 1, 1], {1, 2}),
        ([2, 0, 1], [9, 1, 1], {0}),
        ([3, 0, 1, 2], [2, 1, 1, 1], {1, 2, 3}),
    ],
)
def test_those_that_weigh_most_stay(order, weights, kept):
    assert choose_kept(order, weights) == kept
