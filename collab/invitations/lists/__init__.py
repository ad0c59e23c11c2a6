"""Lists of people to invite: pasted or from a file, read without asking anybody."""
