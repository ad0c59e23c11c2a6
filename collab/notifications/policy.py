"""How people are told unless they choose otherwise, and what may be turned off together."""

from collections.abc import Iterable, Mapping

from collab.notifications.models import Kind, Pace

#: what asks something of somebody comes at once, the rest once a day
DEFAULTS: Mapping[Kind, Pace] = {
    Kind.ASSIGNED: Pace.NOW,
    Kind.MENTIONED: Pace.NOW,
    Kind.DUE_TOMORROW: Pace.DAILY,
    Kind.OVERDUE: Pace.DAILY,
    Kind.FREED: Pace.NOW,
    Kind.COMMENTED: Pace.DAILY,
}
#: what the link in a digest turns off: everything that comes with it
DIGEST = "digest"


def fill_in(chosen: Iterable[tuple[str, str]]) -> dict[Kind, Pace]:
    """How a member with these choices is told of each kind."""
    return {**DEFAULTS, **{Kind(kind): Pace(pace) for kind, pace in chosen}}


def kinds_of(what: str, paces: Mapping[Kind, Pace]) -> list[Kind]:
    """Which kinds a link for `what` turns off: a kind by its name, or all that come daily."""
    if what == DIGEST:
        return [kind for kind in Kind if paces[kind] is Pace.DAILY]
    return [Kind(what)]
