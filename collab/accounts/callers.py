"""Who opens a socket: the cookie of the page says it, as for every request."""

from typing import Any

from flask import Flask
from flask_login import current_user

from collab.accounts.identity import Identity


def identify_caller(app: Flask, environ: dict[str, Any]) -> Identity | None:
    """The person whose session came with this WSGI environment; None when they are signed out."""
    try:
        with app.request_context(environ):
            if not current_user.is_authenticated:
                return None
            identity: Identity = current_user._get_current_object()  # noqa: SLF001 Flask-Login's way
            return identity
    finally:
        # the environment lives as long as the socket: nobody needs the request meanwhile
        environ.pop("werkzeug.request", None)
