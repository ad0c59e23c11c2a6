"""Pages of notifications; importing the modules registers their routes."""

from collab.notifications.views import inbox, stopping
from collab.notifications.views.blueprints import notifications as bp

__all__ = ["bp", "inbox", "stopping"]
