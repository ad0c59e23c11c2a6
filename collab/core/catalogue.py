"""The words of the TypeScript islands, as one JSON file per language."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Blueprint, Flask, Response, abort, request, url_for

from collab.core import i18n
from collab.core.web import public

bp = Blueprint("i18n", __name__)
#: gettext's separator between context and text
CONTEXT_END = "\x04"
GERMANIC = "nplurals=2; plural=(n != 1);"


def _is_for_browser(message: Message) -> bool:
    return any(path.endswith((".ts", ".tsx")) for path, _line in message.locations)


def _entry(message: Message) -> tuple[str, str | list[str]] | None:
    """Key and text of one translated message; None when it is not translated."""
    given = message.string
    texts = list(given) if isinstance(given, tuple | list) else [given or ""]
    if not message.id or message.fuzzy or not all(texts):
        return None
    text = message.id if isinstance(message.id, str) else message.id[0]
    key = f"{message.context}{CONTEXT_END}{text}" if message.context else text
    return key, texts if message.pluralizable else texts[0]


def build_catalogue(language: str, catalog: Catalog | None) -> dict[str, Any]:
    """`{"locale", "plural", "messages": {text: translation | [one per plural form]}}`.

    Only what the islands use, or everything when the catalogue does not say who uses what.
    """
    if catalog is None:
        return {"locale": i18n.language_tag(language), "plural": GERMANIC, "messages": {}}
    messages = [message for message in catalog if message.id]
    chosen = [message for message in messages if _is_for_browser(message)] or messages
    return {
        "locale": i18n.language_tag(language),
        "plural": catalog.plural_forms,
        "messages": dict(entry for entry in map(_entry, chosen) if entry),
    }


@lru_cache(maxsize=64)
def _built(language: str, path: Path, changed_at: int) -> tuple[bytes, str]:
    catalog = None
    if changed_at:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    body = json.dumps(build_catalogue(language, catalog), ensure_ascii=False).encode()
    return body, hashlib.sha256(body).hexdigest()[:16]


def read_catalogue(language: str) -> tuple[bytes, str]:
    """The JSON of an offered language, and the version that names its content."""
    path = i18n.TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"
    return _built(language, path, path.stat().st_mtime_ns if path.exists() else 0)


@bp.get("/i18n/<language>.json")
@public
def show(language: str) -> Response:
    """Words for the islands; kept for a year when asked for by version."""
    if language not in i18n.offered_languages():
        abort(404)
    body, version = read_catalogue(language)
    response = Response(body, mimetype="application/json")
    response.set_etag(version)
    is_versioned = request.args.get("v") == version
    response.cache_control.public = True
    response.cache_control.max_age = 31_536_000 if is_versioned else 0
    response.cache_control.immutable = is_versioned
    response.make_conditional(request)
    return response


def catalogue_url() -> str:
    """Where this request's language has its words for the islands."""
    language = i18n.choose_language()
    return url_for("i18n.show", language=language, v=read_catalogue(language)[1])


def init_app(app: Flask) -> None:
    """Serve the catalogues and let templates name them."""
    app.register_blueprint(bp)
    app.jinja_env.globals["catalogue_url"] = catalogue_url
