"""Public links in the browser: made by members, read by anybody."""

from collab.publishing.views import managing, reading
from collab.publishing.views.blueprints import bp, shared

__all__ = ["bp", "managing", "reading", "shared"]
