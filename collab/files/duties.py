"""What has to be done for files again and again."""

from collab.files.service import keeping

__all__ = ["keeping"]
