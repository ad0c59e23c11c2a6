"""Pages that people write together: live text, images, comments, versions, import and export."""
