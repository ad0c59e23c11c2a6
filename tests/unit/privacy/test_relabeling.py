from typing import Any

from pycrdt import Doc

from collab.live.content import fragment_of, read_content
from collab.live.edits import apply_operation

ANA, BEN = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
ITEM, OTHER = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"


def mention(member: str, label: str) -> dict[str, Any]:
    return {"type": "mention", "attrs": {"id": member, "label": label}}


def action(member: str | None, label: str) -> dict[str, Any]:
    attrs = {"assignee": member, "assigneeLabel": label, "due": None, "done": False}
    return {"type": "actionItem", "attrs": attrs, "content": [{"type": "text", "text": "Write"}]}


def item(agenda_id: str, presenter: str | None, *content: dict[str, Any]) -> dict[str, Any]:
    attrs = {"agendaId": agenda_id, "title": "Budget", "presenter": presenter, "minutes": 5}
    return {"type": "agendaItem", "attrs": {**attrs, "withdrawn": False}, "content": list(content)}


def document(*nodes: dict[str, Any]) -> Any:
    doc: Doc[Any] = Doc()
    apply_operation(fragment_of(doc), {"op": "write", "content": list(nodes)})
    return doc


def labels(node: Any) -> list[tuple[str, Any]]:
    names = {"mention": "label", "actionItem": "assigneeLabel", "agendaItem": "presenter"}
    found = []
    if node["type"] in names:
        found = [(node["type"], node.get("attrs", {}).get(names[node["type"]]))]
    return found + [each for child in node.get("content", ()) for each in labels(child)]


def relabel(doc: Any, *, presented: tuple[str, ...] = ()) -> None:
    operation = {"op": "relabel", "member": ANA, "label": "Former member"}
    if presented:
        operation["presented"] = list(presented)
    apply_operation(fragment_of(doc), operation)


def test_mentions_actions_and_presented_items_get_the_label() -> None:
    paragraph = {"type": "paragraph", "content": [mention(ANA, "Ana"), mention(BEN, "Ben")]}
    doc = document(
        item(ITEM, "Ana", paragraph, action(ANA, "Ana")), item(OTHER, "Ana", action(BEN, "Ben"))
    )
    relabel(doc, presented=(ITEM,))
    assert labels(read_content(doc)) == [
        ("agendaItem", "Former member"),
        ("mention", "Former member"),
        ("mention", "Ben"),
        ("actionItem", "Former member"),
        ("agendaItem", "Ana"),
        ("actionItem", "Ben"),
    ]


def test_a_text_without_them_stays_as_it_is() -> None:
    doc = document(item(ITEM, None, action(None, ""), {"type": "paragraph"}))
    before = doc.get_update()
    relabel(doc, presented=(ITEM,))
    assert doc.get_update() == before


def test_after_a_snapshot_nobody_finds_the_old_label() -> None:
    doc = document({"type": "paragraph", "content": [mention(ANA, "Ana Canary")]})
    relabel(doc)
    fresh: Doc[Any] = Doc()
    fragment_of(fresh)
    fresh.apply_update(doc.get_update())
    assert b"Canary" not in fresh.get_update()


def test_forgetting_changes_no_word() -> None:
    doc = document({"type": "paragraph", "content": [{"type": "text", "text": "Agreed."}]})
    before = read_content(doc)
    apply_operation(fragment_of(doc), {"op": "forget"})
    assert read_content(doc) == before
