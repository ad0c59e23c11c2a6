"""Nobody writes into what the server has deleted: it would be stored, and never be seen."""

import json
from uuid import uuid4

import pytest
from pycrdt import Doc, XmlElement, XmlText

from collab.live.content import fragment_of, read_content, read_words
from collab.live.edits import apply_operation
from collab.live.guard import read_update
from collab.live.ledger import BuriedError, Ledger, OvertakenError
from collab.live.ranges import Ranges
from collab.live.reader import load, snapshot

ANA, BEN = uuid4(), uuid4()


def item(key, words=""):
    text = [{"type": "text", "text": words}] if words else []
    attrs = {"agendaId": key, "title": key}
    content = [{"type": "paragraph", "content": text}]
    return {"type": "agendaItem", "attrs": attrs, "content": content}


def arrange(*nodes):
    return {"op": "arrange", "type": "agendaItem", "key": "agendaId", "nodes": list(nodes)}


class Page:
    """Somebody's document, which may be behind the journal."""

    def __init__(self, journal, client, author):
        self.journal, self.author = journal, author
        self.doc = Doc(client_id=client)
        self.read()

    @property
    def items(self):
        return fragment_of(self.doc).children

    def read(self):
        for update in self.journal.updates:
            self.doc.apply_update(update)

    def paragraph(self, at, nth=0):
        return self.items[at].children[nth]

    def edit(self, change):
        made = []
        seen = self.doc.observe(lambda event: made.append(event.update))
        with self.doc.transaction():
            change()
        self.doc.unobserve(seen)
        return made[0]

    def type(self, at, words, where=None):
        def insert():
            paragraph = self.paragraph(at)
            if not len(paragraph.children):
                paragraph.children.append(XmlText(""))
            text = paragraph.children[0]
            text.insert(len(text) if where is None else where, words)

        return self.edit(insert)

    def delete(self, at, start, end):
        def remove():
            del self.paragraph(at).children[0][start:end]

        return self.edit(remove)

    def add_block(self, parent, at, words="new"):
        def insert():
            block = parent.children.insert(at, XmlElement("paragraph"))
            block.children.append(XmlText(words))

        return self.edit(insert)


class Journal:
    """A journal and its ledger."""

    def __init__(self):
        self.ledger, self.updates = Ledger(), []

    def take(self, update, author, **options):
        self.ledger.admit(read_update(update), author, **options)
        self.updates.append(update)

    def make(self, operation, seen=None):
        """Let the server make an edit of what it has read."""
        doc = load(self.updates)
        made = []
        doc.observe(lambda event: made.append(event.update))
        with doc.transaction():
            apply_operation(fragment_of(doc), operation)
        return made[0]

    def edit(self, operation):
        update = self.make(operation)
        self.ledger.admit_from_server(read_update(update), self.ledger.clocks)
        self.updates.append(update)

    @property
    def words(self):
        return read_words(read_content(load(self.updates)))


@pytest.fixture
def journal():
    """Two items with words; the first is the lighter one, which moves."""
    made = Journal()
    made.edit(arrange(item("one", "first"), item("two", "the second is longer")))
    return made


@pytest.fixture
def ana(journal):
    return Page(journal, 11, ANA)


@pytest.fixture
def ben(journal):
    return Page(journal, 12, BEN)


def move(journal):
    """The first item goes behind the second."""
    journal.edit(arrange(item("two"), item("one")))
    assert journal.words.startswith("two\nthe second is longer\none\nfirst")


def refuse(journal, update, author=ANA):
    before = json.dumps(journal.ledger.to_json())
    with pytest.raises(BuriedError):
        journal.take(update, author)
    assert json.dumps(journal.ledger.to_json()) == before


@pytest.mark.parametrize("where", [None, 0, 2])
def test_what_was_typed_in_an_item_that_moved_is_refused(journal, ana, where):
    late = ana.type(0, "lost?", where)
    move(journal)
    refuse(journal, late)


def test_what_was_typed_elsewhere_is_taken(journal, ana):
    late = ana.type(1, ", it is")
    move(journal)
    journal.take(late, ANA)
    assert "the second is longer, it is" in journal.words


def test_typing_in_the_copy_is_taken(journal, ana):
    move(journal)
    ana.read()
    journal.take(ana.type(1, " and last"), ANA)
    assert journal.words.endswith("first and last")


def test_a_block_beside_what_moved_is_taken(journal, ana, ben):
    before = ana.add_block(fragment_of(ana.doc), 0, "before")
    after = ben.add_block(fragment_of(ben.doc), 1, "after")
    move(journal)
    journal.take(before, ANA)
    journal.take(after, BEN)
    assert "before" in journal.words
    assert "after" in journal.words


def test_a_new_block_in_it_is_refused_with_everything_in_that_block(journal, ana):
    late = ana.add_block(ana.items[0], 1)
    move(journal)
    refuse(journal, late)


def test_what_is_nested_deep_in_it_is_refused(journal, ana, ben):
    def add_list():
        outer = ana.items[0].children.append(XmlElement("bulletList"))
        inner = outer.children.append(XmlElement("listItem"))
        inner.children.append(XmlElement("paragraph"))

    journal.take(ana.edit(add_list), ANA)
    ben.read()
    words = ben.edit(
        lambda: ben.items[0].children[1].children[0].children[0].children.append(XmlText("deep"))
    )
    move(journal)
    refuse(journal, words, BEN)


