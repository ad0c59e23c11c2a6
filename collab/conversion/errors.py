"""Why a file does not become a page."""

from flask_babel import lazy_gettext as _l

from collab.core.errors import DomainError


class NotReadable(DomainError):
    """The file is damaged, or reading it takes more than a file may."""

    status = 422
    code = "not_readable"
    message = _l("This file cannot be read. It may be damaged.")
    hint = _l("Please open it in the program it comes from, save it again and try once more.")


class TextTooLong(DomainError):
    """There is more in it than a page holds."""

    status = 422
    code = "text_too_long"
    message = _l("This text is too long for one page.")
    hint = _l("Please split it, or upload it as a file.")


class NotPossibleHere(DomainError):
    """The format needs a program that is not installed here."""

    status = 409
    code = "format_not_possible"
    message = _l("This format is not available on this platform.")
    hint = _l("Please choose another format.")


class NotWritten(DomainError):
    """Writing the file took more than it may."""

    status = 422
    code = "not_written"
    message = _l("This file could not be made. It may be too long for this format.")
    hint = _l("Please choose another format, or fewer pages.")
