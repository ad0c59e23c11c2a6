"""How much the installation takes."""

from typing import Final

#: as people count, and as sizes are shown
MB: Final = 1_000_000
GB: Final = 1000 * MB
#: files that one form brings, in the size of the largest one
_FILES_OF_FORM: Final = 5
#: of the form around the files
_FRAME: Final = 1_000_000


class Limits:
    """Set once when the process starts."""

    def __init__(self) -> None:
        #: bytes of a file
        self.file = 200 * MB
        #: bytes of a cooperation that nobody has said anything else for
        self.quota = 10 * GB

    def use(self, file_mb: int, quota_gb: int) -> None:
        """Take so much from now on."""
        self.file, self.quota = file_mb * MB, quota_gb * GB

    def form(self) -> int:
        """Bytes of a form that brings several files."""
        return _FILES_OF_FORM * self.file + _FRAME


limits = Limits()
