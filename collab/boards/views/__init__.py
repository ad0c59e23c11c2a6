"""Pages of boards; importing the modules registers their routes. Tasks are in `task_pages`."""

from collab.boards.views import arranging, board, columns, imports, labels, lanes, moving
from collab.boards.views.blueprints import boards as bp

__all__ = ["arranging", "board", "bp", "columns", "imports", "labels", "lanes", "moving"]
