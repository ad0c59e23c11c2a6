"""Who may break a lock."""

from collab.core.actor import Actor, Role
from collab.documents.policy import LEADING, Standing, can_write


def can_break_lock(actor: Actor, at: Standing) -> bool:
    """Coordinators, and chair and secretary of the group; of the cooperation for what is common."""
    if not can_write(actor, at):
        return False
    if actor.role is Role.COORDINATOR:
        return True
    return actor.role in LEADING if at.is_common else at.role in LEADING
