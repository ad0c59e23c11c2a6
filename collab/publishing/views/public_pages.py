"""The pages that anybody reads."""

from collab.publishing.views import reading
from collab.publishing.views.blueprints import shared as bp

__all__ = ["bp", "reading"]
