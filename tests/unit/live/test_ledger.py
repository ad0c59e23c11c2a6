from uuid import uuid4

import pytest

from collab.live.contents import DELETED, GC, SKIP, TYPES
from collab.live.depths import MAX_TYPE_DEPTH, Depths
from collab.live.guard import Struct, Update, read_update
from collab.live.ledger import MAX_NEW_CLIENTS, ForeignClientError, GapError, Ledger
from collab.live.lib0 import MalformedError
from tests.unit.live.updates import deleting, typed

ANA, BEN = uuid4(), uuid4()
MAP = TYPES + 1


def admit(ledger, blob, author=ANA, **options):
    return ledger.admit(read_update(blob), author, **options)


@pytest.fixture
def ledger():
    made = Ledger()
    admit(made, typed(1, 0, "abc"))
    return made


def test_a_clock_moves_on_with_each_update(ledger):
    assert admit(ledger, typed(1, 3, "de", origin=(1, 2))).ends == {1: 5}
    assert ledger.clocks == {1: 5}


def test_what_begins_beyond_the_clock_is_a_gap_and_changes_nothing(ledger):
    with pytest.raises(GapError):
        admit(ledger, typed(1, 4, "x"))
    assert ledger.clocks == {1: 3}


def test_what_comes_again_is_no_news(ledger):
    assert not admit(ledger, typed(1, 0, "abc")).is_news


def test_what_overlaps_brings_its_end(ledger):
    assert admit(ledger, typed(1, 0, "abcdef")).ends == {1: 6}


def test_what_hangs_on_an_unknown_item_is_a_gap(ledger):
    with pytest.raises(GapError):
        admit(ledger, typed(2, 0, "x", origin=(1, 3)))
    with pytest.raises(GapError):
        admit(ledger, typed(2, 0, "x", origin=(9, 0)))


def test_deleting_what_is_not_here_is_a_gap(ledger):
    with pytest.raises(GapError):
        admit(ledger, deleting(1, 2, 2))


def test_a_deletion_is_news_and_may_name_anybody(ledger):
    assert admit(ledger, deleting(1, 0, 2), BEN).is_news


def test_a_client_id_belongs_to_its_first_author(ledger):
    with pytest.raises(ForeignClientError):
        admit(ledger, typed(1, 3, "x", origin=(1, 2)), BEN)
    assert admit(ledger, typed(2, 0, "x"), BEN).new_clients == (2,)


def test_what_others_wrote_may_come_again_with_anybody(ledger):
    assert not admit(ledger, typed(1, 0, "abc"), BEN).is_news


def test_an_offer_may_hold_what_others_wrote_and_leaves_it_without_owner(ledger):
    admission = admit(ledger, typed(7, 0, "theirs"), BEN, is_offer=True)
    assert admission.new_clients == ()
    assert admit(ledger, typed(7, 6, "x", origin=(7, 5)), ANA).new_clients == (7,)


def test_nobody_uses_many_client_ids_at_once():
    structs = [Struct(client, 0, 1) for client in range(MAX_NEW_CLIENTS + 1)]
    with pytest.raises(MalformedError):
        Ledger().admit(Update(structs, {}), ANA)


def test_a_hole_inside_an_update_is_a_gap(ledger):
    structs = [Struct(1, 3, 2, content=SKIP), Struct(1, 5, 1)]
    with pytest.raises(GapError):
        ledger.admit(Update(structs, {}), ANA)


def test_a_ledger_comes_back_from_its_json(ledger):
    again = Ledger.from_json(ledger.to_json(), ledger.owners)
    assert (again.clocks, again.owners) == (ledger.clocks, ledger.owners)
    assert again.to_json() == ledger.to_json()


def tower(height, *, client=1, clock=0, base=None):
    parents = [base, *((client, clock + at) for at in range(height - 1))]
    return [
        Struct(client, clock + at, 1, content=MAP, parent=parent)
        for at, parent in enumerate(parents)
    ]


