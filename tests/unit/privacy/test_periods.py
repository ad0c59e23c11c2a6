from datetime import UTC, datetime

import pytest

from collab.config import Keeping, SettingsError, read_keeping
from collab.privacy.periods import EXPLANATIONS, NAMES, Kind, months_before, read_periods


@pytest.mark.parametrize(
    ("months", "expected"),
    [
        (1, datetime(2026, 2, 28, 9, 30, tzinfo=UTC)),
        (3, datetime(2025, 12, 31, 9, 30, tzinfo=UTC)),
        (12, datetime(2025, 3, 31, 9, 30, tzinfo=UTC)),
        (25, datetime(2024, 2, 29, 9, 30, tzinfo=UTC)),
        (120, datetime(2016, 3, 31, 9, 30, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(months: int, expected: datetime) -> None:
    assert months_before(datetime(2026, 3, 31, 9, 30, tzinfo=UTC), months) == expected


def test_what_is_no_known_kind_or_period_is_left_out() -> None:
    kept = {"invitations": 12, "deleted_meetings": 7, "former_members": "12", "unknown": 12}
    assert read_periods(kept) == {Kind.INVITATIONS: 12}


def test_each_kind_has_a_name_and_an_explanation() -> None:
    assert set(NAMES) == set(EXPLANATIONS) == set(Kind)


def test_days_are_read_from_the_environment() -> None:
    assert read_keeping({}) == Keeping()
    assert read_keeping({"COLLAB_KEEP_MAILS": "30"}) == Keeping(mails=30)


@pytest.mark.parametrize("text", ["0", "-3", "soon", "9999", "1.5", "²"])
def test_days_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="COLLAB_KEEP_LINKS"):
        read_keeping({"COLLAB_KEEP_LINKS": text})
