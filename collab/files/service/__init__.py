"""Files: versions, locks, uploads, previews, archives, quotas."""
