"""Where the pages of the console are, and who may open them."""

from collab.cooperations import policy
from collab.cooperations.web import CooperationBlueprint, current_actor
from collab.core.actor import Actor
from collab.core.errors import require

bp = CooperationBlueprint("console", "collab.console", at="console")


def current_coordinator() -> Actor:
    """Who acts in this request; Forbidden for whom the console is not."""
    actor = current_actor()
    require(policy.can_see_console(actor))
    return actor
