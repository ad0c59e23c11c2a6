"""The pages of the console; one module for each section."""

from collab.console import checks
from collab.console.views import governing, languages, log, overview, presidency, roles, usage
from collab.console.views.blueprint import bp

__all__ = [
    "bp",
    "checks",
    "governing",
    "languages",
    "log",
    "overview",
    "presidency",
    "roles",
    "usage",
]