def test_words_behind_something_that_was_deleted_before_the_move_are_refused(journal, ana, ben):
    late = ana.type(0, "lost?")
    journal.take(ben.delete(0, 4, 5), BEN)
    journal.edit(arrange(item("two"), item("one")))
    refuse(journal, late)


def test_one_update_for_two_items_is_refused_as_a_whole(journal, ana):
    def both():
        for at in (0, 1):
            ana.paragraph(at).children[0].insert(0, "x")

    late = ana.edit(both)
    move(journal)
    refuse(journal, late)


def test_deleting_in_it_is_taken(journal, ana):
    late = ana.delete(0, 0, 3)
    move(journal)
    journal.take(late, ANA)


def test_what_is_known_already_may_come_again(journal, ana):
    sent = ana.type(0, " in time")
    journal.take(sent, ANA)
    journal.edit(arrange(item("two"), item("one")))
    journal.take(sent, ANA)
    assert journal.words.endswith("first in time")


def test_an_offer_after_a_new_epoch_is_taken(journal, ana):
    late = ana.type(0, "old")
    move(journal)
    journal.take(late, ANA, is_offer=True)


def test_a_title_that_was_changed_buries_nothing(journal, ana):
    renamed = ana.edit(lambda: ana.items[0].attributes.__setitem__("title", "mine"))
    late = ana.type(0, " words")
    journal.edit(arrange(item("one") | {"attrs": {"agendaId": "one", "title": "Uno"}}, item("two")))
    journal.take(renamed, ANA)
    journal.take(late, ANA)
    assert "first words" in journal.words


def test_what_people_delete_themselves_buries_nothing(journal, ana, ben):
    late = ana.type(0, " more")
    journal.take(ben.edit(lambda: ben.items.__delitem__(0)), BEN)
    journal.take(late, ANA)


def test_the_server_may_move_it_again_and_again(journal):
    move(journal)
    journal.edit(arrange(item("one"), item("two")))
    move(journal)


def test_graves_come_back_from_json_and_from_the_journal(journal, ana):
    late = ana.type(0, "lost?")
    move(journal)
    state = json.dumps(journal.ledger.to_json())
    again = Ledger.from_json(json.loads(state), {})
    assert json.dumps(again.to_json()) == state
    read = Ledger()
    for update in journal.updates:
        read.absorb(read_update(update), is_from_server=True)
    for ledger in (again, read):
        with pytest.raises(BuriedError):
            ledger.admit(read_update(late), ANA)


def test_graves_hold_what_a_snapshot_has_thrown_away(journal, ana, ben):
    late = ana.type(0, "lost?")
    journal.take(ben.delete(0, 4, 5), BEN)
    journal.edit(arrange(item("two"), item("one")))
    answer, (whole,) = snapshot(journal.updates, {})
    kept = answer["ledger"] | {"graves": journal.ledger.graves.to_json()}
    ledger = Ledger.from_json(json.loads(json.dumps(kept)), {})
    with pytest.raises(BuriedError):
        ledger.admit(read_update(late), ANA)
    journal.updates = [whole]
    page = Page(journal, 13, ANA)
    ledger.admit(read_update(page.type(1, "!")), ANA)
    ledger.admit(read_update(page.add_block(fragment_of(page.doc), 0)), ANA)


def test_a_ledger_from_before_graves_loads_and_still_refuses(journal, ana):
    state = journal.ledger.to_json()
    del state["graves"]
    for client, (starts, depths, _containers, _roles) in state["depths"].items():
        state["depths"][client] = [starts, depths]
    old = Ledger.from_json(json.loads(json.dumps(state)), {})
    update = journal.make(arrange(item("two"), item("one")))
    late = ana.type(0, "lost?")
    old.admit_from_server(read_update(update), old.clocks)
    with pytest.raises(BuriedError):
        old.admit(read_update(late), ANA)


def test_an_edit_that_was_made_before_somebody_typed_in_what_it_deletes_is_made_again(journal, ana):
    seen = dict(journal.ledger.clocks)
    update = journal.make(arrange(item("two"), item("one")))
    journal.take(ana.type(0, " in time"), ANA)
    with pytest.raises(OvertakenError):
        journal.ledger.admit_from_server(read_update(update), seen)
    journal.edit(arrange(item("two"), item("one")))
    assert journal.words.endswith("first in time")


def test_an_edit_is_not_overtaken_by_what_is_typed_elsewhere(journal, ana):
    seen = dict(journal.ledger.clocks)
    update = journal.make(arrange(item("two"), item("one")))
    journal.take(ana.type(1, "!"), ANA)
    journal.ledger.admit_from_server(read_update(update), seen)


def test_ranges_that_touch_are_one():
    ranges = Ranges()
    ranges.add(1, [(5, 7), (0, 2), (2, 3), (9, 9)])
    ranges.add(1, [(6, 8)])
    assert ranges.to_json() == {"1": [(0, 3), (5, 8)]}
    assert [at for at in range(10) if (1, at) in ranges] == [0, 1, 2, 5, 6, 7]
    assert (2, 0) not in ranges
