"""Minutes of a meeting: the live document and its reading page."""
