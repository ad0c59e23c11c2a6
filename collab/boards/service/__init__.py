"""Boards and tasks; one module for each group of verbs."""

from collab.boards.service.boards import (
    BoardArchived,
    BoardEdit,
    FoundBoard,
    archive_board,
    edit_board,
    find_board,
    list_boards,
    list_columns,
    list_labels,
    list_lanes,
    restore_board,
)
from collab.boards.service.making import (
    BoardPlan,
    create_board,
    list_homes,
    main_board,
    may_create,
)

__all__ = [
    "BoardArchived",
    "BoardEdit",
    "BoardPlan",
    "FoundBoard",
    "archive_board",
    "create_board",
    "edit_board",
    "find_board",
    "list_boards",
    "list_columns",
    "list_homes",
    "list_labels",
    "list_lanes",
    "main_board",
    "may_create",
    "restore_board",
]
