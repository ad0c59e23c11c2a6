"""Formatted texts as ProseMirror JSON: what they may hold, how they are read and written."""
