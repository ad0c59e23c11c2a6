"""The search page, and what the palette shows."""

from collab.search.views import palette, results
from collab.search.views.blueprint import bp

__all__ = ["bp", "palette", "results"]
