"""Pages that gather what several features know of a cooperation: its home, its members."""
