"""Files in the browser: uploaded, shown, downloaded, locked."""

from collab.files.views import meters, operators, resumable, serving, showing, uploading
from collab.files.views.blueprints import bp

__all__ = ["bp", "meters", "operators", "resumable", "serving", "showing", "uploading"]
