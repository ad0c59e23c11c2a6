"""`make bench`: live texts against the servers that others would take, on this machine."""
