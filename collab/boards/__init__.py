"""Boards of groups and of the cooperation: columns, swimlanes, labels, tasks."""