def test_a_tower_is_refused():
    Ledger().admit(Update(tower(MAX_TYPE_DEPTH), {}), ANA)
    with pytest.raises(MalformedError):
        Ledger().admit(Update(tower(MAX_TYPE_DEPTH + 1), {}), ANA)


def test_a_tower_in_two_updates_is_refused():
    ledger = Ledger()
    ledger.admit(Update(tower(40), {}), ANA)
    with pytest.raises(MalformedError):
        ledger.admit(Update(tower(40, clock=40, base=(1, 39)), {}), ANA)


def test_a_neighbour_is_as_deep_as_the_one_it_stands_by():
    ledger = Ledger()
    ledger.admit(Update(tower(40), {}), ANA)
    beside = Struct(2, 0, 1, content=MAP, origin=(1, 39))
    with pytest.raises(MalformedError):
        ledger.admit(Update([beside, *tower(25, client=2, clock=1, base=(2, 0))], {}), BEN)


def test_depths_do_not_depend_on_the_order_within_an_update():
    structs = [Struct(2, 0, 1, content=MAP, parent=(1, 9)), *tower(10)]
    assert [each.depth for each in Depths().place(structs, {})] == [10, *range(10)]


def test_items_that_hang_on_each_other_are_refused():
    circle = [Struct(1, 0, 1, origin=(2, 0)), Struct(2, 0, 1, origin=(1, 0))]
    with pytest.raises(MalformedError):
        Ledger().admit(Update(circle, {}), ANA)


@pytest.mark.parametrize("reference", ["origin", "right", "parent"])
def test_an_item_that_hangs_on_a_later_one_of_its_own_client_is_refused(reference):
    """Browsers break on it, and pycrdt waits for ever."""
    early = Struct(1, 0, 1, **{reference: (1, 1)})
    with pytest.raises(MalformedError):
        Ledger().admit(Update([early, Struct(1, 1, 1, content=MAP)], {}), ANA)


def test_items_that_wait_for_each_other_in_a_circle_of_clients_are_refused():
    first = [Struct(1, 0, 1, origin=(2, 1)), Struct(1, 1, 1)]
    second = [Struct(2, 0, 1, origin=(1, 1)), Struct(2, 1, 1)]
    with pytest.raises(MalformedError):
        Ledger().admit(Update(first + second, {}), ANA)
    assert Ledger().absorb(Update(first + second, {})).ends == {1: 2, 2: 2}


def test_items_that_wait_for_several_clients_in_turn_are_taken():
    structs = [Struct(1, 0, 1, origin=(2, 0))]
    structs += [Struct(2, 0, 1, origin=(3, 1)), Struct(2, 1, 1, right=(1, 0))]
    structs += [Struct(3, 0, 1), Struct(3, 1, 1)]
    assert Ledger().admit(Update(structs, {}), ANA).ends == {1: 1, 2: 2, 3: 2}


def test_what_goes_on_inside_of_what_is_known_already_is_taken():
    ledger = Ledger()
    ledger.admit(Update([Struct(1, 0, 5)], {}), ANA)
    assert ledger.admit(Update([Struct(1, 3, 4, origin=(1, 2))], {}), ANA).ends == {1: 7}


PARENT, CHILD = Struct(1, 0, 1, content=MAP), Struct(2, 0, 1, parent=(1, 0))


@pytest.mark.parametrize(
    "parent", [PARENT, PARENT._replace(content=GC), PARENT._replace(content=DELETED)]
)
def test_an_item_may_be_in_a_type_and_in_what_is_gone(parent):
    Ledger().admit(Update([parent, CHILD], {}), ANA)
    ledger = Ledger()
    ledger.admit(Update([parent], {}), ANA)
    Ledger.from_json(ledger.to_json(), ledger.owners).admit(Update([CHILD], {}), BEN)


