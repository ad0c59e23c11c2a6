"""The pages that people write together, in the browser."""

from collab.pages.views import arranging, looking, reading, showing
from collab.pages.views.blueprints import bp

__all__ = ["arranging", "bp", "looking", "reading", "showing"]
