"""What can be in the way of a file."""

from datetime import datetime
from typing import Any

from flask_babel import format_datetime
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from collab.core.errors import Conflict, DomainError


class FileLocked(Conflict):
    """Somebody else works on the file."""

    status = 423
    code = "file_locked"
    heading = _l("This file is locked")

    def __init__(self, name: str, until: datetime) -> None:
        super().__init__()
        self.message: Any = _l(
            "%(name)s works on it until %(when)s.",
            name=name,
            when=LazyString(format_datetime, until, "short"),
        )


class QuotaFull(DomainError):
    """The cooperation may not store that much."""

    status = 507
    code = "quota_full"
    message = _l("This cooperation has no room for more files.")
    hint = _l("Delete what is not needed from the trash, or ask for more room.")


class TooLarge(DomainError):
    """One file is larger than files may be."""

    status = 413
    code = "file_too_large"

    def __init__(self, most: int) -> None:
        super().__init__()
        self.message: Any = _l("This file is too large: at most %(max)d MB.", max=most)


class OtherKind(Conflict):
    """A version of a text document is no image."""

    code = "other_kind"
    message = _l("A new version is of the same kind as the file.")
    hint = _l("Add it as a file of its own instead.")


class UploadGone(DomainError):
    """The upload waited too long, or was ended."""

    status = 404
    code = "upload_gone"
    message = _l("This upload has ended. Please begin again.")


class TooManyUploads(Conflict):
    """One person brings so many files at once."""

    code = "too_many_uploads"
    message = _l("Too many uploads are under way. Please wait until some are done.")


class OtherPlace(Conflict):
    """The next piece does not begin where the last one ended."""

    code = "other_place"
    message = _l("This upload stands elsewhere. Please begin again.")
