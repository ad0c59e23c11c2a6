"""The browser's real provider and the real engine, with a network, a clock and a disk that obey.

Whatever gets lost, comes late, is refused or starts again: in the end all pages and a fresh reader
say the same, and what was typed is there exactly once, or with its author for copying.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.property.live.sea import PEOPLE
from tests.property.live.shore import Shore, open_shore
from tests.property.live.storm import Storm

#: without a wish of its own a run tries the same as the last, so that no luck is needed to pass
WISH = os.environ.get("COLLAB_PROTOCOL_EXAMPLES")


@pytest.fixture
def storm(app, world, stage, identities):
    """The machine, at a server of its own."""
    shore = Shore(app, world)
    with open_shore(shore, identities):

        class Here(Storm):
            pass

        Here.stage, Here.shore = stage, shore
        yield Here


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_pages_and_server_agree_whatever_the_network_does(storm):
    run_state_machine_as_test(
        storm,
        settings=settings(
            max_examples=int(WISH or 60),
            derandomize=not WISH,
            stateful_step_count=40,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("database_address", ["sqlite"], indirect=True)
def test_what_a_closed_page_has_brought_is_not_refused_with_what_follows(storm):
    here = storm()
    here.people_come(2)
    here.type(0, 0, keys=1, goes=2)  # it is written, and the page closes before the receipt
    here.type_what_is_refused(0, 1)
    here.close_page(0)
    here.open_page(PEOPLE[0])
    here.teardown()
