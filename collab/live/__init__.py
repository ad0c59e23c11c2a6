"""Co-edited text: the journal of updates, rooms of people, the reader that looks inside."""
