"""What an uploaded file really is, looked at before anybody believes it."""

from collab.inspection.checking import Checked, check

__all__ = ["Checked", "check"]
