"""Pages of tasks; importing the modules registers their routes."""

from collab.boards.views import closing, destinations, editing, feeds, lists, owed
from collab.boards.views.blueprints import tasks as bp

__all__ = ["bp", "closing", "destinations", "editing", "feeds", "lists", "owed"]
