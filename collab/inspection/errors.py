"""Why a file is refused, in words for whoever sends it."""

from typing import Any

from flask_babel import lazy_gettext as _l

from collab.core.errors import DomainError, Invalid


class Refused(Invalid):
    """The file is not taken; `message` says why, and the field `file` too."""

    code = "file_refused"
    message = _l("This file cannot be taken.")

    def __init__(self, message: Any = None) -> None:
        super().__init__()
        if message is not None:
            self.message = message
        self.fields = {"file": self.message}


class Empty(Refused):
    """There is nothing in it."""

    code = "file_empty"
    message = _l("This file is empty.")


class NotWhatItSays(Refused):
    """Its content is of another kind than its name says, or of two kinds at once."""

    code = "file_not_what_it_says"
    hint = _l("Please open it in its program, save it again, and then upload it.")


class Unsafe(Refused):
    """It could do harm where it is opened or unpacked."""

    code = "file_unsafe"


class Infected(Refused):
    """The virus scanner found something in it."""

    code = "file_infected"
    message = _l("The virus scanner found something dangerous in this file.")


class Unreadable(Refused):
    """It is damaged, or asks for more work than a file may."""

    code = "file_unreadable"
    message = _l("This file is damaged: it cannot be opened.")


class ScannerAway(DomainError):
    """No file is taken while the virus scanner does not answer."""

    status = 503
    code = "scanner_away"
    message = _l("Files cannot be checked for viruses at the moment, so none can be added.")
    hint = _l("Please try again in a few minutes.")
