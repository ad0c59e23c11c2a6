"""From the formats of offices and of the web to the text of a page."""
