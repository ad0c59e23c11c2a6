"""The way to documents for programs, beside the pages: everything at /dav."""

import unicodedata
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from itertools import chain
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Flask
from flask_babel import force_locale
from werkzeug.middleware.proxy_fix import ProxyFix
from wsgidav.dav_error import DAVError

from collab.cooperations import service as cooperations
from collab.core.actor import Actor
from collab.core.addresses import public_url
from collab.core.db import Scope, unit_of_work
from collab.core.errors import DomainError, NotOpenYet
from collab.webdav.arriving import check_words, received_from
from collab.webdav.asking import COOPERATION, KEY, Asked
from collab.webdav.changes import check_name
from collab.webdav.locks import locks_of
from collab.webdav.places import Entries
from collab.webdav.provider import AT, make_dav_app
from collab.webdav.signing_in import find_user

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND"})
_SAFE: Final = [
    ("X-Content-Type-Options", "nosniff"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
]


class _Undo(Exception):
    """The answer is a refusal: nothing that was done for it is kept."""


class _Answer:
    """An answer on its way: kept until what it says is in the database."""

    def __init__(self) -> None:
        self.status = "500 Internal Server Error"
        self.headers: list[tuple[str, str]] = []
        self.body: Iterable[bytes] = ()

    def start(self, status: str, headers: list[tuple[str, str]], _info: Any = None) -> None:
        """What a WSGI application calls."""
        self.status, self.headers = status, headers

    @property
    def is_refusal(self) -> bool:
        """Whether it was not done."""
        return self.status[:1] not in "23"

    def check_done(self) -> None:
        """Undo what was done for it when it is a refusal."""
        if self.is_refusal:
            raise _Undo


def mount(app: Flask, proxies: int = 0) -> None:
    """Answer programs at /dav; everything else goes on to the pages.

    So many proxies in front say in headers where a request came from.
    """
    pages: App = app.wsgi_app
    programs: Any = _Programs(app)
    if proxies:
        programs = ProxyFix(programs, x_for=proxies, x_proto=proxies, x_host=proxies)

    def dispatch(environ: Environ, start: Start) -> Iterable[bytes]:
        path = str(environ.get("PATH_INFO", ""))
        if path == AT or path.startswith(f"{AT}/"):
            answer: Iterable[bytes] = programs(environ, start)
            return answer
        return pages(environ, start)

    app.register_blueprint(Blueprint("webdav", "collab.webdav", template_folder="templates"))
    app.jinja_env.globals.update(dav_address=dav_address)
    app.wsgi_app = dispatch  # type: ignore[method-assign,assignment]


def dav_address(names: Iterable[str]) -> str:
    """Where programs find a cooperation, or one of its libraries."""
    return public_url("/".join([AT, *names, ""]))


class _Programs:
    """Who asks, in which cooperation; then wsgidav answers in one unit of work."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        dav = make_dav_app()
        self._dav: App = dav
        self._provider = dav.provider_map["/"]
        self._locks = dav.lock_manager

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        with self._app.app_context():
            try:
                answer = self._answer(environ)
            except DomainError as error:
                with force_locale(environ.get("collab.language", "en")):
                    answer = _refused(error.status, str(error.message))
            except DAVError as error:
                answer = _refused(error.value, error.get_user_info())
        start(answer.status, answer.headers + _SAFE)
        return answer.body

    def _answer(self, environ: Environ) -> _Answer:
        user = find_user(environ)
        if user is None:
            return _unknown()
        environ["collab.language"] = user.language
        with force_locale(user.language):
            slug = _first_name(environ)
            asked = Asked(user)
            if slug:
                asked.actor = _enter(asked, slug)
            return self._ask(environ, asked, slug)

    def _ask(self, environ: Environ, asked: Asked, slug: str) -> _Answer:
        environ |= {
            KEY: asked,
            COOPERATION: slug,
            "wsgidav.provider": self._provider,
            "SCRIPT_NAME": "",
            "PATH_INFO": str(environ["PATH_INFO"])[len(AT) :] or "/",
            "wsgidav.auth.user_name": str(asked.actor.membership_id) if asked.actor else "-",
        }
        method = str(environ["REQUEST_METHOD"])
        if method == "PROPFIND" and environ.get("HTTP_DEPTH", "infinity").lower() == "infinity":
            return _refused(403, "Please ask for one folder at a time.")
        if method == "PUT" and asked.actor is not None:
            return self._put(environ, asked, asked.actor)
        check_words(environ)
        if asked.actor is None:
            return self._list_cooperations(environ, asked)
        return self._run(environ, asked, asked.actor, writes=method not in _READING)

    def _put(self, environ: Environ, asked: Asked, actor: Actor) -> _Answer:
        """Whether it may be put there is asked before it is read, and again when it is noted."""
        path = _path_of(environ)
        with unit_of_work(actor.scope, writes=False), locks_of(actor):
            self._check_put(environ, path)
        with received_from(environ, actor, path) as received:
            asked.received = received
            environ |= {"wsgi.input": BytesIO(), "CONTENT_LENGTH": "0"}
            return self._run(environ, asked, actor, writes=True)

    def _check_put(self, environ: Environ, path: str) -> None:
        above, _slash, name = path.rstrip("/").rpartition("/")
        parent = self._provider.get_resource_inst(f"{above}/", environ)
        if isinstance(parent, Entries):
            check_name(unicodedata.normalize("NFC", name))
            parent.check_writable()
        if "HTTP_IF" not in environ:
            self._locks.check_write_permission(
                url=quote(path),
                depth="0",
                token_list=[],
                principal=environ["wsgidav.auth.user_name"],
            )

    def _list_cooperations(self, environ: Environ, asked: Asked) -> _Answer:
        with unit_of_work(Scope(person_id=asked.user.person_id), writes=False):
            own = cooperations.list_own_cooperations(asked.user.person_id)
            asked.memory["cooperations"] = sorted(each.slug for each in own)
            answer = _Answer()
            self._collect(environ, answer)
            return answer

    def _run(self, environ: Environ, asked: Asked, actor: Actor, *, writes: bool) -> _Answer:
        answer = _Answer()
        with suppress(_Undo), unit_of_work(actor.scope, writes=writes), locks_of(actor):
            self._collect(environ, answer)
            answer.check_done()
        if answer.is_refusal and asked.received is not None:
            asked.received.is_noted = False
        return answer

    def _collect(self, environ: Environ, answer: _Answer) -> None:
        """The answer; of a file only its beginning is read, the rest when it is sent."""
        pieces = iter(self._dav(environ, answer.start))
        if environ["REQUEST_METHOD"] == "GET":
            first = next(pieces, b"")
            answer.body = chain((first,), pieces)
        else:
            answer.body = list(pieces)


def _first_name(environ: Environ) -> str:
    return _path_of(environ)[len(AT) :].strip("/").partition("/")[0]


def _path_of(environ: Environ) -> str:
    """As the program wrote it: servers hand it on as if it were Latin-1."""
    return str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "replace")


def _enter(asked: Asked, slug: str) -> Actor:
    actor = cooperations.find_actor(asked.user.person_id, None, slug)
    if not actor.is_open:
        raise NotOpenYet
    return actor


def _unknown() -> _Answer:
    answer = _refused(401, "Please sign in with your e-mail and an app password.")
    answer.headers.append(("WWW-Authenticate", 'Basic realm="collab", charset="UTF-8"'))
    return answer


def _refused(status: int, words: str) -> _Answer:
    answer, body = _Answer(), words.encode()
    answer.start(
        f"{status} Refused",
        [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))],
    )
    answer.body = [body]
    return answer
