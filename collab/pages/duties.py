"""What has to be done for pages again and again."""

from collab.pages.service import keeping

__all__ = ["keeping"]
