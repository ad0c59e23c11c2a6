"""The browser's real provider and the real engine, with a network, a clock and a disk that obey.

Whatever gets lost, comes late, is refused or starts again: in the end all pages and a fresh reader
say the same, and what was typed is there exactly once, or with its author for copying.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule, run_state_machine_as_test

from collab.accounts.identity import Identity
from collab.core.db import GLOBAL, unit_of_work
from tests.factories import make_session
from tests.property.live.sea import MOST_PAGES, PEOPLE, Sea
from tests.property.live.shore import POISON, open_shore
from tests.property.live.stage import Stage

EXAMPLES = int(os.environ.get("COLLAB_PROTOCOL_EXAMPLES", "40"))
some = st.integers(0, 7)


class Storm(Sea):
    """All that may happen, in any order."""

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

    @rule(number=some, at=some, keys=st.integers(1, 4))
    def type(self, number, at, keys):
        page = self.page(number)
        for key in range(keys):
            self.write(page, at + key, chr(0x4E00 + len(self.typed)))

    @rule(number=some, at=some, seconds=st.integers(1, 3))
    def type_slowly(self, number, at, seconds):
        page = self.page(number)
        for key in range(seconds):
            self.write(page, at + key, chr(0x4E00 + len(self.typed)))
            self.move_on(100)

    def write(self, page, at, words):
        if self.tell("type", page=page, at=at, words=words):
            self.typed.update(dict.fromkeys(words.replace(POISON, ""), page))

    @rule(number=some, at=some)
    def type_what_is_refused(self, number, at):
        self.write(self.page(number), at, POISON + chr(0x4E00 + len(self.typed)))

    @rule(number=some, at=some, count=st.integers(1, 3))
    def erase(self, number, at, count):
        page = self.page(number)
        gone = self.tell("erase", page=page, at=at, count=count)
        self.erased.update(dict.fromkeys(gone or "", page))

    @rule(number=some)
    def compose(self, number):
        self.tell("hold", page=self.page(number))

    @rule(number=some)
    def end_composing(self, number):
        self.tell("release", page=self.page(number))

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

    @rule(number=some, is_lost=st.booleans())
    def lose_the_socket(self, number, is_lost):
        link = self.link(number, lambda link: link.is_here)
        if link is not None:
            self.cut_off(link, is_lost=is_lost)

    @rule(number=some)
    def server_notices_a_loss(self, number):
        link = self.link(number, lambda link: link.is_there)
        if link is not None:
            link.down.clear()
            self.shore.notice_loss(link)

    @rule(number=some)
    def go_offline(self, number):
        page = self.page(number)
        self.hanging.add(page)
        for link in list(self.links.values()):
            if link.page == page and link.is_here:
                self.cut_off(link)
        self.tell("event", page=page, event="offline")

    @rule()
    def go_online(self):
        self.connect_everybody()

    @rule(milliseconds=st.sampled_from([40, 700, 6_000, 16_000]))
    def time_goes_by(self, milliseconds):
        self.move_on(milliseconds)

    @rule(is_frozen=st.booleans())
    def device_is_slow(self, is_frozen):
        self.tell("freeze", isFrozen=is_frozen)

    # what the server does

    @rule()
    def flush(self):
        self.shore.flush()

    @rule()
    def disk_hangs(self):
        self.shore.disk.mode = "hangs"

    @rule(mode=st.sampled_from(["works", "fails", "says nothing"]))
    def disk_goes_on(self, mode):
        self.shore.disk.go_on(mode)
        self.shore.rest()

    @rule(is_written=st.booleans())
    def server_dies(self, is_written):
        self.shore.die(is_written=is_written)
        for link in self.links.values():
            link.down.clear()

    @rule()
    def new_epoch(self):
        self.shore.begin_epoch()

    @rule(lost=st.integers(1, 4))
    def backup_is_restored(self, lost):
        """What was written since then is only in the pages that are open."""
        self.server_dies(is_written=False)
        self.shore.restore(lost)
        kept = self.kept() + "".join(
            self.tell("describe", page=page)["text"] for page in self.open_pages
        )
        self.lost |= set(self.typed) - set(kept)

    @rule()
    def snapshot(self):
        self.shore.compact()

    @rule()
    def room_closes(self):
        self.shore.close_room()

    @rule(number=some)
    def client_is_slow(self, number):
        link = self.link(number, lambda link: link.is_connected)
        if link is not None:
            link.backlog = 2**19

    @rule()
    def server_looks_after_everybody(self):
        self.look_after_everybody()

    @rule(name=st.sampled_from(PEOPLE), is_told=st.booleans())
    def may_no_longer_write(self, name, is_told):
        self.shore.readers.add(name)
        if is_told:
            self.shore.announce(name)

    @rule(name=st.sampled_from(PEOPLE), is_told=st.booleans())
    def may_write_again(self, name, is_told):
        self.shore.readers.discard(name)
        if is_told:
            self.shore.announce(name)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    running = Stage(tmp_path_factory.mktemp("stage"))
    yield running
    running.close()


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_pages_and_server_agree_whatever_the_network_does(app, world, stage):
    identities = {}
    for name in PEOPLE:
        with unit_of_work(GLOBAL):
            row, token = make_session(world.person(name))
        identities[name] = Identity(
            row.person_id, row.id, token, "", name, "en", "UTC", "", 1, False
        )
    with open_shore(app, world, identities) as shore:

        class Here(Storm):
            pass

        Here.stage, Here.shore = stage, shore
        run_state_machine_as_test(
            Here,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=40,
                deadline=None,
                phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            ),
        )
