"""Folders and files for Explorer, Finder and LibreOffice, by WebDAV and app passwords."""
