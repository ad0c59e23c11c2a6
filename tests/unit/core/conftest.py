from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from flask import Flask
from flask_login import LoginManager

from collab.core import catalogue, formats, i18n

Reading = Callable[..., AbstractContextManager[None]]


@pytest.fixture
def small_app() -> Flask:
    app = Flask(__name__)
    app.secret_key = "known to the tests"
    LoginManager(app).user_loader(lambda _token: None)
    i18n.init_app(app)
    formats.init_app(app)
    catalogue.init_app(app)
    return app


@pytest.fixture
def reading(small_app: Flask) -> Reading:
    """`with reading(browser="fr-CA", timezone="Europe/Rome"):` is a request of such a reader."""

    @contextmanager
    def read(*, browser: str = "", cookie: str = "", timezone: str = "") -> Iterator[None]:
        chosen = {"language": cookie, "timezone": timezone}
        cookies = "; ".join(f"{name}={value}" for name, value in chosen.items() if value)
        headers = {"Accept-Language": browser, "Cookie": cookies}
        with small_app.test_request_context(headers=headers):
            yield

    return read
