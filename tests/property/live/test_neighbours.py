"""The same with two engines over one journal: sockets change between them, and their bus is bad.

What one tells the other is lost, comes twice, late or in another order, the bus is away for a
while, and each of the engines starts again on its own.
"""

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from collab.live.exchange import LOOK_SECONDS
from tests.property.live.coast import Coast
from tests.property.live.receipts import Receipts
from tests.property.live.shore import POISON
from tests.property.live.storm import Storm, machine_at, some, try_much
from tests.property.live.weather import CHANGES

one, booleans = st.integers(0, 1), st.booleans()


class Neighbours(Storm):
    """All that may happen, to one of the two or between them."""

    shore: Coast

    def __init__(self):
        self.is_slow = False
        super().__init__()
        self.receipts = Receipts(self.shore)
        self.shore.use(self.receipts)

    @initialize(count=st.integers(2, 3), is_slow=booleans)
    def people_come(self, count, is_slow):
        super().people_come(count)
        self.is_slow = is_slow

    # between the servers

    @rule(where=one, count=st.integers(1, 4))
    def one_hears(self, where, count):
        self.shore.hear(self.end(where), count)

    @rule(where=one, count=st.integers(1, 3))
    def words_are_lost(self, where, count):
        for _each in range(min(count, len(self.end(where).coming))):
            self.end(where).coming.popleft()

    @rule(loses=booleans)
    def bus_loses_everything(self, loses):
        """And nobody finds out."""
        self.shore.sound.loses = loses

    @rule(where=one)
    def word_comes_twice(self, where):
        self.end(where).coming.extend(list(self.end(where).coming)[:1])

    @rule(where=one, by=st.integers(1, 3))
    def word_is_overtaken(self, where, by):
        self.end(where).coming.rotate(-by)

    @rule(is_slow=booleans)
    def bus_takes_its_time(self, is_slow):
        self.is_slow = is_slow

    @rule()
    def bus_goes(self):
        self.shore.sound.works = False

    @rule()
    def bus_comes_back(self):
        self.shore.sound.come_back()
        self.shore.rest()

    @rule(where=st.sampled_from([None, 0, 1]))
    def new_sockets_go(self, where):
        self.shore.towards = where

    @rule(
        number=some, at=some, poison=st.sampled_from(["", POISON]), erased=one, is_written=booleans
    )
    def somebody_changes_over(self, number, at, poison, erased, is_written):
        """What they hear about the last that they sent is lost with their socket."""
        page = self.page(number)
        self.write(page, at, poison + chr(0x4E00 + len(self.typed)))
        self.move_on(40)
        if erased:
            self.erase(number, at + 2, erased, goes=0)  # what was there before
        self.go(page, 1)
        if is_written:
            self.shore.flush()
        for link in [link for link in self.links.values() if link.page == page and link.is_here]:
            self.cut_off(link)
        self.move_on(700)
        self.carry_pages()

    @rule(number=some, at=some, keys=st.integers(1, 3), erased=one)
    def somebody_writes_and_the_other_does_not_hear(self, number, at, keys, erased):
        self.shore.sound.loses = True
        self.type(number, at, keys, goes=2)
        if erased:
            self.erase(number, at, erased, goes=2)
        self.shore.sound.loses = False

    @rule(where=one)
    def one_flushes(self, where):
        self.shore.both[where].flush()

    @rule(change=st.sampled_from(CHANGES), number=some, where=one)
    def weather(self, change, number, where):
        self.shore.hit = self.shore.both[where]
        super().weather(change, number)

    def end(self, where):
        return self.shore.sound.ends[where]

    # what the weather does to one of two

    def _die(self, *, is_written):
        self.shore.die(is_written=is_written)
        for link in self.shore.list_links():
            link.down.clear()

    def backup_is_restored(self, number):
        super().backup_is_restored(number)
        self.receipts.forget()
        for link in self.links.values():
            link.down.clear()

    # how it goes on

    def deliver(self, link):
        if link.is_here:
            self.receipts.check(link, link.down[0])
        super().deliver(link)

    def move_on(self, milliseconds):
        super().move_on(milliseconds)
        self.shore.look()

    def carry_pages(self):
        super().carry_everything()

    def carry_everything(self):
        self.carry_pages()
        if not self.is_slow:
            self.shore.hear_everything()
            self.carry_pages()

    def is_calm(self):
        return super().is_calm() and self.shore.is_calm

    def settle(self, rounds):
        for each in self.shore.both:
            each.disk.go_on("works")
        super().settle(rounds)
        if rounds > 2:
            self.shore.sound.loses = False
            self.move_on(LOOK_SECONDS * 1000)  # what was lost before is found in the journal
            super().settle(rounds)
            shown = {self.tell("describe", page=page)["text"] for page in self.open_pages}
            assert shown == {self.on_disk()}

    def teardown(self):
        self.is_slow = False
        self.shore.sound.come_back()
        super().teardown()


@pytest.fixture
def neighbours(app, world, stage, identities):
    """The machine, at two servers of its own."""
    with machine_at(Coast(app, world), Neighbours, stage, identities) as machine:
        yield machine


def test_engines_that_hear_each_other_badly_agree_with_all_pages(neighbours):
    try_much(neighbours, examples=15, steps=50)


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_no_receipt_of_the_other_engine_covers_up_what_was_refused(neighbours):
    here = neighbours()
    here.people_come(2, is_slow=False)
    here.type(0, 0, keys=2, goes=3)
    here.somebody_changes_over(0, 0, poison=POISON, erased=1, is_written=True)
    here.teardown()
