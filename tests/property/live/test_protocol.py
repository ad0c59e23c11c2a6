"""The browser's real provider and the real engine, with a network, a clock and a disk that obey.

Whatever gets lost, comes late, is refused or starts again: in the end all pages and a fresh reader
say the same, and what was typed is there exactly once, or with its author for copying.
"""

import pytest

from tests.property.live.sea import PEOPLE
from tests.property.live.shore import Shore
from tests.property.live.storm import Storm, machine_at, try_much


@pytest.fixture
def storm(app, world, stage, identities):
    """The machine, at a server of its own."""
    with machine_at(Shore(app, world), Storm, stage, identities) as machine:
        yield machine


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_pages_and_server_agree_whatever_the_network_does(storm):
    try_much(storm, examples=60, steps=40)


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_what_a_closed_page_has_brought_is_not_refused_with_what_follows(storm):
    here = storm()
    here.people_come(2)
    here.type(0, 0, keys=1, goes=2)  # it is written, and the page closes before the receipt
    here.type_what_is_refused(0, 1)
    here.close_page(0)
    here.open_page(PEOPLE[0])
    here.teardown()
