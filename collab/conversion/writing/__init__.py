"""From the text of pages to the formats of offices and of the web."""
