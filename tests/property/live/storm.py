"""All that may happen between pages and server, in any order."""

import os
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from tests.property.live.sea import MOST_PAGES, PEOPLE
from tests.property.live.shore import POISON, open_shore
from tests.property.live.weather import CHANGES, Weather

#: without a wish of its own a run tries the same as the last, so that no luck is needed to pass
WISH = os.environ.get("COLLAB_PROTOCOL_EXAMPLES")
some = st.integers(0, 7)
how_far = st.integers(0, 3)


@contextmanager
def machine_at(shore, kind, stage, identities):
    """The machine of that kind, at servers of its own."""
    with open_shore(shore, identities):

        class Here(kind):
            pass

        Here.stage, Here.shore = stage, shore
        yield Here


def try_much(machine, *, examples, steps):
    """Let it all happen, as often as this unless more is wished for."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=int(WISH or examples),
            derandomize=not WISH,
            stateful_step_count=steps,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


class Storm(Weather):
    """What people do, and what network, clock and disk do to them."""

    # what people do

    @initialize(count=st.integers(1, 3))
    def people_come(self, count):
        for name in PEOPLE[:count]:
            self.open_page(name)
        self.settle(rounds=2)

    @rule(name=st.sampled_from(PEOPLE))
    def open_page(self, name):
        if len(self.open_pages) < MOST_PAGES:
            self.add_page(name)

    @rule(number=some, at=some, keys=st.integers(1, 4), goes=how_far)
    def type(self, number, at, keys, goes):
        page = self.page(number)
        for key in range(keys):
            self.write(page, at + key, chr(0x4E00 + len(self.typed)))
        self.go(page, goes)

    @rule(number=some, at=some, keys=st.integers(2, 3), goes=how_far)
    def type_slowly(self, number, at, keys, goes):
        page = self.page(number)
        for key in range(keys):
            self.write(page, at + key, chr(0x4E00 + len(self.typed)))
            self.move_on(100)
            self.go(page, goes)

    def go(self, page, how_far):
        """Let what was typed come to the server, to its disk, and to everybody."""
        if how_far == 0:
            return
        self.move_on(40)  # no update follows another at once
        for link in [link for link in self.links.values() if link.page == page]:
            while link.up and link.is_there:
                self.shore.take(link)
        if how_far > 1:
            self.shore.flush()
        if how_far > 2:
            self.carry_everything()

    def write(self, page, at, words):
        if self.tell("type", page=page, at=at, words=words):
            self.typed.update(dict.fromkeys(words.replace(POISON, ""), page))

    @rule(number=some, at=some)
    def type_what_is_refused(self, number, at):
        self.write(self.page(number), at, POISON + chr(0x4E00 + len(self.typed)))

    @rule(number=some, at=some, count=st.integers(1, 3), goes=how_far)
    def erase(self, number, at, count, goes):
        page = self.page(number)
        gone = self.tell("erase", page=page, at=at, count=count)
        self.erased.update(dict.fromkeys(gone or "", page))
        self.erasers.add(self.pages[page])
        self.go(page, goes)

    @rule(number=some)
    def close_page(self, number):
        if len(self.open_pages) == 1:
            return
        page = self.page(number)
        kept = self.kept()
        mine = {character for character, whose in self.typed.items() if whose == page}
        self.lost |= mine - set(kept)
        self.open_pages.remove(page)
        self.tell("close", page=page)
        for link in self.links.values():
            if link.page == page:
                link.is_here = False

    # what the network and the clock do

    @rule(number=some, count=st.integers(1, 4))
    def carry_up(self, number, count):
        link = self.link(number, lambda link: link.up and link.is_there)
        for _each in range(count):
            if link is not None and link.up and link.is_there:
                self.shore.take(link)

    @rule()
    def everything_arrives(self):
        self.carry_everything()

    @rule()
    def everything_works(self):
        self.settle(rounds=1)

    @rule(number=some, count=st.integers(1, 4))
    def carry_down(self, number, count):
        link = self.link(number, lambda link: link.down)
        for _each in range(count):
            if link is not None and link.down:
                self.deliver(link)

    @rule(milliseconds=st.sampled_from([40, 700, 6_000, 16_000]))
    def time_goes_by(self, milliseconds):
        self.move_on(milliseconds)

    @rule()
    def flush(self):
        self.shore.flush()

    @rule(change=st.sampled_from(CHANGES), number=some)
    def weather(self, change, number):
        getattr(self, change)(number)
