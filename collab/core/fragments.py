"""Answers for scripts of our own pages, which send forms in the background."""

from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from collab.core.errors import DomainError, Invalid

#: a script sends it with "1", and gets JSON instead of a page or a redirect
HEADER = "X-Fragment"


def is_fragment() -> bool:
    """Whether a script of the page asks, not the browser itself."""
    return request.headers.get(HEADER) == "1"


def accept(**values: Any) -> ResponseReturnValue:
    """It is done; `values` are what the script needs to know."""
    return jsonify(ok=True, **values)


def refuse(code: int, error: DomainError | None = None) -> ResponseReturnValue:
    """It is not done, and why, in words for the reader."""
    if error is None:
        return jsonify(ok=False, code=_name(code), message=_say(code)), code
    message = str(error.message)
    if isinstance(error, Invalid) and error.fields:
        message = " ".join(str(words) for words in error.fields.values())
    return jsonify(ok=False, code=error.code, message=message), code


def _name(code: int) -> str:
    return {401: "signed_out", 403: "forbidden", 404: "not_found"}.get(code, "failed")


def _say(code: int) -> str:
    if code == 401:
        return str(_("You are signed out. Please sign in again."))
    return str(_("That did not work. Please load the page again."))
