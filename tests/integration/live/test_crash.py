"""The server is killed while people type: what had its receipt is there, and all the rest too."""

import random
import time

import pytest

from tests.integration.live.peers import until
from tests.integration.live.writers import (
    Writer,
    check_that_all_came_once,
    settle,
    try_to_come_back,
)

KILLS = 3


def type_until_killed(sea, writers, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for writer in writers:
            writer.type()
            writer.listen()
        time.sleep(0.01)
    sea.server.kill()
    for writer in writers:
        until(lambda peer=writer.peer: not peer.socket.connected)
        writer.type()  # typed while nobody answers


@pytest.mark.slow
def test_what_has_its_receipt_survives_every_kill_and_the_rest_comes_again(sea):
    dice = random.Random(7)
    writers = [Writer(sea.joined(name), name[0]) for name in ("member", "secretary", "chair")]
    for _kill in range(KILLS):
        type_until_killed(sea, writers, dice.uniform(0.4, 1.0))
        saved = [token for writer in writers for token in writer.saved]
        sea.server.start()
        text = str(sea.joined("guest").text)
        assert [token for token in saved if token not in text] == []
        for writer in writers:
            until(lambda who=writer: try_to_come_back(who))
    settle(writers)
    check_that_all_came_once(writers, str(sea.joined("guest").text))
