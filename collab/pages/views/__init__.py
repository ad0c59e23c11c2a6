"""The pages that people write together, in the browser."""

from collab.pages.views import (
    arranging,
    commenting,
    exporting,
    history,
    images,
    importing,
    looking,
    reading,
    showing,
)
from collab.pages.views.blueprints import bp

__all__ = [
    "arranging",
    "bp",
    "commenting",
    "exporting",
    "history",
    "images",
    "importing",
    "looking",
    "reading",
    "showing",
]