def test_an_item_inside_of_one_that_holds_nothing_is_refused():
    words = Struct(1, 0, 3)
    with pytest.raises(MalformedError):
        Ledger().admit(Update([words, CHILD], {}), ANA)
    ledger = Ledger()
    ledger.admit(Update([words], {}), ANA)
    for each in (ledger, Ledger.from_json(ledger.to_json(), ledger.owners)):
        with pytest.raises(MalformedError):
            each.admit(Update([CHILD], {}), BEN)


def test_nobody_makes_a_type_of_what_is_there_already():
    ledger = Ledger()
    ledger.admit(Update([Struct(1, 0, 1)], {}), ANA)
    ledger.admit(Update([PARENT, Struct(1, 1, 1)], {}), ANA)
    with pytest.raises(MalformedError):
        ledger.admit(Update([PARENT, CHILD], {}), BEN)


@pytest.mark.parametrize("second", [Struct(1, 0, 1), Struct(1, 1, 2)])
def test_who_speaks_twice_in_an_update_is_refused(second):
    with pytest.raises(MalformedError):
        Ledger().admit(Update([Struct(1, 0, 2), second], {}), ANA)
    with pytest.raises(MalformedError):
        Ledger().admit(Update([Struct(1, 0, 2), Struct(2, 0, 1), second], {}), ANA)


def test_a_snapshot_from_before_holders_were_noted_refuses_nobody(ledger):
    state = ledger.to_json()
    del state["holders"]
    again = Ledger.from_json(state, ledger.owners)
    assert again.admit(Update([CHILD], {}), BEN).ends == {2: 1}
    assert again.to_json()["holders"] is None


def emoji(client=1, clock=0, **where):
    """A letter, a character of two clocks, a letter."""
    return Struct(client, clock, 4, halves=(2,), **where)


@pytest.mark.parametrize(
    "inside",
    [
        Update([Struct(2, 0, 1, origin=(1, 1))], {}),
        Update([Struct(2, 0, 1, right=(1, 2))], {}),
        Update([], {1: [(0, 2)]}),
        Update([], {1: [(2, 4)]}),
    ],
)
def test_nobody_writes_into_a_character_or_deletes_half_of_it(inside):
    ledger = Ledger()
    ledger.admit(Update([emoji()], {}), ANA)
    for each in (ledger, Ledger.from_json(ledger.to_json(), ledger.owners)):
        with pytest.raises(MalformedError):
            each.admit(inside, BEN)
    with pytest.raises(MalformedError):
        Ledger().admit(Update([emoji(), *inside.structs], inside.deletes), ANA, is_offer=True)


def test_nobody_sends_the_second_half_of_a_character_alone():
    ledger = Ledger()
    ledger.admit(Update([Struct(1, 0, 2)], {}), ANA)
    with pytest.raises(MalformedError):
        ledger.admit(Update([emoji()], {}), ANA)


def test_what_is_said_again_with_other_words_halves_nothing():
    ledger = Ledger()
    ledger.admit(Update([Struct(1, 0, 4)], {}), ANA)
    ledger.admit(Update([emoji()], {}), BEN)
    assert ledger.admit(Update([Struct(2, 0, 1, origin=(1, 1))], {}), BEN).ends == {2: 1}


def test_beside_a_character_everybody_writes_and_deletes():
    ledger = Ledger()
    ledger.admit(Update([emoji()], {}), ANA)
    around = [Struct(2, 0, 1, origin=(1, 0), right=(1, 1)), Struct(2, 1, 1, origin=(1, 2))]
    assert ledger.admit(Update(around, {1: [(1, 3)]}), BEN).ends == {2: 2}


def test_so_many_characters_of_two_clocks_are_looked_after_and_no_more(monkeypatch):
    monkeypatch.setattr("collab.live.ledger.MOST_HALVES", 2)
    ledger = Ledger()
    for clock in (0, 4, 8, 12):
        ledger.admit(Update([emoji(clock=clock)], {}), ANA)
    assert len(ledger.halves) == 2
    assert ledger.admit(Update([], {1: [(12, 14)]}), ANA).is_news
