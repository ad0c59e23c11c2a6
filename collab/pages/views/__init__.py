"""The pages that people write together, in the browser."""

from collab.pages.views.blueprints import bp

__all__ = ["bp"]
