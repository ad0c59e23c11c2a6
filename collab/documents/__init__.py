"""The documents of a group: folders, pages and files in one tree, who may see them, trash."""
