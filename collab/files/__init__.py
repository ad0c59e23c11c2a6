"""Uploaded files among the documents: versions, locks, uploads, previews, archives."""
