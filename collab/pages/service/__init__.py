"""Pages: their text, images, links, comments and versions."""
