"""What went wrong, said to programs."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from wsgidav.dav_error import DAVError

from collab.core.errors import DomainError

Given = ParamSpec("Given")
Answer = TypeVar("Answer")
#: programs know no better status for these
_STATUS = {410: 404, 429: 503}


def as_dav_error(error: DomainError) -> DAVError:
    """The same refusal with the status and the words for a program."""
    return DAVError(_STATUS.get(error.status, error.status), str(error.message))


def translated(call: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Let the call raise DAVError where it raised DomainError."""

    @wraps(call)
    def translate(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        try:
            return call(*args, **kwargs)
        except DomainError as error:
            raise as_dav_error(error) from error

    return translate
