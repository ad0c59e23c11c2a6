"""The start page: what this is and how to sign in, or my work; and whether the server is well."""

from collab.start.views import bp

__all__ = ["bp"]
