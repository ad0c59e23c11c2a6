"""Co-edited text: the journal of updates, who is in which room, and the reader that looks inside."""
