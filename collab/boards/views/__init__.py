"""Pages of boards; importing the modules registers their routes. Tasks are in `task_pages`."""

from collab.boards.views import board, moving
from collab.boards.views.blueprints import boards as bp

__all__ = ["board", "bp", "moving"]
