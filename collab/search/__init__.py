"""One box over everything that somebody may read, in each language that it is written in."""
