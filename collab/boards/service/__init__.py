"""Boards and tasks; one module for each group of verbs."""
