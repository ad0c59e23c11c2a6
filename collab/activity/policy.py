"""Who may read the activity log."""

from collab.core.actor import Actor, Role


def can_read_log(actor: Actor) -> bool:
    """Coordinators, and whoever stands in for them."""
    return actor.role is Role.COORDINATOR
