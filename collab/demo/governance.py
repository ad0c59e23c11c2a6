"""Who presides over a cooperation of the demonstration and who stands in for whom."""

from datetime import date, timedelta

from collab.cooperations.models import Deputy, PresidencyTerm
from collab.core.db import session
from collab.demo.calendar import morning
from collab.demo.cooperations import DemoCooperation, DemoPresidency

MONTHS = 12


def add_governance(cooperation: DemoCooperation, today: date) -> None:
    """Add the term before, the one that runs and the one that follows; and the deputies."""
    if cooperation.presidency:
        _add_terms(cooperation, cooperation.presidency, today)
    session().add_all(
        Deputy(
            id=cooperation.id_of("deputy", each.member),
            membership_id=cooperation.membership_id(each.member),
            named_by=cooperation.membership_id(each.named_by),
            starts_on=today - timedelta(days=1),
            ends_on=today + timedelta(days=each.days),
        )
        for each in cooperation.deputies
    )
    session().flush()


def _add_terms(cooperation: DemoCooperation, presidency: DemoPresidency, today: date) -> None:
    first = _first_day(presidency, today)
    order = [each.short for each in cooperation.delegations]
    at = order.index(presidency.now)
    for step in (-1, 0, 1):
        starts_on = _add_months(first, step * presidency.months)
        ends_on = _add_months(starts_on, presidency.months) - timedelta(days=1)
        short = order[(at + step) % len(order)]
        session().add(
            PresidencyTerm(
                id=cooperation.id_of("term", str(step)),
                delegation_id=cooperation.id_of("delegation", short),
                starts_on=starts_on,
                ends_on=ends_on,
                taken_over_at=morning(starts_on) if step <= 0 else None,
                handed_over_at=morning(first) if step < 0 else None,
                checklist={},
            )
        )


def _first_day(presidency: DemoPresidency, today: date) -> date:
    """Terms begin with the year, or with one of its halves."""
    return date(today.year, (today.month - 1) // presidency.months * presidency.months + 1, 1)


def _add_months(day: date, months: int) -> date:
    number = day.year * MONTHS + day.month - 1 + months
    return date(number // MONTHS, number % MONTHS + 1, 1)
