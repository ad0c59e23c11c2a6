"""Pages on which cooperations are proposed, seen by whoever proposes them."""

from collab.foundings.views import drafts, proposals
from collab.foundings.views.blueprint import bp

__all__ = ["bp", "drafts", "proposals"]
