"""The home of a cooperation, its groups' pages, and its members."""

from collab.overview.views import home, members, membership
from collab.overview.views.blueprint import bp

__all__ = ["bp", "home", "members", "membership"]
