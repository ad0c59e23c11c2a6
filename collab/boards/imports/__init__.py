"""Tasks from files of other programs, read without asking anybody."""
