"""The pages of documents: libraries, folders, sharing, trash."""

from collab.documents.views import changing, libraries, sharing, trash
from collab.documents.views.blueprints import bp

__all__ = ["bp", "changing", "libraries", "sharing", "trash"]
