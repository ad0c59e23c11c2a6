"""What follows a commit."""

import pytest

from collab.core.db import GLOBAL, after_commit, unit_of_work


def test_one_listener_that_fails_keeps_nobody_from_being_told(app) -> None:
    told = []

    def fail():
        raise ValueError("planted")

    with unit_of_work(GLOBAL):
        after_commit(fail)
        after_commit(lambda: told.append("told"))
    assert told == ["told"]


def test_nobody_is_told_of_what_was_undone(app) -> None:
    told = []
    with pytest.raises(ValueError, match="planted"), unit_of_work(GLOBAL):
        after_commit(lambda: told.append("told"))
        raise ValueError("planted")
    assert told == []
