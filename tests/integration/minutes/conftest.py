"""Minutes of a meeting of the research group."""

import pytest

from tests.integration.minutes.minuted import Minuted
from tests.world import World


@pytest.fixture
def minuted(world: World) -> Minuted:
    """They are empty."""
    return Minuted(world, world.group)
