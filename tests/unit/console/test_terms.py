"""Which days come to mind for the next term."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from collab.console.service import terms


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2028, 1, 1), date(2028, 12, 31)),
        (date(2026, 7, 1), date(2027, 6, 30)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2026, 3, 31), date(2027, 3, 30)),
    ],
)
def test_a_year_from_today_where_no_term_is_known(
    monkeypatch: pytest.MonkeyPatch, today: date, last: date
) -> None:
    moment = datetime.combine(today, datetime.min.time(), UTC)
    monkeypatch.setattr(terms, "now", lambda: moment)
    assert terms.plan_days([]) == (today, last)


def test_after_the_last_term_that_is_not_over() -> None:
    def term(ends_on: date, *, is_over: bool = False) -> SimpleNamespace:
        return SimpleNamespace(row=SimpleNamespace(ends_on=ends_on), is_over=is_over)

    known = [term(date(2090, 6, 30)), term(date(2091, 6, 30)), term(date(2099, 1, 1), is_over=True)]
    assert terms.plan_days(known) == (date(2091, 7, 1), date(2092, 6, 30))
