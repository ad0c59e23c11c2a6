"""The reader's language and clocks, where no request says which: copies of data, commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from flask import Flask
from flask_login import LoginManager

from collab.accounts.names import FORMER_MEMBER
from collab.core import formats, i18n


@lru_cache(maxsize=1)
def _speaker() -> Flask:
    app = Flask(__name__)
    login = LoginManager(app)
    login.user_loader(lambda _token: None)
    i18n.init_app(app)
    formats.init_app(app)
    return app


@contextmanager
def speaking(language: str, timezone: str) -> Iterator[Flask]:
    """Inside, words and times are as a reader of `language` in `timezone` gets them.

    Gives the application whose templates may be rendered there.
    """
    wishes = f"{i18n.LANGUAGE_COOKIE}={language}; {i18n.TIMEZONE_COOKIE}={timezone}"
    app = _speaker()
    with app.test_request_context("/", headers={"Cookie": wishes}):
        yield app


def former_member_in(language: str) -> str:
    """What somebody is called whose account was erased."""
    with speaking(language, i18n.DEFAULT_TIMEZONE):
        return str(FORMER_MEMBER)
