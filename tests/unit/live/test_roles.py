"""What may be where in a text: what else there is stops every editor that shows it."""

from uuid import uuid4

import pytest
from pycrdt import Doc, XmlElement, XmlText

from collab.live.content import fragment_of
from collab.live.contents import DELETED, FORMAT, GC, STRING, TYPES, VALUES, XML_ELEMENT, XML_TEXT
from collab.live.guard import Struct, Update, read_update
from collab.live.ledger import Ledger
from collab.live.lib0 import MalformedError
from collab.live.roles import FRAGMENT
from tests.unit.live.updates import misplaced_updates

ANA, BEN = uuid4(), uuid4()
KINDS = {GC, DELETED, 3, STRING, 5, FORMAT, VALUES} | {TYPES + kind for kind in (0, 1, 2, 3, 4, 6)}
#: an element of the text with a text in it, and a value of the element
PARAGRAPH = [
    Struct(1, 0, 1, XML_ELEMENT, root=FRAGMENT),
    Struct(1, 1, 1, XML_TEXT, parent=(1, 0)),
    Struct(1, 2, 1, VALUES, parent=(1, 0), is_value=True),
    Struct(1, 3, 1, STRING, parent=(1, 1)),
]
ALLOWED = {GC, DELETED}
WHERE = {
    "in the document": ({"root": FRAGMENT}, {XML_ELEMENT}),
    "beside an element": ({"origin": (1, 0)}, {XML_ELEMENT}),
    "before an element": ({"right": (1, 0)}, {XML_ELEMENT}),
    "in an element": ({"parent": (1, 0)}, {XML_ELEMENT, XML_TEXT}),
    "beside a text": ({"origin": (1, 1)}, {XML_ELEMENT, XML_TEXT}),
    "in a text": ({"parent": (1, 1)}, {STRING, FORMAT}),
    "beside words": ({"origin": (1, 3)}, {STRING, FORMAT}),
    "an attribute": ({"parent": (1, 0), "is_value": True}, {VALUES}),
    "another attribute": ({"origin": (1, 2)}, {VALUES}),
    "an attribute of a text": ({"parent": (1, 1), "is_value": True}, {VALUES}),
    "an attribute of the document": ({"root": FRAGMENT, "is_value": True}, {VALUES}),
    "elsewhere": ({"root": "elsewhere"}, KINDS),
}


def is_taken(ledger, structs, author=ANA):
    try:
        ledger.admit(Update(structs, {}), author)
    except MalformedError:
        return False
    return True


def taken_alone(where, content):
    ledger = Ledger()
    ledger.admit(Update(PARAGRAPH, {}), ANA)
    ledger = Ledger.from_json(ledger.to_json(), ledger.owners)
    return is_taken(ledger, [Struct(2, 0, 1, content, **where)], BEN)


def taken_at_once(where, content):
    return is_taken(Ledger(), [*PARAGRAPH, Struct(2, 0, 1, content, **where)])


@pytest.mark.parametrize("taken", [taken_alone, taken_at_once])
@pytest.mark.parametrize("where", WHERE)
def test_only_what_belongs_there_is_taken(where, taken):
    place, belongs = WHERE[where]
    assert {each for each in KINDS if taken(place, each)} == belongs | ALLOWED


@pytest.mark.parametrize("update", misplaced_updates().values(), ids=misplaced_updates())
def test_what_stops_editors_is_well_formed_and_refused(update):
    read = read_update(update)
    with pytest.raises(MalformedError):
        Ledger().admit(read, ANA)


def test_in_what_is_deleted_nothing_is_looked_at():
    ledger = Ledger()
    ledger.admit(Update([Struct(1, 0, 3, DELETED, root=FRAGMENT)], {}), ANA)
    assert is_taken(ledger, [Struct(2, 0, 1, STRING, parent=(1, 1))], BEN)


def test_what_is_in_the_journal_already_is_taken():
    ledger = Ledger()
    ledger.absorb(Update([*PARAGRAPH, Struct(2, 0, 1, STRING, root=FRAGMENT)], {}))
    assert ledger.absorb(Update([Struct(3, 0, 1, parent=(1, 3))], {})).ends == {3: 1}


def test_a_ledger_from_before_roles_were_noted_takes_everything():
    ledger = Ledger()
    ledger.admit(Update(PARAGRAPH, {}), ANA)
    state = ledger.to_json()
    del state["holders"]
    state["depths"] = {client: steps[:3] for client, steps in state["depths"].items()}
    again = Ledger.from_json(state, ledger.owners)
    assert is_taken(again, [Struct(2, 0, 1, STRING, parent=(1, 0))], BEN)
    assert again.to_json()["holders"] is None


def test_what_editors_write_is_taken():
    doc, updates = Doc(client_id=7), []
    doc.observe(lambda event: updates.append(event.update))
    fragment = fragment_of(doc)
    fragment.children.append(XmlElement("paragraph", {"id": "one"}, [XmlText("")]))
    words = fragment.children[0].children[0]
    words += "some words"
    words.format(0, 4, {"bold": {}})
    fragment.children[0].attributes["id"] = "two"
    fragment.children.insert(0, XmlElement("heading", {"level": 2}, [XmlText("first")]))
    fragment.children.append(XmlElement("bulletList", {}, [XmlElement("listItem", {}, [])]))
    del fragment.children[1]
    ledger = Ledger()
    for update in updates:
        ledger.admit(read_update(update), ANA)
    assert Ledger().admit(read_update(doc.get_update()), BEN).ends == ledger.clocks


def test_what_nests_weighs_more_than_its_bytes():
    ledger = Ledger()
    pairs = [
        each
        for clock in range(0, 2000, 2)
        for each in (
            Struct(1, clock, 1, XML_ELEMENT, root=FRAGMENT),
            Struct(1, clock + 1, 1, XML_TEXT, parent=(1, clock)),
        )
    ]
    ledger.admit(Update(pairs, {}), ANA)
    assert ledger.depths.weight > 2000 * 64
    again = Ledger.from_json(ledger.to_json(), ledger.owners)
    assert again.depths.weight >= 2000 * 64
    ledger.admit(Update([Struct(2, 0, 1, STRING, parent=(1, 1))], {}), BEN)
    before = ledger.depths.weight
    for clock in range(1, 100):
        ledger.admit(Update([Struct(2, clock, 1, STRING, origin=(2, clock - 1))], {}), BEN)
    assert ledger.depths.weight == before
