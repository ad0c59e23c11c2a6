"""Secrets that a browser or a mail holds: only their hash is on disk."""

import hashlib


def hash_token(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
