"""Data protection: export, leaving, erasure, retention."""
