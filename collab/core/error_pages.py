"""Errors as pages in the reader's words, with what they had typed."""

import logging
from typing import Any

from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from collab.core import fragments
from collab.core.db import new_id
from collab.core.errors import DomainError, NotFound

_log = logging.getLogger("collab.errors")


def _frame(code: int) -> str:
    """Inside a cooperation its navigation stays; not where looking something up may fail again."""
    return "base.html" if "actor" not in g or code >= 500 else "cooperation.html"


def _show(code: int, **values: Any) -> ResponseReturnValue:
    if fragments.is_fragment():
        return fragments.refuse(code, values.get("error"))
    return render_template("errors/error.html", code=code, frame=_frame(code), **values), code


def _show_domain_error(error: DomainError) -> ResponseReturnValue:
    fields = getattr(error, "fields", {})
    # the page itself says best what it means that nothing is there
    message = None if type(error) is NotFound else error.message
    return _show(error.status, error=error, message=message, fields=fields)


def _show_expired(_error: CSRFError) -> ResponseReturnValue:
    return _show(400, expired=True)


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if 300 <= code < 400:
        return error.get_response()
    return _show(code)


def _show_failure(error: Exception) -> ResponseReturnValue:
    reference = str(new_id())
    _log.error("failure %s", reference, exc_info=error)
    return _show(500, reference=reference)


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(DomainError, _show_domain_error)
    app.register_error_handler(CSRFError, _show_expired)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(500, _show_failure)
